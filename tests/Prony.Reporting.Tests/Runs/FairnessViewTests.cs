using Prony.Measurement.Runs;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

/// <summary>What was full, under the figures; what differs between the candidates, behind them.</summary>
public sealed class FairnessViewTests
{
    [Fact]
    public void Each_candidates_limit_stands_under_its_figures()
    {
        var text = Print(WithLimits(Sample.Verdict()));

        text.ShouldContain("- Limit of sync: web 0.05 of 2 cores, generator 0.01: nothing that was measured was full.");
        text.IndexOf("Limit of async", StringComparison.Ordinal).ShouldBeInRange(text.IndexOf("CPU per request", StringComparison.Ordinal), text.IndexOf("To paste", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_what_differs_is_shown_and_what_nobody_meant_is_marked()
    {
        var text = Print(Sample.Verdict() with { Fairness = Fairness(["mode"]) });

        text.ShouldContain("What differs between the candidates");
        text.ShouldContain("mode sync async");
        text.ShouldContain("access-log (not meant) off on");
        text.ShouldContain("python3 /srv/se…py --port {port}");
        text.ShouldNotContain("version");
        text.ShouldContain("Meant to differ: mode. Threads follow from the program and are not judged.");
    }

    [Fact]
    public void Without_a_factor_the_table_says_that_it_judges_nothing() =>
        Print(Sample.Verdict() with { Fairness = Fairness([]) }).ShouldContain("The experiment names no factor, so that this is listed and not judged.");

    [Fact]
    public void Candidates_that_differ_in_nothing_have_no_table() =>
        Print(Sample.Verdict() with { Fairness = new FairnessRecord([], [Row("mode", "a", "a")]) }).ShouldNotContain("What differs");

    private static FairnessRecord Fairness(string[] factor) => new(factor, [
        Row("mode", "sync", "async"), Row("access-log", "off", "on") with { Undeclared = factor.Length > 0 }, Row("version", "1", "1"),
        Row("command", "python3 /srv/server/one.py --port {port}", null) with { Differs = true }]);

    private static FairnessRow Row(string name, string sync, string? async) =>
        new(name, FairnessKind.Declared, async is null ? new Dictionary<string, string> { ["sync"] = sync } : new() { ["sync"] = sync, ["async"] = async }, sync != async, false);

    private static VerdictRecord WithLimits(VerdictRecord verdict)
    {
        var point = verdict.Scenarios["work"].Points[0];
        var limit = new BottleneckRecord(BottleneckName.None, null, null, null, "web 0.05 of 2 cores, generator 0.01: nothing that was measured was full.");
        var candidates = point.Candidates.ToDictionary(c => c.Key, c => c.Value with { Bottleneck = limit });
        return verdict with { Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = new([point with { Candidates = candidates }]) } };
    }

    /// <summary>With single spaces: where columns stand is the renderer's matter.</summary>
    private static string Print(VerdictRecord verdict) => string.Join(
        ' ', Printed.At(100, console => RunReport.Terminal(Sample.View(verdict, Sample.Plan()), console)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
