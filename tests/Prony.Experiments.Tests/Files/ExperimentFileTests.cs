using System.Text;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

public sealed class ExperimentFileTests : IDisposable
{
    private readonly FileSandbox _box = new();

    public void Dispose() => _box.Dispose();

    private ExperimentDefinition Read(string text)
    {
        var result = _box.Read(text);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        return result.Value!;
    }

    [Fact]
    public void Every_default_is_filled_in()
    {
        var experiment = Read(FileSandbox.Experiment);
        experiment.Name.ShouldBe("first");
        experiment.Question.ShouldBeNull();
        experiment.Baseline.ShouldBe("a");
        experiment.Factor.ShouldBeEmpty();
        experiment.Primary.ShouldBe("throughput");
        experiment.Margin.ShouldBe(0.05);
        experiment.Rounds.ShouldBe(10);
        experiment.Seed.ShouldBe(1UL);
        experiment.Phases.ShouldBe(new PhaseLengths(WarmupS: null, MeasureS: 20, DrainS: null, PauseS: 2, IdleS: 2));
        experiment.Objectives.ShouldBeEmpty();
        var scenario = experiment.Scenarios.ShouldHaveSingleItem();
        scenario.Expect.Text.ShouldBe(StatusSet.Default.Text);
        scenario.Timeout.ShouldBe(TimeSpan.FromSeconds(30));
        scenario.Points.ShouldBe([new PointRecord(10, null)]);
        scenario.Requests[0].Headers.ShouldBeEmpty();
        scenario.Requests[0].Body.Length.ShouldBe(0);
        experiment.Candidates.ShouldAllBe(c => !c.Optional && c.Kind == "stack");
    }

    [Theory]
    [InlineData("users: [50, 100, 150]", "users-50 users-100 users-150", "throughput")]
    [InlineData("rate: [200/s, 100/s, 0.5/s]", "rate-200 rate-100 rate-0.5", "response.p99")]
    [InlineData("users: [7]", "users-7", "throughput")]
    public void A_list_of_loads_gives_one_point_each_in_the_order_of_the_file(string load, string names, string primary)
    {
        var result = _box.Read("users: 10", load);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        string.Join(' ', result.Value!.Scenarios[0].Points.Select(p => p.Name)).ShouldBe(names);
        result.Value.Primary.ShouldBe(primary);
    }

    [Theory]
    [InlineData("users: [5, 6], requests: 1000", 1000L, 1000L)]
    [InlineData("rate: 50/s, requests: 7", 7L)]
    [InlineData("users: 5", null)]
    public void A_count_of_requests_holds_for_every_load_of_the_scenario(string load, params long?[]? counts) =>
        _box.Read("users: 10", load).Value!.Scenarios[0].Points.Select(p => p.Requests).ShouldBe(counts ?? [null]);

    [Fact]
    public void Users_may_think_keep_a_pace_and_begin_one_after_the_other() =>
        _box.Read("users: 10", "users: [5, 6], think: 100ms, pace: 1s, ramp: 5s").Value!.Scenarios[0].Points
            .ShouldBe([.. new[] { 5, 6 }.Select(n => new PointRecord(n, null) { ThinkS = 0.1, PaceS = 1, RampS = 5 })]);

    [Theory]
    [InlineData("users: 50:100:150")]
    [InlineData("users: \"50:100:150\"")]
    [InlineData("users: [50, 100, 150]")]
    public void Cycles_of_Funkload_are_a_list_of_users(string load) =>
        _box.Read("users: 10", load).Value!.Scenarios[0].Points.ShouldBe([.. new[] { 50, 100, 150 }.Select(n => new PointRecord(n, null))]);

    [Fact]
    public void A_spawn_rate_gives_each_load_a_ramp_of_its_own() =>
        _box.Read("users: 10", "users: 50:100, spawn: 10/s").Value!.Scenarios[0].Points.Select(p => (p.Users, p.RampS)).ShouldBe([(50, 5.0), (100, 10.0)]);

