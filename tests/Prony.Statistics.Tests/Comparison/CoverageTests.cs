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

    private sealed class World(ulong seed)
    {
        private SplitMix64 _random = new(seed);

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
