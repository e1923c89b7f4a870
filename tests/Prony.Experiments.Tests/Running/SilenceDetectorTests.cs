using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

public class SilenceDetectorTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void A_server_that_answers_every_second_is_not_silent()
    {
        var detector = new SilenceDetector();
        for (var second = 0; second < 60; second++)
        {
            detector.Add(Slice(second, completed: 1)).ShouldBeNull();
        }

        detector.Finding.ShouldBeNull();
    }

    [Fact]
    public void Two_seconds_without_an_answer_are_a_finding_with_its_instant_and_the_requests_in_flight()
    {
        var detector = new SilenceDetector();
        detector.Add(Slice(0, completed: 100, p99Ns: 50 * Ms));
        detector.Add(Slice(1, completed: 0)).ShouldBeNull();
        detector.Add(Slice(2, completed: 0))
            .ShouldBe("stopped answering at 1 s: it lives, but completed nothing for 2 s with 7 requests in flight");
        detector.Add(Slice(3, completed: 0)).ShouldBeNull("the finding is made once");
        detector.Finding.ShouldNotBeNull();
    }

    [Fact]
    public void The_short_slice_before_the_window_ends_where_the_window_begins()
    {
        var detector = new SilenceDetector();
        detector.Add(Slice(0, completed: 20, phase: "warmup"));
        detector.Add(Slice(0.3, completed: 0)).ShouldBeNull();
        detector.Add(Slice(1.3, completed: 0)).ShouldNotBeNull().ShouldContain("stopped answering at 0.3 s");
    }

    [Fact]
    public void A_slow_server_is_given_twenty_times_its_p99()
    {
        var detector = new SilenceDetector();
        detector.Add(Slice(0, completed: 1, p99Ns: 500 * Ms));
        for (var second = 1; second <= 9; second++)
        {
            detector.Add(Slice(second, completed: 0)).ShouldBeNull();
        }

        detector.Add(Slice(10, completed: 0)).ShouldNotBeNull();
    }

    [Fact]
    public void Nothing_in_flight_is_no_silence()
    {
        var detector = new SilenceDetector();
        for (var second = 0; second < 10; second++)
        {
            detector.Add(Slice(second, completed: 0, inFlight: 0)).ShouldBeNull();
        }
    }

    [Fact]
    public void The_drain_is_no_silence()
    {
        var detector = new SilenceDetector();
        for (var second = 0; second < 10; second++)
        {
            detector.Add(Slice(second, completed: 0, phase: "drain")).ShouldBeNull();
        }
    }

    [Fact]
    public void A_server_that_answers_again_is_forgiven_and_can_fall_silent_again()
    {
        var detector = new SilenceDetector();
        detector.Add(Slice(0, completed: 0));
        detector.Add(Slice(1, completed: 0)).ShouldNotBeNull();
        detector.Add(Slice(2, completed: 5));
        detector.Finding.ShouldBeNull();
        detector.Add(Slice(3, completed: 0));
        detector.Add(Slice(4, completed: 0)).ShouldNotBeNull().ShouldContain("at 3 s");
    }

    [Fact]
    public void A_server_that_hangs_up_on_everybody_is_not_silent()
    {
        var detector = new SilenceDetector();
        for (var second = 0; second < 10; second++)
        {
            detector.Add(Slice(second, completed: 0) with { Outcomes = new OutcomeCounts(0, 0, 0, 0, 0, 300, 0, 0, 0, 0) }).ShouldBeNull();
        }

        detector.Add(Slice(10, completed: 0));
        detector.Add(Slice(11, completed: 0)).ShouldNotBeNull().ShouldContain("at 10 s");
    }

    private static SliceRecord Slice(double atS, long completed, long p99Ns = Ms, long inFlight = 7, string phase = "window") =>
        new(atS, phase, completed, completed, completed, new OutcomeCounts(completed, 0, 0, 0, 0, 0, 0, 0, 0, 0), inFlight, p99Ns, p99Ns, completed > 0 ? p99Ns : 0);
}
