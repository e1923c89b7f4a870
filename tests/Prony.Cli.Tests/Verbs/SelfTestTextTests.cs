using Prony.Cli.Verbs;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

public sealed class SelfTestTextTests
{
    private static readonly SelfTestCheck Ok = new("a", "a fixed delay", "1 ms", "1.04 ms", CheckState.Ok);
    private static readonly SelfTestCheck Unknown = new("f", "a server against itself", "no difference", "no valid result", CheckState.Unknown, "the machine was too busy to tell: V14 invalid");
    private static readonly SelfTestCheck Failed = new("g", "a slower server", "worse", "equivalent", CheckState.Failed, "do not trust comparisons");

    [Fact]
    public void A_check_is_one_line()
    {
        SelfTestText.Line(Ok).ShouldBe("ok       a  a fixed delay: expected 1 ms; seen 1.04 ms");
        SelfTestText.Line(Unknown).ShouldBe("unknown  f  a server against itself: expected no difference; seen no valid result (the machine was too busy to tell: V14 invalid)");
        SelfTestText.Line(Failed).ShouldBe("FAILED   g  a slower server: expected worse; seen equivalent (do not trust comparisons)");
    }

    [Fact]
    public void The_end_says_what_is_not_known_and_that_it_is_not_passed()
    {
        SelfTestText.Summary(Record(CheckState.Ok, Ok, Ok)).ShouldBe("Self-test passed: 2 ok, 0 unknown, 0 failed, in 92.5 s.");
        SelfTestText.Summary(Record(CheckState.Ok, Ok, Unknown)).ShouldBe(
            "Self-test passed: 1 ok, 1 unknown, 0 failed, in 92.5 s. Unknown is not passed: run it again while nothing else uses the machine.");
        SelfTestText.Summary(Record(CheckState.Ok, Unknown)).ShouldStartWith("Self-test undecided: 0 ok, 1 unknown");
        SelfTestText.Summary(Record(CheckState.Failed, Ok, Unknown, Failed)).ShouldStartWith("Self-test FAILED: 1 ok, 1 unknown, 1 failed");
    }

    [Fact]
    public void The_full_one_says_what_this_machine_can_show() =>
        SelfTestText.Summary(Record(CheckState.Ok, Ok) with { Visible = [new(Metrics.Throughput, 0.021, default), new(Metrics.ResponseP99, 0.05, default)] })
            .ShouldEndWith("\nSmallest difference visible here: 2.1 % in throughput, 5 % in response.p99. Reports of later runs on this machine print it.");

    private static SelfTestRecord Record(string state, params SelfTestCheck[] checks) => new()
    {
        StartedUtc = default,
        DurationS = 92.5,
        Machine = new MachineRecord("Linux", "6", "cpu", 2, 1L << 33, ".NET", "v2", "tsc", "none"),
        State = state,
        Checks = checks,
    };
}