    [Theory]
    [InlineData("rate: {from: 50/s, to: 400/s, over: 60s}", 225, 60, "50 to 400 requests/s", "poisson")]
    [InlineData("stages: [{rate: 100/s, for: 10s}, {rate: {from: 100/s, to: 500/s}, for: 5s}, {rate: 500/s, for: 1s}]", 3000 / 16.0, 16, "100, 100 to 500, 500 requests/s in stages", "poisson")]
    [InlineData("stages: [{rate: 100/s, for: 10s}, {rate: 500/s, for: 2s}, {rate: 100/s, for: 10s}], arrivals: uniform", 3000 / 22.0, 22, "100, 500, 100 requests/s in stages", "uniform")]
    public void A_ramp_and_stages_are_one_load_with_a_window_of_their_length(string load, double mean, double seconds, string text, string arrivals)
    {
        var result = _box.Read("users: 10", load);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        var point = result.Value!.Scenarios[0].Points.ShouldHaveSingleItem();
        point.RatePerS!.Value.ShouldBe(mean, 1e-9);
        (point.ExpectedWindowS(5), point.Text, point.Arrivals).ShouldBe((seconds, text, arrivals));
        result.Value.Primary.ShouldBe("response.p99");
        point.ShouldBe(point with { Stages = [.. point.Stages!] });
        point.ShouldNotBe(point with { Stages = [StageRecord.OfRate(1, 1, seconds)] });
        var quick = new ExperimentOverrides(true, [], null).Apply(result.Value).Value!.Scenarios[0].Points[0];
        quick.ExpectedWindowS(5).ShouldBe(1, 1e-9);
        quick.Stages!.Select(s => s.FromPerS).ShouldBe(point.Stages!.Select(s => s.FromPerS));
    }

    [Theory]
    [InlineData("users: {from: 10, to: 100, over: 60s}", 100, 60, "10 to 100 users")]
    [InlineData("stages: [{users: 50, for: 10s}, {users: 400, for: 5s}, {users: 50, for: 10s}]", 400, 25, "50, 400, 50 users in stages")]
    [InlineData("stages: [{users: {from: 50, to: 400}, for: 10s}, {users: 0, for: 5s}], think: 100ms, pace: 1s", 400, 15, "50 to 400, 0 users in stages")]
    public void Users_may_rise_and_fall_in_one_load(string load, int most, double seconds, string text)
    {
        var result = _box.Read("users: 10", load);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        var point = result.Value!.Scenarios[0].Points.ShouldHaveSingleItem();
        (point.Users, point.RatePerS, point.Arrivals).ShouldBe((most, null, null));
        (point.ExpectedWindowS(5), point.Text).ShouldBe((seconds, text));
        (point.ThinkS, point.PaceS).ShouldBe(load.Contains("think", StringComparison.Ordinal) ? (0.1, 1) : (null, null));
        result.Value.Primary.ShouldBe("throughput");
        var quick = new ExperimentOverrides(true, [], null).Apply(result.Value).Value!.Scenarios[0].Points[0];
        quick.ExpectedWindowS(5).ShouldBe(1, 1e-9);
        quick.Stages!.Select(s => s.FromUsers).ShouldBe(point.Stages!.Select(s => s.FromUsers));
    }

    [Fact]
    public void Until_decided_is_at_most_24_rounds()
    {
        var experiment = _box.Read("name: first", "name: first\nrounds: until-decided").Value!;
        (experiment.UntilDecided, experiment.Rounds).ShouldBe((true, 24));
        Read(FileSandbox.Experiment).UntilDecided.ShouldBeFalse();
    }

    [Fact]
    public void The_defaults_of_the_record_and_of_the_file_are_the_same()
    {
        var read = Read(FileSandbox.Experiment);
        var record = new ExperimentDefinition { Name = "x", Baseline = "a", Primary = "throughput", Candidates = [], Scenarios = [] };
        (record.Margin, record.Rounds, record.Seed, record.Phases).ShouldBe((read.Margin, read.Rounds, read.Seed, read.Phases));
    }

