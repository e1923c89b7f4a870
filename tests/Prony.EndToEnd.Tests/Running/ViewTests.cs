using System.Text.Json.Nodes;
using System.Xml.Linq;
using Prony.Experiments.Schemas;
using Prony.Experiments.Tests.Schemas;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Running;

/// <summary>A run seen from outside: while another process makes it, and afterwards in every format.</summary>
public sealed class ViewTests : IDisposable
{
    private const int Sigint = 2;
    private const int Sigkill = 9;

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_run_is_followed_to_its_end_and_then_listed_shown_and_reported_in_every_format()
    {
        _work.WriteExperiment("ok", "slow", rounds: "2");
        using var watch = _work.Start("watch", "--latest", "--wait");
        _work.Run("run", "experiment.yaml", "-q").ExitCode.ShouldBe(0);
        var followed = watch.WaitForEnd(TimeSpan.FromSeconds(30));

        followed.ExitCode.ShouldBe(0, followed.ToString());
        followed.Error.ShouldContain("Waiting for a run to begin.");
        followed.Output.ShouldContain($"{_work.Name}: 2 rounds × 2 candidates × 1 load = 4 trials");
        followed.Output.ShouldMatch(@"\nr0[12]a1\.(steady|other)\.work [0-9.]+ s window: [0-9.,]+ requests/s, p50 .* in flight; web [0-9.]+ cores, [0-9.]+ MiB\n");
        foreach (var trial in new[] { "r01a1.steady.work", "r01a1.other.work", "r02a1.steady.work", "r02a1.other.work" })
        {
            followed.Output.ShouldContain($"\n{trial}: completed, ");
        }

        var run = _work.Runs.ShouldHaveSingleItem();
        var list = _work.Run("list", "--json");
        list.ExitCode.ShouldBe(0, list.ToString());
        Fits("list", list.Output);
        JsonNode.Parse(list.Output)!["runs"]![0]!["state"]!.GetValue<string>().ShouldBe("whole");
        var shown = _work.Run("show", "--latest");
        shown.ExitCode.ShouldBe(0, shown.ToString());
        shown.Output.ShouldContain("completed");

        Fits("verdict", Report("json"));
        Fits("plan", File.ReadAllText(Path.Combine(run, "plan.json")));
        Fits("trial", File.ReadAllText(Path.Combine(run, "trials", "r01a1.steady.work", "trial.json")));
        XDocument.Parse(Report("junit")).Descendants("testsuite").Count().ShouldBe(2);
        Report("csv").Split('\n').Count(line => line.Contains(",true,throughput,/s,", StringComparison.Ordinal)).ShouldBe(Counting(JsonNode.Parse(Report("json"))!));
        Report("markdown").ShouldContain("**Verdict**");
        Report("writeup").ShouldContain("## What should still be tested");
        Report("terminal").ShouldContain("steady");

        string Report(string format)
        {
            var result = _work.Run("report", run, "--format", format, "--output", "report.out");
            result.ExitCode.ShouldBe(0, result.ToString());
            result.Output.ShouldBeEmpty();
            return File.ReadAllText(_work.PathOf("report.out"));
        }
    }

    [Fact]
    public void Watching_ends_when_the_run_is_killed_and_with_ctrl_c()
    {
        _work.WriteExperiment("ok", "slow", rounds: "6", measure: "30s");
        using var run = _work.Start("run", "experiment.yaml", "-q");
        using var left = _work.Start("watch", "--latest", "--wait");
        using var watch = _work.Start("watch", "--latest", "--wait");
        var slices = () => _work.Runs.SelectMany(folder => Directory.GetFiles(folder, "slices.jsonl", SearchOption.AllDirectories)).Any(file => new FileInfo(file).Length > 0);
        for (var i = 0; i < 600 && !slices(); i++)
        {
            Thread.Sleep(100);
        }

        left.Signal(Sigint);
        left.WaitForEnd(TimeSpan.FromSeconds(20)).ExitCode.ShouldBe(130);
        var state = JsonNode.Parse(_work.Run("list", "--json").Output)!["runs"]![0]!["state"]!.GetValue<string>();
        run.Signal(Sigkill);
        run.WaitForEnd(TimeSpan.FromSeconds(20));
        var followed = watch.WaitForEnd(TimeSpan.FromSeconds(20));

        state.ShouldBe("running");
        followed.ExitCode.ShouldBe(5, followed.ToString());
        followed.Output.ShouldContain(": started");
        followed.Error.ShouldMatch("was killed: its process is gone, and there is no verdict. 0 trials of it are whole. 'prony run --resume .*' goes on with it.");
    }

    /// <summary>Rounds of all candidates that the verdict rests on: a gate may forbid to use one on a machine that is busy.</summary>
    private static int Counting(JsonNode verdict) => verdict["scenarios"]!["work"]!["points"]![0]!["candidates"]!.AsObject()
        .SelectMany(candidate => candidate.Value!["rounds"]!.AsArray()).Count(round => !round!["invalid"]!.GetValue<bool>());

    private static void Fits(string schema, string json) =>
        new SchemaChecker(JsonNode.Parse(SchemaCatalog.Text(schema))!.AsObject()).Check(JsonNode.Parse(json)).ShouldBeEmpty();
}
