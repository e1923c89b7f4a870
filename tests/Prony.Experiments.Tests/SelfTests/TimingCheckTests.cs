using Prony.Experiments.SelfTests;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.SelfTests;

/// <summary>The judge of the self-test's timing, with figures that nobody measured.</summary>
public sealed class TimingCheckTests
{
    private const double Ms = 1e6;
    private static readonly MachineNoise Quiet = new(0.05, 0.2 * Ms, 2 * Ms, 0.01);
    private static readonly MachineNoise Noisy = new(0.8, 3 * Ms, 30 * Ms, 0.2);

    [Theory]
    [InlineData(1.0, CheckState.Ok)]
    [InlineData(1.3, CheckState.Ok)]
    [InlineData(0.99, CheckState.Failed)]
    [InlineData(1.31, CheckState.Failed)]
    public void A_delay_of_1_ms_is_measured_as_1_0_to_1_3_ms(double p50Ms, string state) => Delay(p50Ms, Quiet).State.ShouldBe(state);

    [Fact]
    public void The_lateness_of_the_server_is_not_counted_as_Pronys() =>
        TimingChecks.JudgeDelay(Seen(2, 1.4, 3, Quiet) with { ServerLateNs = 0.2 * Ms }, Late(GateState.Ok)).First().State.ShouldBe(CheckState.Ok);

    [Fact]
    public void What_a_busy_machine_leaves_open_is_unknown_and_says_why()
    {
        var check = Delay(1.5, Noisy);

        check.State.ShouldBe(CheckState.Unknown);
        check.Reason.ShouldBe("the machine was too busy to tell: other programs used 0.8 cores, the reference server woke up 3.0 ms late at p99, 30.0 ms at worst, the generator waited for a CPU 20 % of the time");
    }

    [Fact]
    public void What_is_right_on_a_busy_machine_is_right() => Delay(1.1, Noisy).State.ShouldBe(CheckState.Ok);

    [Fact]
    public void No_noise_excuses_a_time_that_is_shorter_than_what_happens_in_it()
    {
        var check = TimingChecks.JudgeDelay(Seen(1.1, 1.1, 1.2, Noisy) with { ServerMeanNs = 1.2 * Ms }, Late(GateState.Ok)).First();

        (check.State, check.Seen).ShouldBe((CheckState.Failed, "mean service 1.100 ms, by the server's own account 1.200 ms"));
    }

    [Theory]
    [InlineData(GateState.Ok, CheckState.Ok)]
    [InlineData(GateState.Warn, CheckState.Ok)]
    [InlineData(GateState.Invalid, CheckState.Failed)]
    public void Lateness_fails_where_V02_is_invalid(string gate, string state) =>
        TimingChecks.JudgeDelay(Seen(1.1, 1.1, 1.2, Quiet), Late(gate)).Last().State.ShouldBe(state);

    [Theory]
    [InlineData(0.05, CheckState.Unknown)]
    [InlineData(0.02, CheckState.Failed)]
    public void Lateness_is_the_machines_where_the_server_wakes_up_as_late(double serverMs, string state)
    {
        var check = TimingChecks.JudgeDelay(Seen(1.1, 1.1, 1.2, Quiet) with { ServerLateMeanNs = serverMs * Ms }, Late(GateState.Invalid)).Last();   // V02 of 0.1 ms

        check.State.ShouldBe(state);
        check.Reason!.Contains("wake up late on this machine", StringComparison.Ordinal).ShouldBe(state == CheckState.Unknown);
    }

    [Theory]
    [InlineData(2.0, 9.21, false, CheckState.Ok)]
    [InlineData(2.23, 11.2, false, CheckState.Ok)]
    [InlineData(2.25, 9.21, false, CheckState.Failed)]
    [InlineData(2.0, 11.3, false, CheckState.Failed)]
    [InlineData(2.0, 7.1, false, CheckState.Failed)]
    [InlineData(2.11, 10.3, true, CheckState.Ok)]
    [InlineData(2.13, 9.21, true, CheckState.Failed)]
    [InlineData(2.0, 10.4, true, CheckState.Failed)]
    public void A_queue_has_the_mean_and_the_tail_of_the_theory(double meanMs, double p99Ms, bool strict, string state) =>
        TimingChecks.JudgeQueue(Seen(meanMs, 1.4, p99Ms, Quiet), strict).State.ShouldBe(state);

    [Theory]
    [InlineData(1300, CheckState.Ok)]
    [InlineData(1325, CheckState.Ok)]
    [InlineData(1327, CheckState.Failed)]
    [InlineData(20, CheckState.Failed)]
    public void A_stall_shows_its_whole_tail(double p99Ms, string state) => TimingChecks.JudgeStall(Seen(100, 0.2, p99Ms, Quiet)).State.ShouldBe(state);

    [Fact]
    public void Requests_that_failed_on_a_quiet_machine_are_no_result() =>
        TimingChecks.JudgeStall(Seen(100, 0.2, 1300, Quiet) with { Failed = 3 }).Seen.ShouldBe("3 requests failed");

    private static SelfTestCheck Delay(double p50Ms, MachineNoise noise) => TimingChecks.JudgeDelay(Seen(p50Ms, p50Ms, p50Ms, noise), Late(GateState.Ok)).First();

    private static TimingFigures Seen(double meanMs, double p50Ms, double p99Ms, MachineNoise noise) => new(meanMs * Ms, p50Ms * Ms, p99Ms * Ms, meanMs * Ms, noise);

    private static GateRecord Late(string state) => new("V02", 0.1 * Ms, 1 * Ms, state);
}
