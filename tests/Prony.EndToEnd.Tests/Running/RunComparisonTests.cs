using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Running;

/// <summary>A run whose two candidates differ by a delay that no noise of the machine can hide, made once for all tests of the class.</summary>
public sealed class DelayedRun : IDisposable
{
    public DelayedRun()
    {
        WriteExperiment(10, 25);
        Result = Work.Run("run", "experiment.yaml", "--rounds", "6", "--fail-on", "worse");
        Folder = Work.Runs[0];
        Calm(Folder);
    }

    internal Workspace Work { get; } = new();

    internal ToolResult Result { get; }

    internal string Folder { get; }

    internal void WriteExperiment(int quickMs, int slowMs, string load = "users: 4")
    {
        var server = Path.Combine(AppContext.BaseDirectory, "Servers", "delayed.py");
        Work.Write("experiment.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            name: {{Work.Name}}
            primary: throughput
            phases: {warmup: 200ms, measure: 400ms, idle: 100ms, pause: 100ms}
            candidates:
              quick: {run: "python3 {{server}} {{quickMs}} {port}"}
              slow: {run: "python3 {{server}} {{slowMs}} {port}"}
            scenarios:
              work: {request: {get: /}, timeout: 2s, load: { {{load}} } }
            """));
    }

    /// <summary>A copy of the run that says of its gates what a quiet machine would have said, or that was changed in another way.</summary>
    internal string Copy(string name, Func<string, string>? changePlan = null)
    {
        var copy = Work.PathOf(name);
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        var plan = Path.Combine(copy, "plan.json");
        File.WriteAllText(plan, changePlan?.Invoke(File.ReadAllText(plan)) ?? File.ReadAllText(plan));
        return copy;
    }

    public void Dispose() => Work.Dispose();

    /// <summary>
    /// Whoever else uses this machine is not what is tested: no window is invalid, rounds that were not made because of it are those that were made once more, and the verdict is
    /// made of the trials again.
    /// </summary>
    private static void Calm(string run)
    {
        var trials = Path.Combine(run, "trials");
        foreach (var candidate in new[] { "quick", "slow" })
        {
            var made = Directory.GetDirectories(trials, $"*.{candidate}.work").Order(StringComparer.Ordinal).ToList();
            for (var round = 1; round <= 6; round++)
            {
                var folder = Path.Combine(trials, $"r0{round}a1.{candidate}.work");
                var source = Directory.Exists(folder) ? folder : made[round % made.Count];
                Directory.CreateDirectory(folder);
                foreach (var file in Directory.GetFiles(source).Where(file => source != folder))
                {
                    File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
                }

                var record = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "trial.json")))!.AsObject();
                record["round"] = round;
                record["attempt"] = 1;
                record["gates"]!.AsArray().Where(gate => gate!["state"]!.GetValue<string>() == "invalid").ToList().ForEach(gate => gate!["state"] = "warn");
                File.WriteAllText(Path.Combine(folder, "trial.json"), record.ToJsonString());
            }
        }

        foreach (var repeated in Directory.GetDirectories(trials).Where(folder => !Path.GetFileName(folder).Contains("a1.", StringComparison.Ordinal)))
        {
            Directory.Delete(repeated, recursive: true);
        }

        File.Delete(Path.Combine(run, "verdict.json"));
    }
}

/// <summary><c>prony compare</c>, <c>run --against</c> and <c>--fail-on</c>, with real runs.</summary>
[Collection(Alone.Name)]
[Trait("Speed", "Slow")]
public sealed class RunComparisonTests(DelayedRun stored) : IClassFixture<DelayedRun>
{
    [Fact]
    public void A_run_fails_on_what_it_was_told_to_and_says_so()
    {
        if (stored.Result.ExitCode == 5)
        {
            stored.Result.Output.ShouldMatch("Invalid V");
            return;
        }

        stored.Result.ExitCode.ShouldBe(4, stored.Result.ToString());
        stored.Result.Error.ShouldContain("prony: --fail-on worse: slow is worse than quick in throughput at 4 users");
    }

    [Fact]
    public void The_candidate_that_got_slower_is_worse_and_ends_with_code_4()
    {
        var result = stored.Work.Run("compare", stored.Folder, stored.Folder, "--candidate", "quick=slow", "--fail-on", "inconclusive,worse");

        result.ExitCode.ShouldBe(4, result.ToString());
        result.Output.ShouldContain("slow is worse than quick was in throughput at 4 users");
        result.Output.ShouldContain("NOT PAIRED");
        result.Error.ShouldContain("prony: --fail-on worse: slow is worse than quick was");
        stored.Work.Run("compare", stored.Folder, stored.Folder, "--candidate", "quick=slow", "-q").ShouldSatisfyAllConditions(
            quiet => quiet.ExitCode.ShouldBe(0, "without --fail-on a verdict is an answer, not a failure"),
            quiet => quiet.Output.ShouldBeEmpty());
    }

    [Fact]
    public void The_same_the_other_way_round_is_better_and_ends_with_code_0()
    {
        var result = stored.Work.Run("compare", stored.Folder, stored.Folder, "--candidate", "slow=quick", "--fail-on", "worse", "--format", "markdown");

        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("quick is better than slow was in throughput at 4 users");
        result.Output.ShouldContain("> **NOT PAIRED**");
    }

    [Fact]
    public void A_run_against_itself_is_equivalent_and_its_json_holds_every_figure()
    {
        // A margin that the scatter of the busiest machine stays within.
        var result = stored.Work.Run("compare", stored.Folder, stored.Folder, "--margin", "60%", "--json", "-", "--fail-on", "worse", "--fail-on", "invalid,inconclusive");

        result.ExitCode.ShouldBe(0, result.ToString());
        result.Error.ShouldContain("quick is equivalent to what it was");
        using var json = JsonDocument.Parse(result.Output);
        json.RootElement.GetProperty("schema").GetString().ShouldBe("prony.compare/1");
        var comparisons = json.RootElement.GetProperty("scenarios").GetProperty("work").GetProperty("points")[0].GetProperty("comparisons").EnumerateArray().ToList();
        comparisons.Where(c => c.GetProperty("metric").GetString() == "throughput").Select(c => c.GetProperty("ratio").GetDouble()).ShouldBe([1.0, 1.0]);
        comparisons[0].GetProperty("rounds").GetArrayLength().ShouldBe(6);
        CheckSchema(json.RootElement);
    }

    [Fact]
    public void Another_machine_gives_no_verdict_and_code_5()
    {
        var other = stored.Copy("other-machine", plan => plan.Replace("\"clock_source\": \"", "\"clock_source\": \"other-", StringComparison.Ordinal));
        var result = stored.Work.Run("compare", stored.Folder, other, "--fail-on", "invalid");

        result.ExitCode.ShouldBe(5, result.ToString());
        result.Output.ShouldContain("Forbids a verdict (machine): clock source");
        result.Error.ShouldContain("prony: no valid result. No verdict on quick between the two runs");
    }

    [Fact]
    public void What_cannot_be_compared_ends_with_code_2()
    {
        Fails("There is no run directory", "compare", "no-such-run", stored.Folder);
        Fails("not a run directory: it has no plan.json", "compare", stored.Folder, stored.Work.Folder);
        Fails("has no candidate 'rust'; it has quick and slow", "compare", stored.Folder, stored.Folder, "--candidate", "rust");
        Fails("--candidate =: expected NAME, or OLD=NEW", "compare", stored.Folder, stored.Folder, "--candidate", "=");
        var damaged = stored.Copy("damaged", plan => plan[..(plan.Length / 2)]);
        Fails("not a record of prony.plan/1", "compare", stored.Folder, damaged);

        void Fails(string expected, params string[] arguments)
        {
            var result = stored.Work.Run(arguments);
            result.ExitCode.ShouldBe(2, result.ToString());
            result.Error.ShouldContain(expected);
        }
    }

    [Fact]
    public void A_run_is_compared_with_the_stored_one_when_it_is_done()
    {
        stored.WriteExperiment(150, 25);
        var before = stored.Work.Runs.Count;
        var result = stored.Work.Run("run", "experiment.yaml", "--rounds", "3", "--against", stored.Folder, "--fail-on", "worse");

        stored.Work.Runs.Count.ShouldBe(before + 1);
        if (result.ExitCode != 5)
        {
            // 5 where others use the machine: then there is no verdict to fail on.
            result.ExitCode.ShouldBe(4, result.ToString());
            result.Output.ShouldContain("NOT PAIRED");
            result.Output.ShouldContain("file experiment.yaml");
            result.Error.ShouldContain("prony: --fail-on worse: Preview, not a verdict: quick is worse than it was in throughput at 4 users");
        }
    }

    [Fact]
    public void A_stored_run_that_cannot_be_compared_with_is_found_before_anything_starts()
    {
        stored.WriteExperiment(10, 25, load: "users: 3");
        var before = stored.Work.Runs.Count;

        Fails("There is no run directory", "no-such-run");
        Fails("The two runs have no scenario at the same load in common", stored.Folder);
        stored.WriteExperiment(10, 25);
        Fails("the two runs differ in what must be the same: clock source", stored.Copy("other-clock", plan => plan.Replace("\"clock_source\": \"", "\"clock_source\": \"other-", StringComparison.Ordinal)));
        stored.Work.Runs.Count.ShouldBe(before);

        void Fails(string expected, string against)
        {
            var result = stored.Work.Run("run", "experiment.yaml", "--against", against);
            result.ExitCode.ShouldBe(2, result.ToString());
            result.Error.ShouldContain(expected);
        }
    }

    /// <summary>The keys that the schema demands are all there; the whole check is made on records.</summary>
    private static void CheckSchema(JsonElement root)
    {
        var printed = Tool.Run("schema", "compare");
        printed.ExitCode.ShouldBe(0, printed.ToString());
        using var schema = JsonDocument.Parse(printed.Output);
        var demanded = schema.RootElement.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).ToList();
        root.EnumerateObject().Select(property => property.Name).ShouldBe(demanded, ignoreOrder: true);
    }
}