    [Fact]
    public void Every_key_is_read()
    {
        var experiment = Read("""
            name: everything
            question: "Which: one?"
            baseline: remote
            factor: [mode, stack]
            primary: response.p50
            margin: 0.1
            rounds: 6
            seed: 18446744073709551615
            phases: {warmup: 2s, measure: 500ms, drain: 3s, pause: 0, idle: 1m}
            candidates:
              a: {stack: stacks/hello, with: {workers: 4}, optional: true}
              cmd: {run: "server --port {port} 'two words'"}
              list: {run: [server, "{web.port}"]}
              remote: {url: "http://127.0.0.1:8080/", pid: 42}
            scenarios:
              write:
                request: {post: "/items?x=1", headers: {Accept: text/plain, X-Number: 5}, body: '{"ä": 1}'}
                expect:
                  status: [200, 3xx]
                  headers: {Content-Type: application/json, X-Id: {matches: '^[0-9]+$'}, X-Two: {equals: a b, contains: a}, Age: 5}
                  body:
                    contains: ok
                    matches: ['x+', 'y']
                    length: 3500
                    sha256: E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855
                    json: {/items/0/id: 5, /state: ready, /text: '5', /on: true, /none: null, "": "true", /~1: -1.50}
                  every: 10
                timeout: 1500ms
                load: {rate: 300/s, arrivals: uniform}
              read:
                request: {head: /}
                load: {users: 1}
            objectives: ["response.p99 <= 500ms", "failures <= 0.1%", "throughput >= 300/s", "response.mean <= 1s"]
            """);
        experiment.Question.ShouldBe("Which: one?");
        experiment.Baseline.ShouldBe("remote");
        experiment.Factor.ShouldBe(["mode", "stack"]);
        experiment.Primary.ShouldBe("response.p50");
        experiment.Margin.ShouldBe(0.1);
        experiment.Rounds.ShouldBe(6);
        experiment.Seed.ShouldBe(ulong.MaxValue);
        experiment.Phases.ShouldBe(new PhaseLengths(2, 0.5, 3, 0, 60));
        experiment.Candidates.Select(c => (c.Name, c.Kind, c.Optional, c.Pid)).ShouldBe(
            [("a", "stack", true, null), ("cmd", "run", false, null), ("list", "run", false, null), ("remote", "url", false, 42)]);
        experiment.Candidates[0].Stack!.With.ShouldBe(new Dictionary<string, string> { ["mode"] = "fast", ["workers"] = "4" });
        experiment.Candidates[3].Url.ShouldBe(new Uri("http://127.0.0.1:8080/"));
        experiment.Scenarios.Select(s => s.Name).ShouldBe(["write", "read"]);
        var write = experiment.Scenarios[0];
        (write.Requests[0].Method, write.Requests[0].PathAndQuery).ShouldBe(("POST", "/items?x=1"));
        write.Requests[0].Headers.ShouldBe([KeyValuePair.Create("Accept", "text/plain"), KeyValuePair.Create("X-Number", "5")]);
        Encoding.UTF8.GetString(write.Requests[0].Body.Span).ShouldBe("""{"ä": 1}""");
        (write.Expect.Contains(200), write.Expect.Contains(304), write.Expect.Contains(201)).ShouldBe((true, true, false));
        write.Checks.All.Select(check => check.Text).ShouldBe(
        [
            "header Content-Type equals \"application/json\"",
            "header X-Id matches \"^[0-9]+$\"",
            "header X-Two equals \"a b\"",
            "header X-Two contains \"a\"",
            "header Age equals \"5\"",
            "body length equals 3500",
            "body contains \"ok\"",
            "body SHA-256 equals e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "body JSON /items/0/id equals 5",
            "body JSON /state equals \"ready\"",
            "body JSON /text equals \"5\"",
            "body JSON /on equals true",
            "body JSON /none equals null",
            "body JSON equals \"true\"",
            "body JSON /~1 equals -1.50",
            "body matches \"x+\"",
            "body matches \"y\"",
        ]);
        write.Checks.Every.ShouldBe(10);
        experiment.Scenarios[1].Checks.All.ShouldBeEmpty();
        write.Timeout.ShouldBe(TimeSpan.FromSeconds(1.5));
        write.Points.ShouldBe([new PointRecord(null, 300, "uniform")]);
        experiment.Scenarios[1].Requests[0].Method.ShouldBe("HEAD");
        experiment.Objectives.Select(o => (o.Metric, o.AtMost, o.Limit)).ShouldBe(
            [("response.p99", true, 5e8), ("failures", true, 0.001), ("throughput", false, 300.0), ("response.mean", true, 1e9)]);
    }

    [Theory]
    [InlineData("{body: hello}", "body contains \"hello\"")]
    [InlineData("{body: 5}", "body contains \"5\"")]
    [InlineData("{body: {contains: [a, b]}}", "body contains \"a\"", "body contains \"b\"")]
    [InlineData("{headers: {Age: \"\"}}", "header Age equals \"\"")]
    public void A_text_stands_for_the_most_common_check(string expect, params string[] checks)
    {
        var scenario = Read(FileSandbox.Experiment.Replace("    load:", $"    expect: {expect}\n    load:", StringComparison.Ordinal)).Scenarios[0];
        scenario.Checks.All.Select(check => check.Text).ShouldBe(checks);
        scenario.Checks.Every.ShouldBe(1);
    }

