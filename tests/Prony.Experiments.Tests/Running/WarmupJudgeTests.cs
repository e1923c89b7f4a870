using System.Net;
using Prony.Experiments.Running;
using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

public sealed class WarmupJudgeTests
{
    private const double StepS = 0.2;
    private const long Ms = 1_000_000;

    /// <summary>Five levels that repeat, in whole numbers: every batch of five has the same mean, exactly.</summary>
    private static readonly double[] Flat = [10, 11, 9, 12, 8];

    private readonly WarmupJudge _judge = new(Plan(new ClosedModel(4)));

    [Fact]
    public void A_server_that_is_steady_at_once_is_warm_a_second_after_25_means()
    {
        Steps(_ => 1, most: 100).ShouldBe(29);   // the 25th and four more in a row

        End(6).ShouldHoldTheSame(6, WarmupEndName.Steady);
    }

    [Fact]
    public void A_server_that_gets_faster_for_seven_seconds_is_warm_when_as_much_again_is_behind_it()
    {
        Steps(step => step < 35 ? 5 - (4 * step / 35.0) : 1, most: 100).ShouldBeInRange(50, 80);

        End(12).Ended.ShouldBe(WarmupEndName.Steady);
    }

    [Fact]
    public void A_compiler_that_settles_later_in_CPU_than_in_response_is_waited_for()
    {
        var cpuNs = 0L;
        Steps(_ => 1, most: 100, step => cpuNs += (long)(Ms * (step < 50 ? 10 - (0.15 * step) : 2.5))).ShouldBeInRange(60, 99);

        End(15).Ended.ShouldBe(WarmupEndName.Steady);
    }

    [Fact]
    public void A_server_that_never_gets_steady_is_named_with_what_still_changed()
    {
        var cpuNs = 0L;
        Steps(step => 100 - (0.3 * step), most: 300, _ => cpuNs += 5 * Ms).ShouldBe(300);

        var found = End(60);
        found.ShouldHoldTheSame(60, WarmupEndName.NeverSteady);
        found.Unsteady.ShouldBe([Metrics.Response]);
    }

    [Fact]
    public void How_long_it_takes_in_worlds_whose_truth_is_known()
    {
        // Two series with noise of 5 %, 200 seeded worlds each: the table of docs/methods/steady-state.md.
        World(_ => 1, 0.05).ShouldBeInRange(7, 9.5);
        World(t => t < 7 ? 3 - (2 * t / 7) : 1, 0.05).ShouldBeInRange(14.5, 17.5);
        World(t => 1 + Math.Exp(-t / 3), 0.05).ShouldBeInRange(16.5, 20);
        World(t => 1 + Math.Exp(-t / 10), 0.05).ShouldBeInRange(24, 30);
        World(t => 3 - (2 * t / 60), 0.02).ShouldBe(60, "it never gets steady");
        World(t => t < 7 ? 1.5 : 1, 0.05).ShouldBeLessThan(9.5, "a step that is still to come cannot be seen");
    }

    [Fact]
    public void Too_few_answers_are_no_verdict()
    {
        for (var step = 1; step <= 300; step++)
        {
            // One answer every 3 s.
            _judge.MayEnd(new WarmupMean(step * StepS, step % 15 == 0 ? 1 : 0, step % 15 == 0 ? 3000 * Ms : 0), null).ShouldBeFalse();
        }

        End(60).ShouldHoldTheSame(60, WarmupEndName.TooFewAnswers);
    }

    [Fact]
    public void A_server_that_has_stopped_answering_is_not_waited_for()
    {
        for (var second = 0; second < 3; second++)
        {
            _judge.MayEnd(new WarmupMean(second, 0, 0), null).ShouldBeFalse();
            _judge.SliceCompleted(Slice(second, PhaseName.Warmup, completed: second == 0 ? 100 : 0));
        }

        _judge.MayEnd(new WarmupMean(3, 0, 0), null).ShouldBeTrue();
        End(3.2).ShouldHoldTheSame(3.2, WarmupEndName.StoppedAnswering);
    }

