using Prony.Experiments.Comparing;
using Prony.Experiments.Tests.Verdicts;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Comparing;

public sealed class RunDifferencesTests
{
    private readonly TwoRuns _runs = TwoRuns.Of(new Figures(PerS: 400), new Figures(PerS: 300), 6, "one");

    [Fact]
    public void Another_machine_forbids_every_verdict_and_is_named()
    {
        _runs.New.Plan = _runs.New.Plan with { Machine = _runs.New.Plan.Machine with { Kernel = "7", Cpus = 4 } };

        var record = _runs.Compare();

        record.Differences.ShouldBe(
            [new RunDifference("machine", "kernel", "6", "7", true), new RunDifference("machine", "number of CPUs", "2", "4", true)]);
        record.Scenarios["work"].Points[0].Comparisons.ShouldAllBe(c => c.Verdict == "invalid");
        record.Verdict.Sentence.ShouldBe("No verdict on one between the two runs in throughput at 100 users: the two runs differ in what must be the same: kernel (6 then, 7 now) and number of CPUs (2 then, 4 now).");
        Should.Throw<RunMismatchException>(() => RunComparer.Check(_runs.Old.Plan, _runs.New.Plan)).Message.ShouldBe(
            "20261121T101500Z-demo gives no verdict on this run: the two runs differ in what must be the same: kernel (6 then, 7 now) and number of CPUs (2 then, 4 now).");
    }

    [Fact]
    public void A_few_pages_of_memory_more_are_the_same_machine()
    {
        _runs.New.Plan = _runs.New.Plan with { Machine = _runs.New.Plan.Machine with { MemoryBytes = (1L << 33) + 4096 } };
        _runs.Compare().Differences.ShouldBeEmpty();

        _runs.New.Plan = _runs.New.Plan with { Machine = _runs.New.Plan.Machine with { MemoryBytes = 1L << 34 } };
        _runs.Compare().Differences.ShouldHaveSingleItem().ShouldBe(new RunDifference("machine", "memory of the machine", "8.00 GiB", "16.0 GiB", true));
    }

    [Fact]
    public void Another_engine_forbids_a_verdict()
    {
        _runs.New.Change("one", trial => trial with { Load = trial.Load! with { Engine = "portable" } });

        _runs.Comparison("one").Sentence.ShouldEndWith(
            ": the two runs differ in what must be the same: engine of scenario work (raw, HTTP/1.1, timestamps of the wire then, portable, HTTP/1.1, timestamps of the wire now).");
    }

    [Fact]
    public void Other_requests_forbid_a_verdict_on_their_scenario_only()
    {
        PlannedScenario[] both = [World.Scenario("work", World.HundredUsers), World.Scenario("list", World.HundredUsers)];
        _runs.Old.Plan = _runs.Old.Plan with { Scenarios = both };
        _runs.New.Plan = _runs.New.Plan with { Scenarios = [both[0], both[1] with { Path = "/other" }] };
        for (var round = 1; round <= 6; round++)
        {
            _runs.Old.Add(round, "one", new Figures(400), scenario: "list");
            _runs.New.Add(round, "one", new Figures(400), scenario: "list");
        }

        var record = _runs.Compare();

        record.Differences.ShouldHaveSingleItem().ShouldBe(new RunDifference("load", "requests of scenario list", "GET /", "GET /other", true));
        record.Scenarios["work"].Points[0].Comparisons[0].Verdict.ShouldBe("worse");
        record.Scenarios["list"].Points[0].Comparisons.ShouldAllBe(c => c.Verdict == "invalid");
        Should.NotThrow(() => RunComparer.Check(_runs.Old.Plan, _runs.New.Plan));
    }

    [Fact]
    public void One_request_of_an_older_plan_is_the_same_as_one_of_a_newer()
    {
        _runs.New.Plan = _runs.New.Plan with { Scenarios = [_runs.New.Plan.Scenarios[0] with { Requests = [new PlannedRequest("GET", "/", 1)] }] };

        _runs.Compare().Differences.ShouldBeEmpty();
    }

    [Fact]
    public void Definitions_that_differ_are_listed_and_forbid_nothing()
    {
        var plan = _runs.New.Plan;
        _runs.Old.Plan = _runs.Old.Plan with { Definitions = new Dictionary<string, string> { ["x.yaml"] = "a\nb\nb", ["gone.yaml"] = "a" } };
        _runs.New.Plan = plan with
        {
            Tool = plan.Tool with { Version = "9.9.9" },
            Experiment = "other",
            Primary = "response.p99",
            Margin = 0.1,
            Rounds = 10,
            Seed = 2,
            Phases = plan.Phases with { WarmupS = 3, MeasureS = 10 },
            Limits = [new LimitRecord("V13", 0.1, null)],
            Definitions = new Dictionary<string, string> { ["x.yaml"] = "a\nb\nc", ["new.yaml"] = "a\nb" },
            Candidates = [new PlannedCandidate("one", "run", "serve {port}", new Dictionary<string, string> { ["workers"] = "2" }, ["web", "proxy"])],
            Scenarios = [plan.Scenarios[0] with { Expect = "2xx", TimeoutS = 5, Checks = ["body contains \"ok\""] }],
        };

        var record = _runs.Compare();

        record.Differences.ShouldAllBe(d => d.Kind == "definition" && !d.Forbids);
        record.Differences.Select(d => $"{d.What}: {d.Old ?? "none"} → {d.New ?? "none"}").ShouldBe(
        [
            "scenario work: success: 200 → 2xx and body contains \"ok\"",
            "scenario work: timeout: 30 s → 5 s",
            $"version of Prony: {ToolRecord.Current.Version} → 9.9.9",
            "experiment: demo → other",
            "primary metric: throughput → response.p99",
            "margin: 5 % → 10 %",
            "planned rounds: 6 → 10",
            "seed: 1 → 2",
            "warm-up: 2 s → 3 s",
            "window: 5 s → 10 s",
            "limits of gates: the defaults → V13 warn 0.1 invalid default",
            "one: kind: stack → run",
            "one: run: demo → serve {port}",
            "one: parameter workers: none → 2",
            "one: services: web → web, proxy",
            "file x.yaml: 3 lines, 1 of them only there → 3 lines, 1 of them only there",
            "file gone.yaml: 1 line → none",
            "file new.yaml: none → 2 lines",
        ]);
        (record.Primary, record.Margin).ShouldBe(("throughput", 0.05), "what was decided for the old run stays");
        record.Verdict.Verdict.ShouldBe("worse");
    }

    [Fact]
    public void Other_data_forbid_a_verdict()
    {
        static PlannedScenario With(PlannedScenario scenario, string sum) => scenario with { Data = new PlannedData("users.csv", sum, 10, "random") };
        _runs.Old.Plan = _runs.Old.Plan with { Scenarios = [With(_runs.Old.Plan.Scenarios[0], "abc")] };
        _runs.New.Plan = _runs.New.Plan with { Scenarios = [With(_runs.New.Plan.Scenarios[0], "def")] };

        _runs.Compare().Differences.ShouldHaveSingleItem().ShouldBe(new RunDifference("load", "data of scenario work", "10 rows random, SHA-256 abc", "10 rows random, SHA-256 def", true));
    }
}