    [Fact]
    public void What_a_secret_header_should_be_is_a_secret()
    {
        _box.Environment["TOKEN"] = "s3cret-token";
        var experiment = Read(FileSandbox.Experiment.Replace(
            "    load:", "    expect: {headers: {Set-Cookie: {contains: sid=abcd1234}}, body: \"${TOKEN}\"}\n    load:", StringComparison.Ordinal));

        experiment.Texts.Values.ShouldAllBe(text => !text.Contains("abcd1234"));
        var plan = Prony.Experiments.Planning.Planner.Plan(experiment, "run", ["a", "b"], [], preview: false, TimeProvider.System);
        plan.Scenarios[0].Checks.ShouldBe(["header Set-Cookie contains \"•••\"", "body contains \"•••\""]);
        plan.Scenarios[0].CheckEvery.ShouldBe(1);
    }

    [Fact]
    public void An_automatic_warm_up_is_planned_as_none_of_a_length()
    {
        var experiment = Read(FileSandbox.Experiment.Replace("name: first", "name: first\nphases: {warmup: auto, measure: 4s, idle: 1s, pause: 1s}", StringComparison.Ordinal));
        var plan = Prony.Experiments.Planning.Planner.Plan(experiment, "run", ["a", "b"], [], preview: false, TimeProvider.System);

        plan.Phases.ShouldBe(new PhaseLengths(null, 4, null, 1, 1));
        var given = plan with { Phases = plan.Phases with { WarmupS = 2 } };
        (Prony.Experiments.Planning.Planner.ExpectedDuration(plan) - Prony.Experiments.Planning.Planner.ExpectedDuration(given)).TotalSeconds
            .ShouldBe(20 * (PhaseLengths.UsualWarmupS - 2), 1e-6);   // ten rounds of two candidates
    }

    [Theory]
    [InlineData("get", "GET")]
    [InlineData("post", "POST")]
    [InlineData("put", "PUT")]
    [InlineData("delete", "DELETE")]
    [InlineData("patch", "PATCH")]
    [InlineData("head", "HEAD")]
    public void Each_method_has_its_key(string key, string method) =>
        Read(FileSandbox.Experiment.Replace("get:", key + ":", StringComparison.Ordinal)).Scenarios[0].Requests[0].Method.ShouldBe(method);

    [Fact]
    public void A_rate_arrives_as_poisson_and_is_judged_by_its_p99()
    {
        var experiment = Read(FileSandbox.Experiment.Replace("users: 10", "rate: 300/s", StringComparison.Ordinal));
        experiment.Scenarios[0].Points.ShouldBe([new PointRecord(null, 300, "poisson")]);
        experiment.Primary.ShouldBe("response.p99");
    }

    [Fact]
    public void A_command_becomes_a_stack_of_one_service_on_a_port()
    {
        var experiment = Read(FileSandbox.Experiment.Replace("{stack: stacks/hello}", "{run: 'serve --port {port} \"a b\" c\\ d'}", StringComparison.Ordinal));
        var stack = experiment.Candidates[0].Stack!.Stack;
        stack.Name.ShouldBe("a");
        stack.Directory.ShouldBe(_box.Folder);
        stack.Target.ShouldBe("http://{web.address}");
        var service = stack.Services.ShouldHaveSingleItem();
        service.Name.ShouldBe("web");
        service.Command.ShouldBe(["serve", "--port", "{port}", "a b", "c d"]);
        service.Ready.HttpPath.ShouldBeNull();
        service.Socket.ShouldBeNull();
    }

    [Fact]
    public void A_stack_may_be_named_by_its_file_and_is_read_once()
    {
        var experiment = Read(FileSandbox.Experiment.Replace("{stack: stacks/hello}", "{stack: stacks/hello/stack.yaml}", StringComparison.Ordinal));
        experiment.Candidates[0].Stack!.Stack.Name.ShouldBe("hello");
        experiment.Texts.Keys.ShouldBe(["x.yaml", "stacks/hello/stack.yaml"], ignoreOrder: true);
        experiment.Texts["stacks/hello/stack.yaml"].ShouldBe(FileSandbox.Stack);
    }

    [Fact]
    public void Anchors_and_aliases_stand_for_what_they_repeat() =>
        Read("""
            name: anchors
            candidates:
              a: &hello {stack: stacks/hello}
              b: *hello
            scenarios:
              work: {request: {get: /}, load: {users: 1}}
            """).Candidates[1].Stack!.Stack.Name.ShouldBe("hello");

    [Fact]
    public void Empty_values_of_planned_keys_ask_for_nothing() =>
        Read(FileSandbox.Experiment + "\nservices: {}\nprofiles: {}\nobjectives: []\nclaims: []\nmachines: {}\n").Name.ShouldBe("first");

