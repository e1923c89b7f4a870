using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Documents;

/// <summary>The commands of the README whose verdict is looked at, so that nothing else may use the machine meanwhile.</summary>
[Collection(Alone.Name)]
public sealed class ReadmeComparisonTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_first_command_finds_async_better_by_an_interval_that_excludes_1()
    {
        var command = ReadmeTests.Commands().First();
        command.ShouldBe("./prony run experiments/sync-vs-async.yaml");
        var result = Tool.Run("run", Clone.PathOf("experiments", "sync-vs-async.yaml"), "--out", _work.PathOf("runs"), "--json", _work.PathOf("verdict.json"));
        if (result.ExitCode == 5)
        {
            // Where others use the machine no verdict is the right answer, and the gates that watch for them say so.
            result.Output.ShouldMatch("Invalid V(03|1[347]|2[07])");
            return;
        }

        result.ExitCode.ShouldBe(0, result.ToString());
        using var verdict = JsonDocument.Parse(File.ReadAllText(_work.PathOf("verdict.json")));
        var comparison = verdict.RootElement.GetProperty("scenarios").GetProperty("work").GetProperty("points")[0].GetProperty("comparisons")
            .EnumerateArray().Single(c => c.GetProperty("metric").GetString() == "throughput");
        comparison.GetProperty("verdict").GetString().ShouldBe("better");
        comparison.GetProperty("low").GetDouble().ShouldBeGreaterThan(1);
        verdict.RootElement.GetProperty("rounds").GetInt32().ShouldBe(6);
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_command_for_ci_writes_its_verdict()
    {
        var command = ForCi(ReadmeTests.Commands()[^1]);
        var result = _work.Run([.. command, "--quick"]);
        if (result.ExitCode == 5)
        {
            // Where others use the machine no verdict is the right answer, and the gates that watch for them say so.
            result.Output.ShouldMatch("Invalid V(03|1[347]|2[07])");
            return;
        }

        result.ExitCode.ShouldBe(0, result.ToString());
        using var verdict = JsonDocument.Parse(File.ReadAllText(_work.PathOf("verdict.json")));
        verdict.RootElement.GetProperty("rounds").GetInt32().ShouldBe(6);
        verdict.RootElement.GetProperty("preview").GetBoolean().ShouldBeTrue();

        var against = _work.Run([.. ForCi(ReadmeTests.Commands()[^2].Replace("runs/before", _work.Runs[0], StringComparison.Ordinal)), "--quick"]);
        against.ExitCode.ShouldBeOneOf(0, 4, 5);   // a machine that others use may have got slower since
        against.Output.ShouldContain("not paired");

        static string[] ForCi(string line) => ReadmeTests.Words(line.Replace("experiments/", Clone.PathOf("experiments") + "/", StringComparison.Ordinal));
    }

    public void Dispose() => _work.Dispose();
}
