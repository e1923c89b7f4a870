using Prony.Load.Arrivals;
using Prony.Load.Plans;
using Shouldly;

namespace Prony.Load.Tests.Arrivals;

public sealed class RateProfileTests
{
    private static readonly RateStage[] Ramp = [new(50, 400, TimeSpan.FromSeconds(60))];
    private static readonly RateStage[] Fall = [new(400, 50, TimeSpan.FromSeconds(60))];
    private static readonly RateStage[] Spike =
        [new(100, 100, TimeSpan.FromSeconds(10)), new(500, 500, TimeSpan.FromSeconds(2)), new(100, 100, TimeSpan.FromSeconds(10))];

    private static RateProfile Profile(RateStage[] stages, double warmupS = 0) => RateProfile.Of(Model(stages), TimeSpan.FromSeconds(warmupS));

    private static OpenModel Model(RateStage[] stages, ArrivalKind arrivals = ArrivalKind.Uniform) => new(1, arrivals, 50) { Stages = stages };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4125, 30)]      // 50·30 + (350/60)·30²/2
    [InlineData(13_500, 60)]    // (50 + 400)/2·60
    [InlineData(13_900, 61)]    // at 400/s from there
    public void A_rising_rate_reaches_its_counts_when_its_integral_does(double count, double seconds) =>
        Profile(Ramp).OffsetNs(count).ShouldBe(seconds * 1e9, 1);

    [Theory]
    [InlineData(9375, 30)]      // 400·30 − (350/60)·30²/2
    [InlineData(13_500, 60)]
    [InlineData(13_550, 61)]
    public void A_falling_rate_does_so_too(double count, double seconds) => Profile(Fall).OffsetNs(count).ShouldBe(seconds * 1e9, 1);

    [Theory]
    [InlineData(1000, 10)]
    [InlineData(1500, 11)]
    [InlineData(2000, 12)]
    [InlineData(2500, 17)]
    [InlineData(3000, 22)]
    [InlineData(3100, 23)]
    public void Stages_follow_one_another(double count, double seconds) => Profile(Spike).OffsetNs(count).ShouldBe(seconds * 1e9, 1);

    [Theory]
    [InlineData(100, 2)]        // 50/s in the warm-up
    [InlineData(150, 3)]
    [InlineData(4275, 33)]
    public void The_warm_up_before_has_the_rate_of_the_beginning(double count, double seconds) => Profile(Ramp, warmupS: 3).OffsetNs(count).ShouldBe(seconds * 1e9, 1);

    [Fact]
    public void Instants_never_fall_and_give_the_count_back_when_the_rate_is_integrated()
    {
        var random = new Random(11);
        for (var round = 0; round < 50; round++)
        {
            RateStage[] stages = [.. Enumerable.Range(0, 1 + random.Next(5)).Select(_ => new RateStage(
                0.1 + (random.NextDouble() * 1000), 0.1 + (random.NextDouble() * 1000), TimeSpan.FromMilliseconds(1 + random.Next(3000))))];
            var profile = Profile(stages);
            var last = 0.0;
            for (var count = 0.0; count < 2000; count += 20 * random.NextDouble())
            {
                var ns = profile.OffsetNs(count);
                ns.ShouldBeGreaterThanOrEqualTo(last);
                Integral(stages, ns / 1e9).ShouldBe(count, 1e-5);
                last = ns;
            }

            profile.OffsetNs(0).ShouldBe(0, "an earlier count is found again");
        }
    }

    /// <summary>Against Λ in exact arithmetic: no count is missed by more than a nanosecond of its rate and a hundred-thousandth of an arrival, however many came before.</summary>
    [Fact]
    public void A_day_of_a_million_a_second_loses_no_precision()
    {
        RateStage[] stages =
        [
            new(1, 1_000_000, TimeSpan.FromHours(8)), new(1_000_000, 1_000_000, TimeSpan.FromHours(8)),
            new(1_000_000, 3, TimeSpan.FromHours(7)), new(3, 3, TimeSpan.FromHours(1)),
        ];
        var profile = Profile(stages);
        var all = (double)ExactIntegral(stages, 86_400);
        all.ShouldBe((14_400.0 * 1_000_001) + 28_800e6 + (12_600.0 * 1_000_003) + 10_800, 1);
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var count = i % 2 == 0 ? all * random.NextDouble() : all - (random.NextDouble() * 20_000);
            var at = (decimal)Math.Floor(profile.OffsetNs(count)) / 1_000_000_000;
            var rate = ExactIntegral(stages, at + 0.5m) - ExactIntegral(stages, at - 0.5m);
            var exact = (decimal)Math.Floor(count) + (decimal)(count - Math.Floor(count));   // at once, the cast would round to 15 digits
            var off = (double)Math.Abs(ExactIntegral(stages, at) - exact);
            off.ShouldBeLessThan(((double)rate * 1.5e-9) + 1.5e-5, $"count {count} at {at} s");
        }
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(99UL)]
    public void Arrivals_keep_the_planned_counts_of_every_stage(ulong seed)
    {
        var even = new UniformArrivals(Profile(Spike), seed);
        ((double)ArrivalCursor.FirstIndexAt(even, 10_000_000_000)).ShouldBe(1000, 1);
        ((double)ArrivalCursor.FirstIndexAt(even, 12_000_000_000)).ShouldBe(2000, 1);
        ((double)ArrivalCursor.FirstIndexAt(even, 22_000_000_000)).ShouldBe(3000, 1);

        // Five standard deviations of the Poisson distribution.
        var poisson = new PoissonArrivals(Profile(Ramp), seed);
        ((double)ArrivalCursor.FirstIndexAt(poisson, 30_000_000_000)).ShouldBe(4125, 5 * Math.Sqrt(4125));
        ((double)ArrivalCursor.FirstIndexAt(poisson, 60_000_000_000)).ShouldBe(13_500, 5 * Math.Sqrt(13_500));
    }

    [Fact]
    public void A_stage_of_one_rate_is_the_constant_rate()
    {
        var staged = new PoissonArrivals(Profile([new(70, 70, TimeSpan.FromSeconds(3))]), 7);
        var constant = new PoissonArrivals(70, 7);
        for (var i = 0; i < 1000; i++)
        {
            ((double)staged.DueOffsetNs(i)).ShouldBe(constant.DueOffsetNs(i), 2);
        }
    }

    /// <summary>As <see cref="Integral"/>, with 28 digits.</summary>
    private static decimal ExactIntegral(RateStage[] stages, decimal seconds)
    {
        var sum = 0m;
        foreach (var stage in stages)
        {
            var length = (decimal)stage.For.Ticks / TimeSpan.TicksPerSecond;
            var t = Math.Clamp(seconds, 0, length);
            var (from, to) = ((decimal)stage.FromPerS, (decimal)stage.ToPerS);
            sum += (from * t) + ((to - from) * t * t / (2 * length));
            seconds -= t;
        }

        return sum + ((decimal)stages[^1].ToPerS * seconds);
    }

    /// <summary>Λ(t) by its definition, stage by stage.</summary>
    private static double Integral(RateStage[] stages, double seconds)
    {
        var sum = 0.0;
        foreach (var stage in stages)
        {
            var t = Math.Min(seconds, stage.For.TotalSeconds);
            var end = stage.FromPerS + ((stage.ToPerS - stage.FromPerS) * t / stage.For.TotalSeconds);
            sum += (stage.FromPerS + end) / 2 * t;
            seconds -= t;
        }

        return sum + (stages[^1].ToPerS * seconds);
    }
}