    [Fact]
    public void A_value_from_the_environment_is_used_and_is_a_secret()
    {
        _box.Environment["TOKEN"] = "tok-12345";
        _box.Environment["USERS"] = "7";
        var experiment = Read(FileSandbox.Experiment
            .Replace("{get: /work}", "{get: /work, headers: {X-Key: \"${TOKEN}\", X-Literal: \"$${TOKEN}\"}}", StringComparison.Ordinal)
            .Replace("users: 10", "users: \"${USERS}\"", StringComparison.Ordinal));
        experiment.Scenarios[0].Requests[0].Headers[0].Value.ShouldBe("tok-12345");
        experiment.Scenarios[0].Requests[0].Headers[1].Value.ShouldBe("${TOKEN}");
        experiment.Scenarios[0].Points[0].Users.ShouldBe(7);
        experiment.Secrets.Mask("a tok-12345 b").ShouldBe("a ••• b");
        experiment.Texts["x.yaml"].ShouldContain("${TOKEN}");
    }

    [Theory]
    [InlineData("Cookie", "sid=abcdefgh; theme=dark", "abcdefgh")]
    [InlineData("authorization", "Bearer tok-98765", "tok-98765")]
    [InlineData("Proxy-Authorization", "Basic dXNlcjpwdw==", "dXNlcjpwdw==")]
    [InlineData("Set-Cookie", "k=s3cr3t", "s3cr3t")]
    public void Values_of_secret_headers_are_sent_and_never_shown(string header, string value, string part)
    {
        var experiment = Read(FileSandbox.Experiment.Replace("{get: /work}", $"{{get: /work, headers: {{{header}: \"{value}\"}}}}", StringComparison.Ordinal));
        experiment.Scenarios[0].Requests[0].Headers[0].Value.ShouldBe(value);
        experiment.Secrets.Mask($"log: {value}").ShouldBe("log: •••");
        experiment.Secrets.Mask($"log: {part}").ShouldBe("log: •••");
        experiment.Texts["x.yaml"].ShouldNotContain(part);
        experiment.Texts["x.yaml"].ShouldContain(SecretMask.Replacement);
    }

    [Fact]
    public void A_secret_that_the_file_writes_with_escapes_or_on_several_lines_is_hidden_in_its_text()
    {
        var experiment = Read("""
            name: hidden
            candidates:
              a: {stack: stacks/hello}
              b: {stack: stacks/hello}
            scenarios:
              work:
                request:
                  get: /
                  headers:
                    Cookie: "sid=ab\x63def\"gh"
                    Authorization: >-
                      Bearer first
                      second
                load: {users: 1}
            """);
        var text = experiment.Texts["x.yaml"];
        text.ShouldNotContain("sid=");
        text.ShouldNotContain("first");
        text.ShouldNotContain("second");
        text.ShouldContain("Cookie: •••");
        text.ShouldContain("load: {users: 1}");
    }

    [Fact]
    public void A_password_in_an_address_is_a_secret_wherever_it_stands()
    {
        var experiment = Read(FileSandbox.Experiment.Replace("mode: slow", "mode: \"postgres://app:hunt%40er2@db/x\"", StringComparison.Ordinal));
        experiment.Secrets.Mask("hunt%40er2 hunt@er2").ShouldBe("••• •••");
        experiment.Texts["x.yaml"].ShouldContain("postgres://app•••db/x");
        Read(FileSandbox.Experiment.Replace("mode: slow", "mode: \"postgres://app:pw@db/x\"", StringComparison.Ordinal))
            .Texts["x.yaml"].ShouldNotContain("pw@");
    }

    [Fact]
    public void The_shipped_experiment_is_right()
    {
        var result = ExperimentFile.Read(Repository.File("experiments/sync-vs-async.yaml"), _box.Environment);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        var experiment = result.Value!;
        (experiment.Rounds, experiment.Baseline, experiment.Primary).ShouldBe((6, "sync", "throughput"));
        experiment.Phases.ShouldBe(new PhaseLengths(2, 5, null, 1, 1));
    }

    [Fact]
    public void The_shipped_experiment_of_a_candidate_against_itself_has_two_that_are_alike()
    {
        var result = ExperimentFile.Read(Repository.File("experiments/a-a.yaml"), _box.Environment);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        var candidates = result.Value!.Candidates;
        candidates.Count.ShouldBe(2);
        candidates[0].Stack!.Stack.Directory.ShouldBe(candidates[1].Stack!.Stack.Directory);
        candidates[0].Stack!.With.ShouldBe(candidates[1].Stack!.With);
        result.Value.Rounds.ShouldBeGreaterThanOrEqualTo(6);
    }
}
