using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

/// <summary>Who is ahead of all others, if anybody.</summary>
public sealed class WinnerTests
{
    /// <summary>The worked example of docs/methods/comparison.md.</summary>
    private static readonly double[] A = [20.31, 21.88, 19.97, 24.10, 20.64, 22.75, 20.12, 26.40, 21.03, 20.55];

    private static readonly double[] B = [18.02, 19.66, 18.35, 21.31, 18.90, 20.02, 18.41, 22.97, 18.83, 18.60];

    private static readonly double[] C = [20.52, 21.60, 20.21, 24.45, 20.38, 22.93, 20.35, 25.97, 21.26, 20.60];

    [Fact]
    public void The_worked_example_is_won_by_B_which_beats_both_after_correction()
    {
        var verdict = Of(A, B, C).Judge();
        var winner = verdict.Scenarios["work"].Points[0].Winner.ShouldNotBeNull();

        (winner.Candidate, winner.Alpha, winner.M).ShouldBe(("b", 0.05, 3));
        winner.Sentence.ShouldBe("Winner among all 3 at 100 users: b, which beats each of the others (95 % for all 3 comparisons of two together).");
        verdict.Verdict!.Sentence.ShouldEndWith(winner.Sentence);
        verdict.Scenarios["work"].Points[0].Comparisons.ShouldAllBe(c => c.M == 2, "the comparisons with the baseline are a family of their own");
    }

    [Fact]
    public void Two_that_are_ahead_and_cannot_be_told_apart_have_no_winner()
    {
        double[] other = [.. B.Select((value, i) => value * (i % 2 == 0 ? 1.09 : 0.93))];
        var winner = Of(A, B, other).Judge().Scenarios["work"].Points[0].Winner.ShouldNotBeNull();

        winner.Candidate.ShouldBeNull();
        winner.Sentence.ShouldBe("No winner among all 3 at 100 users: b is not told apart from c.");
    }

    [Fact]
    public void A_leader_that_is_only_equivalent_to_another_wins_nothing()
    {
        double[] twin = [.. B.Select((value, i) => value * (1.001 + (i * 0.0001)))];
        Of(A, B, twin).Judge().Scenarios["work"].Points[0].Winner!.Sentence.ShouldBe("No winner among all 3 at 100 users: b is equivalent to c.");
    }

    [Fact]
    public void The_baseline_can_win()
    {
        Of(B, A, C).Judge().Scenarios["work"].Points[0].Winner!.Candidate.ShouldBe("a");
    }

    [Fact]
    public void Nobody_beats_a_candidate_without_a_valid_window()
    {
        var world = Of(A, B, C);
        world.Remove(t => t.Candidate == "c");
        for (var round = 1; round <= 10; round++)
        {
            world.Fail(round, "c", TrialState.Died, "web ended.");
        }

        world.Judge().Scenarios["work"].Points[0].Winner!.Sentence.ShouldBe("No winner among all 3 at 100 users: b has no valid comparison with c.");
    }

    [Fact]
    public void Two_candidates_need_no_winner_and_a_preview_has_none()
    {
        VerdictBuilderTests.SyncAndAsync().Judge().Scenarios["work"].Points[0].Winner.ShouldBeNull();
        var preview = Of(A[..5], B[..5], C[..5]).Judge();
        preview.Scenarios["work"].Points[0].Winner.ShouldBeNull();
        preview.Verdict!.Sentence.ShouldNotContain("inner among all");
    }

    /// <summary>Milliseconds as CPU per request, which is compared without the rounding of a histogram.</summary>
    private static World Of(double[] a, double[] b, double[] c)
    {
        var world = new World("a", "b", "c");
        world.Plan = world.Plan with { Primary = Metrics.CpuPerRequest, Rounds = a.Length };
        for (var r = 0; r < a.Length; r++)
        {
            world.Add(r + 1, "a", new Figures(PerS: 100, CpuUs: a[r] * 1e3));
            world.Add(r + 1, "b", new Figures(PerS: 100, CpuUs: b[r] * 1e3));
            world.Add(r + 1, "c", new Figures(PerS: 100, CpuUs: c[r] * 1e3));
        }

        return world;
    }
}
