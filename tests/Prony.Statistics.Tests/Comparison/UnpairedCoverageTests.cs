using Prony.Measurement.Units;
using Prony.Statistics.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Comparison;

/// <summary>What the unpaired interval is worth: as much as it says on a machine that stays the same, far less on one that drifts. Seeds are fixed.</summary>
public sealed class UnpairedCoverageTests
{
    private const int Experiments = 4_000;
    private const double Noise = 0.03;

    [Theory]
    [InlineData(6)]
    [InlineData(10)]
    public void On_a_machine_that_stays_the_same_the_interval_covers_the_truth_in_95_percent_of_experiments(int rounds) =>
        Coverage(rounds, drift: 0).ShouldBeInRange(0.935, 0.965);

    [Theory]
    [InlineData(6)]
    [InlineData(10)]
    public void Under_drift_two_runs_one_after_the_other_cover_it_in_60_to_75_percent(int rounds) =>
        Coverage(rounds, drift: 0.1).ShouldBeInRange(0.60, 0.75);

    private static double Coverage(int rounds, double drift)
    {
        const double truth = 1.1;
        var random = new SplitMix64((ulong)rounds);
        var covered = Enumerable.Range(0, Experiments).Count(_ =>
        {
            var all = Series(2 * rounds, drift, ref random);
            var result = UnpairedVerdict.Of(Array.ConvertAll(all, x => truth * x).AsSpan(rounds), all.AsSpan(0, rounds), new ComparisonRules());
            return result.Low <= truth && truth <= result.High;
        });
        return covered / (double)Experiments;
    }

    /// <summary>Windows of one server after each other: the machine drifts by AR(1) with 0.7, each window has noise of its own.</summary>
    private static double[] Series(int count, double sd, ref SplitMix64 random)
    {
        var values = new double[count];
        var level = sd * Normal(ref random);
        for (var i = 0; i < count; i++)
        {
            level = (0.7 * level) + (Math.Sqrt(1 - 0.49) * sd * Normal(ref random));
            values[i] = 20 * Math.Exp(level + (Noise * Normal(ref random)));
        }

        return values;
    }

    // Box and Muller.
    private static double Normal(ref SplitMix64 random) => Math.Sqrt(-2 * Math.Log(1 - random.NextUnit())) * Math.Cos(2 * Math.PI * random.NextUnit());
}
