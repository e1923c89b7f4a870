using Prony.Experiments.Files;
using Prony.Experiments.Gates;
using Prony.Experiments.Planning;
using Prony.Experiments.Tests.Gates;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

/// <summary>The keys limits, same and keepalive.</summary>
public sealed class LimitTests : IDisposable
{
    private readonly FileSandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("{V07: {warn: 1%, invalid: 5%}}", "V07", "failed requests", 0.01, 0.05)]
    [InlineData("{v07: {invalid: 0.05}}", "V07", "failed requests", null, 0.05)]
    [InlineData("{failed requests differ: {invalid: 1%}}", "V07", "failed requests differ", null, 0.01)]
    [InlineData("{V01: {warn: 20%}}", "V01", "generator share of CPU", 0.2, null)]
    [InlineData("{generator CPU: {warn: 60%, invalid: 90%}}", "V01", "generator CPU", 0.6, 0.9)]
    [InlineData("{V04: {warn: 99%, invalid: 95%}}", "V04", "rate kept", 0.99, 0.95)]
    [InlineData("{V10: {warn: 50}}", "V10", "requests beyond the percentile", 50.0, null)]
    [InlineData("{V19: {warn: 1e-4}}", "V19", "retransmits", 0.0001, null)]
    public void A_limit_is_set_by_id_or_by_name(string limits, string id, string name, double? warn, double? invalid)
    {
        var limit = Plan($"limits: {limits}\nscenarios:").Limits.ShouldHaveSingleItem();

        (limit.Id, limit.Name, limit.Warn, limit.Invalid).ShouldBe((id, name, warn, invalid));
        var own = GateLimits.All.Single(row => row.Name == name);
        (limit.DefaultWarn, limit.DefaultInvalid).ShouldBe((own.Warn, own.Invalid));
    }

    [Theory]
    [InlineData("{V77: {warn: 1%}}", "5:10 the name in limits: 'V77' is no gate. Did you mean 'V07'? | ")]
    [InlineData("{faild requests: {warn: 1%}}", "5:10 the name in limits: 'faild requests' is no gate. Did you mean 'failed requests'? | ")]
    [InlineData("{V07: {}}", "5:15 limits.V07 needs warn or invalid | ")]
    [InlineData("{V07: 5%}", "5:15 limits.V07 must be a mapping, but is '5%' | ")]
    [InlineData("{V07: {wran: 5%}}", "5:15 limits.V07 needs warn or invalid | ", "5:16 unknown key 'wran' in limits.V07 | Did you mean 'warn'?")]
    [InlineData("{V07: {warn: few}}", "5:22 limits.V07.warn: 'few' is not a limit. Expected a number from 0, such as 0.01, or a share such as 1%. | ")]
    [InlineData("{V07: {warn: -1}}", "5:22 limits.V07.warn: '-1' is not a limit. Expected a number from 0, such as 0.01, or a share such as 1%. | ")]
    [InlineData("{V07: {warn: 5%, invalid: 1%}}", "5:22 limits.V07: warn 5% lies beyond invalid 1% | There would never be a doubt before the verdict is refused: set both.")]
    [InlineData("{V07: {warn: 5%}}", "5:22 limits.V07: warn 5% lies beyond invalid 0.001 (the default) | There would never be a doubt before the verdict is refused: set both.")]
    [InlineData("{V04: {invalid: 0.9995}}", "5:25 limits.V04: warn 0.999 (the default) lies beyond invalid 0.9995 | There would never be a doubt before the verdict is refused: set both.")]
    [InlineData("{V10: {warn: 5%}}", "5:22 limits.V10.warn: 5% is a share, but the limit is in another unit: requests of the window beyond the percentile | ")]
    [InlineData("{V10: {invalid: 5}}", "5:25 limits.V10.invalid: 'requests beyond the percentile' (V10) has no such limit | It has warn only.")]
    [InlineData("{failed requests differ: {warn: 1%}}", "5:41 limits.failed requests differ.warn: 'failed requests differ' (V07) has no such limit | It has invalid only.")]
    [InlineData("{V07: {invalid: 1%}, failed requests: {invalid: 2%}}", "5:47 limits.failed requests: the limits of 'failed requests' (V07) stand here twice | Remove one of the two.")]
    public void A_mistake_in_the_limits_is_named_with_its_place(string limits, params string[] expected) =>
        FileSandbox.Lines(_box.Read("scenarios:", $"limits: {limits}\nscenarios:").Diagnostics).ShouldBe(expected);

    [Fact]
    public void A_limit_moves_its_gate_and_no_other_row()
    {
        var load = Loads.Closed().Failing(new OutcomeCounts(0, 100, 0, 0, 0, 0, 0, 0, 0, 0), ("200", 19_900), ("500", 100));
        LimitRecord[] limits = [.. Plan("limits: {V07: {warn: 1%, invalid: 5%}}\nscenarios:").Limits];

        load.Apart().Gate("V07").State.ShouldBe(GateState.Invalid);
        (load.Apart() with { Limits = limits }).Gate("V07").ShouldBe(new GateRecord("V07", 0.005, 0.01, GateState.Ok));
        GateLimits.ErrorsDiffer.ChangedBy(limits).ShouldBe(GateLimits.ErrorsDiffer);
        GateLimits.Errors.ChangedBy([new LimitRecord("V07", 0.5, null)]).Warn.ShouldBe(0.5, "a limit without a name is that of the first row");
        GateLimits.ErrorsDiffer.ChangedBy([new LimitRecord("V07", 0.5, 0.6)]).ShouldBe(GateLimits.ErrorsDiffer);
    }

    [Fact]
    public void Names_of_rows_are_unique() => GateLimits.All.Select(row => row.Name).ShouldBeUnique();

    [Theory]
    [InlineData("", "length", null)]
    [InlineData("    same: {body: exact}\n", "exact", null)]
    [InlineData("    same: {tolerance: 15%}\n", "length", 0.15)]
    [InlineData("    same: {body: any}\n", "any", null)]
    public void What_has_to_be_alike_stands_in_the_plan(string key, string body, double? tolerance)
    {
        var scenario = Plan("    load:", key + "    load:").Scenarios[0];

        scenario.Same.ShouldBe(new SameRecord(body, tolerance));
        scenario.KeepAlive.ShouldBe("auto");
    }

    [Fact]
    public void Connections_may_be_required_to_be_kept() =>
        Plan("    load:", "    keepalive: required\n    load:").Scenarios[0].KeepAlive.ShouldBe("required");

    [Theory]
    [InlineData("same: {body: equal}", "8:18 scenarios.work.same.body: 'equal' is none of exact, length, any. | ")]
    [InlineData("same: exact", "8:11 scenarios.work.same must be a mapping, but is 'exact' | ")]
    [InlineData("same: {tolerance: 2}", "8:23 scenarios.work.same.tolerance: '2' is out of range: a fraction is at most 1; write 2% for per cent. | ")]
    [InlineData("same: {body: any, tolerance: 5%}", "8:34 same.tolerance has no meaning with body: any | Remove it, or say body: length.")]
    [InlineData("keepalive: yes", "8:16 scenarios.work.keepalive: 'yes' is none of auto, required. | ")]
    public void A_mistake_in_what_has_to_be_alike_is_named(string key, string expected) =>
        FileSandbox.Lines(_box.Read("    load:", $"    {key}\n    load:").Diagnostics).ShouldBe([expected]);

    private PlanRecord Plan(string replacement) => Plan("scenarios:", replacement);

    private PlanRecord Plan(string old, string replacement)
    {
        var result = _box.Read(old, replacement);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        return Planner.Plan(result.Value!, "run", ["a", "b"], [], preview: false, TimeProvider.System);
    }
}