    [Fact]
    public void A_given_length_is_only_told_and_none_is_no_warm_up()
    {
        var given = new WarmupJudge(Plan(new ClosedModel(1)) with { ShortestWarmup = null });
        given.Found.ShouldBeNull();
        given.SliceCompleted(Slice(0, PhaseName.Warmup, 1));
        given.Found.ShouldBeNull();
        given.SliceCompleted(Slice(2, PhaseName.Window, 1));
        given.SliceCompleted(Slice(3, PhaseName.Window, 1));
        given.Found.ShouldNotBeNull().ShouldHoldTheSame(2, WarmupEndName.Fixed);

        var none = new WarmupJudge(Plan(new ClosedModel(1)));
        none.SliceCompleted(Slice(0, PhaseName.Window, 1));
        none.Found.ShouldBeNull();
    }

    [Fact]
    public void Users_that_begin_over_time_have_all_begun_before_the_server_is_judged()
    {
        var plan = AutoWarmup.Apply(Plan(new ClosedModel(4, TimeSpan.FromSeconds(30))), lengthS: null);
        (plan.ShortestWarmup, plan.Warmup).ShouldBe((TimeSpan.FromSeconds(35), TimeSpan.FromSeconds(90)));
        WindowSeconds.IsConstant(plan).ShouldBeTrue();

        var open = AutoWarmup.Apply(Plan(new OpenModel(5, ArrivalKind.Poisson, 5)), lengthS: null);
        (open.ShortestWarmup, open.Warmup).ShouldBe((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void A_load_with_stages_has_a_warm_up_of_five_seconds_and_a_given_length_stays()
    {
        var stages = AutoWarmup.Apply(Plan(new ClosedModel(4) { Stages = [new UserStage(1, 4, TimeSpan.FromSeconds(1))] }) with { ShortestWarmup = null }, lengthS: null);
        (stages.ShortestWarmup, stages.Warmup).ShouldBe((null, TimeSpan.FromSeconds(5)));

        var given = AutoWarmup.Apply(Plan(new ClosedModel(4)) with { ShortestWarmup = null }, lengthS: 2);
        (given.ShortestWarmup, given.Warmup).ShouldBe((null, TimeSpan.FromSeconds(2)));
    }

    /// <returns>After how many steps the judge let the window begin; the most when it never did.</returns>
    private int Steps(Func<int, double> factor, int most, Func<int, long>? cpuNs = null)
    {
        for (var step = 1; step <= most; step++)
        {
            if (_judge.MayEnd(new WarmupMean(step * StepS, 10, Flat[step % 5] * factor(step) * Ms), cpuNs?.Invoke(step)))
            {
                return step;
            }
        }

        return most;
    }

    /// <returns>Median length of the warm-up in seconds, 60 when it never got steady.</returns>
    private static double World(Func<double, double> factor, double sd)
    {
        var lengths = Enumerable.Range(1, 200).Select(seed =>
        {
            var random = new SplitMix64((ulong)seed);
            var judge = new WarmupJudge(Plan(new ClosedModel(4)));
            var cpuNs = 0L;
            for (var step = 1; step < 300; step++)
            {
                cpuNs += (long)(10 * 100_000 * factor(step * StepS) * (1 + (sd * Normal(ref random))));
                if (judge.MayEnd(new WarmupMean(step * StepS, 10, 10 * Ms * factor(step * StepS) * (1 + (sd * Normal(ref random)))), cpuNs))
                {
                    return (step + 1) * StepS;
                }
            }

            return 60;
        });
        return lengths.Order().ElementAt(100);
    }

    private static double Normal(ref SplitMix64 random) => Math.Sqrt(-2 * Math.Log(1 - random.NextUnit())) * Math.Cos(2 * Math.PI * random.NextUnit());

    private WarmupRecord End(double atS)
    {
        _judge.SliceCompleted(Slice(atS, PhaseName.Window, 1));
        return _judge.Found.ShouldNotBeNull();
    }

    private static SliceRecord Slice(double atS, string phase, long completed) =>
        new(atS, phase, completed, completed, completed, new OutcomeCounts(completed, 0, 0, 0, 0, 0, 0, 0, 0, 0), 7, Ms, Ms, Ms);

    private static LoadPlan Plan(LoadModel model) => new()
    {
        Target = new LoadTarget(new IPEndPoint(IPAddress.Loopback, 1), "a", "http://a/"),
        Requests = [new RequestDefinition("GET", "/", [], default)],
        Model = model,
        Warmup = TimeSpan.FromSeconds(60),
        ShortestWarmup = TimeSpan.FromSeconds(5),
    };
}

internal static class WarmupRecordTests
{
    internal static void ShouldHoldTheSame(this WarmupRecord found, double durationS, string ended) => (found.DurationS, found.Ended).ShouldBe((durationS, ended));
}
