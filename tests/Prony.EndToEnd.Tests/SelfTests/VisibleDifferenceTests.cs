using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.SelfTests;

/// <summary>What a self-test leaves for later runs. Measures nothing that others could disturb.</summary>
[Trait("Speed", "Slow")]
public sealed class VisibleDifferenceTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void What_a_full_self_test_found_stands_in_the_report_of_every_later_run_on_this_machine()
    {
        _work.WriteExperiment("ok", "ok");
        Run(TimeSpan.FromMinutes(1), "run", "experiment.yaml").Output.ShouldNotContain("visible here");
        using var plan = JsonDocument.Parse(File.ReadAllText(Path.Combine(_work.Runs[0], "plan.json")));
        _work.Write("cache/selftest.json", $$"""
            {"schema": "prony.visible/1", "machines": [{"machine": {{plan.RootElement.GetProperty("machine").GetRawText()}},
             "visible": [{"metric": "throughput", "share": 0.021, "found_utc": "2026-11-20T10:00:00Z"}]}]}
            """);

        const string told = "Smallest difference visible here: 2.1 % in throughput; selftest of 2026-11-20.";
        Run(TimeSpan.FromMinutes(1), "run", "experiment.yaml").Output.ReplaceLineEndings(" ").ShouldContain(told);

        // The plan holds it, so that the report is the same on a machine that was never tested.
        File.Delete(_work.PathOf("cache/selftest.json"));
        Run(TimeSpan.FromMinutes(1), "report", _work.Runs[^1]).Output.ReplaceLineEndings(" ").ShouldContain(told);
    }

    public void Dispose() => _work.Dispose();

    private ToolResult Run(TimeSpan limit, params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["PRONY_CACHE"] = _work.PathOf("cache") };
        using var tool = Tool.Start(new ToolSettings(_work.Folder, environment), arguments);
        return tool.WaitForEnd(limit);
    }
}
