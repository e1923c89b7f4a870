using Prony.Measurement.Runs;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

/// <summary>What an experiment allows stands in the report, and beside the verdict where it is unusual.</summary>
public sealed class AllowedWorkTests
{
    [Fact]
    public void What_everybody_takes_for_granted_stands_at_the_end_only()
    {
        var plan = With(new SameRecord(SameBodyName.Length, null));

        BesideVerdict(plan).ShouldNotContain("Same work");
        Print(plan).ShouldContain("same status mix, length of the content within 2 %, same compression");
    }

    [Theory]
    [InlineData("length", 0.15, "same status mix, length of the content within 15 %, same compression.")]
    [InlineData("any", null, "same status mix, content and compression may differ.")]
    [InlineData("exact", null, "same status mix, same bytes of content, same compression.")]
    public void What_the_experiment_allows_stands_beside_the_verdict(string body, double? tolerance, string text) =>
        BesideVerdict(With(new SameRecord(body, tolerance))).ShouldContain("Same work: " + text);

    [Fact]
    public void Required_connections_and_changed_limits_stand_beside_the_verdict_with_the_defaults()
    {
        var plan = With(new SameRecord(SameBodyName.Length, null), KeepAliveName.Required) with
        {
            Limits =
            [
                new LimitRecord("V07", 0.01, 0.05) { Name = "failed requests", DefaultWarn = 0, DefaultInvalid = 0.001 },
                new LimitRecord("V10", 50, null) { Name = "requests beyond the percentile", DefaultWarn = 100 },
            ],
        };

        BesideVerdict(plan).ShouldContain("same compression, connections kept (required).");
        BesideVerdict(plan).ShouldContain(
            "Limits: V07 failed requests: warn 0.01 instead of 0, invalid 0.05 instead of 0.001; V10 requests beyond the percentile: warn 50 instead of 100 (set by the experiment).");
    }

    [Fact]
    public void A_plan_of_an_older_version_says_nothing_of_it() => Print(Sample.Plan()).ShouldNotContain("Same work");

    private static PlanRecord With(SameRecord same, string keepAlive = KeepAliveName.Auto)
    {
        var plan = Sample.Plan();
        return plan with { Scenarios = [plan.Scenarios[0] with { Same = same, KeepAlive = keepAlive }] };
    }

    private static string BesideVerdict(PlanRecord plan) => Print(plan).Split("How to reproduce")[0];

    private static string Print(PlanRecord plan) => RunReport.Markdown(Sample.View(Sample.Verdict(), plan)).Replace("**", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal);
}
