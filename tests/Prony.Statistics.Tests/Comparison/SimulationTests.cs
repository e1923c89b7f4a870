using Prony.Statistics.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Comparison;

/// <summary>Thousands of experiments whose truth is known: how often the procedure is right, how often it is wrong, and what the other ways would have said.</summary>
public sealed class SimulationTests
{
    private const int Experiments = 5_000;

    [Theory]
    [InlineData(6)]
    [InlineData(10)]
    public void One_after_the_other_the_interval_covers_far_less_than_it_says(int rounds)
    {
        // Why candidates are interleaved: the drift of the machine between the two halves is taken for a difference of the candidates.
        var blocks = Coverage(new SimulatedRounds(11), w => w.OneAfterTheOther(rounds, 1.08), Unpaired);
        var interleaved = Coverage(new SimulatedRounds(11), w => w.Interleaved(rounds, 1.08), Paired);

        blocks.ShouldBeLessThan(0.80);
        interleaved.ShouldBeInRange(0.935, 0.965);
    }

    [Fact]
    public void Unpaired_the_interval_of_interleaved_rounds_is_honest_and_far_wider()
    {
        var world = new SimulatedRounds(12);
        double paired = 0, unpaired = 0, covered = 0;
        for (var i = 0; i < Experiments; i++)
        {
            var (candidate, baseline) = world.Interleaved(10, 1.08);
            var (own, welch) = (Paired(candidate, baseline), Unpaired(candidate, baseline));
            paired += own.High - own.Low;
            unpaired += welch.High - welch.Low;
            covered += welch.Low <= 1.08 && 1.08 <= welch.High ? 1 : 0;
        }

        (covered / Experiments).ShouldBeGreaterThan(0.965);
        (unpaired / paired).ShouldBeGreaterThan(1.3);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(10)]
    public void Spikes_make_the_interval_wider_and_leave_it_honest(int rounds)
    {
        SimulatedRounds World() => new(13) { SpikeShare = 0.1 };

        Coverage(World(), w => w.Interleaved(rounds, 1.08), Paired).ShouldBeInRange(0.94, 0.985);
        Coverage(World(), w => w.Interleaved(rounds, 1.08), Ranked).ShouldBeInRange(0.935, 0.985);
    }

    [Fact]
    public void A_candidate_against_itself_is_called_different_in_at_most_6_percent_of_experiments_whatever_disturbs_both()
    {
        Share(new SimulatedRounds(21), 1, IsDifferent).ShouldBeLessThanOrEqualTo(0.06);
        Share(new SimulatedRounds(22) { SpikeShare = 0.1 }, 1, IsDifferent).ShouldBeLessThanOrEqualTo(0.06);
        Share(new SimulatedRounds(23) { Drift = 0.3, Memory = 0.95 }, 1, IsDifferent).ShouldBeLessThanOrEqualTo(0.06);
    }

    [Fact]
    public void A_difference_of_10_percent_is_found_in_at_least_90_percent_of_experiments_with_noise_of_2_percent()
    {
        SimulatedRounds World(ulong seed) => new(seed) { Noise = 0.02 };

        Share(World(31), 1.10, verdict => verdict == ComparisonVerdict.Worse).ShouldBeGreaterThanOrEqualTo(0.90);
        Share(World(32), 1 / 1.10, verdict => verdict == ComparisonVerdict.Better).ShouldBeGreaterThanOrEqualTo(0.90);
        Share(World(33), 1.10, verdict => verdict == ComparisonVerdict.Worse, rounds: 6).ShouldBeGreaterThanOrEqualTo(0.90);
    }

    [Fact]
    public void No_difference_with_noise_of_2_percent_is_shown_to_be_none_and_a_wrong_side_is_never_named()
    {
        Share(new SimulatedRounds(41) { Noise = 0.02 }, 1, verdict => verdict == ComparisonVerdict.Equivalent).ShouldBeGreaterThanOrEqualTo(0.90);
        Share(new SimulatedRounds(42) { Noise = 0.02 }, 1.10, verdict => verdict is ComparisonVerdict.Better or ComparisonVerdict.Equivalent).ShouldBeLessThan(0.005);
    }

    private static bool IsDifferent(ComparisonVerdict verdict) => verdict is ComparisonVerdict.Better or ComparisonVerdict.Worse;

    private static double Share(SimulatedRounds world, double ratio, Func<ComparisonVerdict, bool> which, int rounds = 10)
    {
        var found = Enumerable.Range(0, Experiments).Count(_ =>
        {
            var (candidate, baseline) = world.Interleaved(rounds, ratio);
            return which(PairedComparison.Of(candidate, baseline, new ComparisonRules()).Verdict);
        });
        return found / (double)Experiments;
    }

    private static double Coverage(
        SimulatedRounds world,
        Func<SimulatedRounds, (double[] Candidate, double[] Baseline)> experiment,
        Func<double[], double[], (double Low, double High)> interval)
    {
        var covered = Enumerable.Range(0, Experiments).Count(_ =>
        {
            var (candidate, baseline) = experiment(world);
            var (low, high) = interval(candidate, baseline);
            return low <= 1.08 && 1.08 <= high;
        });
        return covered / (double)Experiments;
    }

    private static (double Low, double High) Paired(double[] candidate, double[] baseline) =>
        PairedComparison.Of(candidate, baseline, new ComparisonRules()) is { Low: { } low, High: { } high } ? (low, high) : throw new InvalidOperationException("no interval");

    private static (double Low, double High) Ranked(double[] candidate, double[] baseline) =>
        PairedComparison.Of(candidate, baseline, new ComparisonRules()).Ranks is { } ranks ? (ranks.Low, ranks.High) : throw new InvalidOperationException("no interval");

    private static (double Low, double High) Unpaired(double[] candidate, double[] baseline) =>
        UnpairedComparison.Of(candidate, baseline) is var welch ? (welch.Low, welch.High) : default;
}
