using Prony.Measurement.Units;
using Prony.Statistics.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Comparison;

/// <summary>Simulated experiments with a known truth: machine drift AR(1) 0.7 of 10 % that both candidates share, and 3 % noise of each run.</summary>
public sealed class CoverageTests
{
    private const int Experiments = 5_000;

    [Theory]
    [InlineData(6)]
    [InlineData(10)]
    public void The_paired_interval_covers_the_truth_in_95_percent_of_experiments(int rounds)
    {
        var world = new World(seed: 20261121);
        var covered = Enumerable.Range(0, Experiments).Count(_ =>
        {
            var (candidate, baseline) = world.Experiment(rounds, ratio: 1.08);
            var result = PairedComparison.Of(candidate, baseline, new ComparisonRules());
            return result.Low <= 1.08 && 1.08 <= result.High;
        });

        (covered / (double)Experiments).ShouldBeInRange(0.935, 0.965);
    }

    [Fact]
    public void Against_itself_a_difference_is_claimed_in_at_most_5_percent_of_experiments()
    {
        var world = new World(seed: 7);
        var wrong = Enumerable.Range(0, Experiments).Count(_ =>
        {
            var (candidate, baseline) = world.Experiment(rounds: 10, ratio: 1);
            return PairedComparison.Of(candidate, baseline, new ComparisonRules()).Verdict is ComparisonVerdict.Better or ComparisonVerdict.Worse;
        });

        (wrong / (double)Experiments).ShouldBeLessThan(0.06);
    }

    [Fact]
    public void Pooling_the_requests_of_a_run_calls_a_server_different_from_itself_in_about_40_percent_of_comparisons()
    {
        // What Prony does not do: 2,000 requests of each of two runs as independent observations. Each run has a level of its own (sd 3 %).
        const int comparisons = 1_000;
        var world = new World(seed: 3);
        var wrong = Enumerable.Range(0, comparisons).Count(_ =>
        {
            var (first, second) = (world.Requests(2_000), world.Requests(2_000));
            var standardError = Math.Sqrt((Variance(first) + Variance(second)) / first.Length);
            return Math.Abs(first.Average() - second.Average()) > 1.96 * standardError;
        });

        // 2·Φ(−1.96 ÷ √(1 + n·0.03²/0.66²)) = 38.8 % for n = 2,000.
        (wrong / (double)comparisons).ShouldBeInRange(0.34, 0.44);
    }

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }

    private sealed class World(ulong seed)
    {
        private SplitMix64 _random = new(seed);

        /// <summary>Response times of one run: normal with a coefficient of variation of 0.66 around the level of the run.</summary>
        internal double[] Requests(int count)
        {
            var level = 20 * (1 + (0.03 * Normal()));
            var times = new double[count];
            for (var i = 0; i < count; i++)
            {
                times[i] = level + (20 * 0.66 * Normal());
            }

            return times;
        }

        internal (double[] Candidate, double[] Baseline) Experiment(int rounds, double ratio)
        {
            var candidate = new double[rounds];
            var baseline = new double[rounds];
            var drift = 0.1 * Normal();
            for (var r = 0; r < rounds; r++)
            {
                drift = (0.7 * drift) + (Math.Sqrt(1 - 0.49) * 0.1 * Normal());
                baseline[r] = 20 * Math.Exp(drift + (0.03 * Normal()));
                candidate[r] = 20 * ratio * Math.Exp(drift + (0.03 * Normal()));
            }

            return (candidate, baseline);
        }

        // Box and Muller.
        private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextUnit())) * Math.Cos(2 * Math.PI * _random.NextUnit());
    }
}
