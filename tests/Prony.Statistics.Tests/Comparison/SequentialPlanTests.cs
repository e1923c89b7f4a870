using Prony.Measurement.Units;
using Prony.Statistics.Comparison;
using Prony.Statistics.Distributions;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Comparison;

/// <summary>Simulated runs that end when they are decided, with a known truth: normal log-ratios, margin 5 %.</summary>
public sealed class SequentialPlanTests
{
    [Fact]
    public void There_are_four_looks_and_none_elsewhere()
    {
        SequentialPlan.Looks.ShouldBe([new Look(6, 0.005), new Look(10, 0.010), new Look(16, 0.020), new Look(24, 0.030)]);
        SequentialPlan.MostRounds.ShouldBe(24);
        SequentialPlan.Looks[0].Rounds.ShouldBeGreaterThanOrEqualTo(ComparisonRules.FewestRounds);
    }

    [Theory]
    [InlineData(0, 4.773341, 4.032143)]
    [InlineData(1, 3.249836, 2.821438)]
    [InlineData(2, 2.602480, 2.248540)]
    [InlineData(3, 2.313231, 1.978249)]
    public void Each_look_uses_its_own_quantiles(int index, double twoSided, double oneSided)
    {
        var look = SequentialPlan.Looks[index];

        StudentQuantiles.At(1 - (look.Alpha / 2), look.Rounds - 1).ShouldBe(twoSided, 5e-7);
        StudentQuantiles.At(1 - look.Alpha, look.Rounds - 1).ShouldBe(oneSided, 5e-7);
    }

    [Fact]
    public void Looking_four_times_claims_a_difference_that_is_not_there_in_less_than_5_percent_of_runs()
    {
        // No margin, so that nothing ends a run but a difference: the worst case. The figures are those of 400,000 runs.
        const int runs = 40_000;
        double[] expected = [0.005, 0.014, 0.029, 0.0495];
        var critical = SequentialPlan.Looks.Select(look => StudentQuantiles.At(1 - (look.Alpha / 2), look.Rounds - 1)).ToArray();
        var claimed = new int[SequentialPlan.Looks.Count];
        var world = new Normals(seed: 20261121);
        for (var run = 0; run < runs; run++)
        {
            if (FirstClaim(world, critical) is >= 0 and var look)
            {
                claimed[look]++;
            }
        }

        var soFar = 0;
        for (var look = 0; look < expected.Length; look++)
        {
            soFar += claimed[look];

            // Four standard errors of a binomial share, and the last digit of the figures themselves.
            var tolerance = (4 * Math.Sqrt(expected[look] * (1 - expected[look]) / runs)) + 0.0005;
            (soFar / (double)runs).ShouldBe(expected[look], tolerance, $"up to look {look + 1}");
        }
    }

    [Theory]
    [InlineData(0.02, 1.00, "equivalent", 1.000, 6.7)]
    [InlineData(0.02, 1.10, "worse", 1.000, 6.0)]
    [InlineData(0.05, 1.00, "equivalent", 0.975, 14.6)]
    [InlineData(0.05, 1.05, "worse", 0.960, 13.2)]
    [InlineData(0.10, 1.10, "worse", 0.990, 13.8)]
    [InlineData(0.10, 1.00, "inconclusive", 0.608, 23.2)]
    [InlineData(0.20, 1.00, "inconclusive", 0.950, 23.7)]
    [InlineData(0.20, 1.25, "worse", 0.998, 11.9)]
    public void Runs_end_as_often_and_as_soon_as_the_table_says(double sd, double ratio, string verdict, double share, double rounds)
    {
        // The table's sd and ratio are those of ln: rules without wild rounds, which end no run but delay some.
        const int runs = 2_000;
        var world = new Normals(seed: (ulong)(sd * 100) + (ulong)(ratio * 1000));
        var ended = Enumerable.Range(0, runs).Select(_ => Run(world, sd, Math.Log(ratio))).ToList();

        var found = ended.Count(end => end.Verdict == verdict) / (double)runs;
        found.ShouldBe(share, (4 * Math.Sqrt(share * (1 - share) / runs)) + 0.012);
        ended.Average(end => end.Rounds).ShouldBe(rounds, 0.6);
    }

    [Fact]
    public void Looking_after_every_round_from_the_sixth_on_would_be_wrong_in_a_fifth_of_runs()
    {
        const int runs = 4_000;
        var critical = Enumerable.Range(6, 25).ToDictionary(n => n, n => StudentQuantiles.At(0.975, n - 1));
        var world = new Normals(seed: 3);
        var wrong = Enumerable.Range(0, runs).Count(_ =>
        {
            var d = world.Take(30, 0, 1);
            return Enumerable.Range(6, 25).Any(n => Math.Abs(T(d.AsSpan(0, n))) > critical[n]);
        });

        (wrong / (double)runs).ShouldBe(0.215, 0.03);
    }

    private static int FirstClaim(Normals world, double[] critical)
    {
        var d = world.Take(SequentialPlan.MostRounds, 0, 1);
        for (var look = 0; look < critical.Length; look++)
        {
            if (Math.Abs(T(d.AsSpan(0, SequentialPlan.Looks[look].Rounds))) > critical[look])
            {
                return look;
            }
        }

        return -1;
    }

    private static double T(ReadOnlySpan<double> d) => Moments.Mean(d) / Math.Sqrt(Moments.Variance(d) / d.Length);

    private static (string Verdict, int Rounds) Run(Normals world, double sd, double mean)
    {
        var d = world.Take(SequentialPlan.MostRounds, mean, sd);
        foreach (var look in SequentialPlan.Looks)
        {
            var verdict = LogSample.Of(d[..look.Rounds], new ComparisonRules { Alpha = look.Alpha }).Interval.Verdict();
            if (verdict != ComparisonVerdict.Inconclusive)
            {
                return (verdict.ToString().ToLowerInvariant(), look.Rounds);
            }
        }

        return ("inconclusive", SequentialPlan.MostRounds);
    }

    private sealed class Normals(ulong seed)
    {
        private SplitMix64 _random = new(seed);

        internal double[] Take(int count, double mean, double sd)
        {
            var values = new double[count];
            for (var i = 0; i < count; i++)
            {
                // Box and Muller.
                values[i] = mean + (sd * Math.Sqrt(-2 * Math.Log(1 - _random.NextUnit())) * Math.Cos(2 * Math.PI * _random.NextUnit()));
            }

            return values;
        }
    }
}
