using Prony.Experiments.Capacities;
using Prony.Experiments.Tests.Verdicts;
using Prony.Measurement.Runs;
using Prony.Statistics.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Capacities;

public class CapacityConclusionTests
{
    private static readonly CapacitySettings Settings = new("rate", ["response.p99 <= 100ms"], 100, 1e7, 0.02, 10, 30, 0.5, 30, 40, 8, 600);

    [Fact]
    public void One_round_gives_a_bracket_and_says_that_it_is_no_interval()
    {
        var found = Conclude(1, new() { ["a"] = [Found(1, 808.711, 817.518)] });

        found.Candidates[0].Sentence.ShouldBe(
            "a keeps response.p99 <= 100ms up to between 808.7 and 817.5 requests/s, confirmed by 30 s at the lower end. At 817.5 requests/s: the backlog grew by 12 requests each second.");
        found.Candidates[0].Value!.Value.ShouldBe(813.1, 0.1);
        found.Candidates[0].Low.ShouldBeNull();
        found.Notes[0].ShouldBe("A bracket is the resolution of the search and no confidence interval: the interval comes from rounds. Here there is 1 round, and below 3 there is no interval (--rounds).");
        found.Comparisons.ShouldBeEmpty();
    }

    [Fact]
    public void Rounds_give_an_interval_and_pairs_a_verdict_on_capacity()
    {
        var found = Conclude(6, new() { ["a"] = Rounds(800), ["b"] = Rounds(1200) });

        found.Candidates[1].Low!.Value.ShouldBeLessThan(found.Candidates[1].Value!.Value);
        found.Candidates[1].Sentence.ShouldContain("Over 6 rounds: ");
        var comparison = found.Comparisons.ShouldHaveSingleItem();
        (comparison.Candidate, comparison.Baseline, comparison.Metric, comparison.Verdict).ShouldBe(("b", "a", "capacity", "better"));
        comparison.Ratio!.Value.ShouldBe(1.5, 0.01);
        comparison.Sentence.ShouldStartWith("b is better than a in capacity under response.p99 <= 100ms: 50 % more (");
        found.Preview.ShouldBeFalse();
    }

    [Fact]
    public void Few_rounds_are_a_preview() =>
        Conclude(3, new() { ["a"] = Rounds(800)[..3], ["b"] = Rounds(1200)[..3] }).Comparisons[0].Sentence.ShouldStartWith("Preview, not a verdict: ");

    [Fact]
    public void Rounds_without_a_bracket_pair_with_nothing()
    {
        var found = Conclude(1, new() { ["a"] = [Found(1, 100, null, SearchEndName.HighestKept)], ["b"] = [Found(1, 100, 105)] });
        found.Candidates[0].Sentence.ShouldBe("a keeps response.p99 <= 100ms even at 100 requests/s, the highest load that was to be tried: its capacity lies above. Raise --max.");
        (found.Comparisons[0].Verdict, found.Comparisons[0].Sentence).ShouldBe(("invalid", "No verdict on b against a in capacity under response.p99 <= 100ms: no round has a narrow bracket of both."));
    }

    [Fact]
    public void A_bracket_that_is_not_narrow_says_where_a_search_stopped_and_is_in_no_figure()
    {
        var mine = Rounds(800);
        mine[5] = Found(6, 100, 4000, SearchEndName.Budget);
        mine.Add(Found(7, 100, 400, SearchEndName.CutOff));
        var found = Conclude(6, new() { ["a"] = mine, ["b"] = Rounds(1200) });

        found.Candidates[0].Value!.Value.ShouldBe(809, 2);
        found.Candidates[0].Sentence.ShouldContain(" Over 5 of 6 rounds: ");
        found.Comparisons[0].D.Count.ShouldBe(5);
        found.Comparisons[0].Sentence.ShouldStartWith("Preview, not a verdict: ");
    }

    [Fact]
    public void Where_one_bracket_lies_above_the_other_in_every_round_its_open_end_does_not_matter()
    {
        var mine = Rounds(1200);
        foreach (var round in new[] { 2, 4, 5 })
        {
            mine[round - 1] = Found(round, 1300, null, SearchEndName.HighestKept);
        }

        var found = Conclude(6, new() { ["a"] = Rounds(800), ["b"] = mine });
        var better = found.Comparisons.ShouldHaveSingleItem();
        (better.Verdict, better.Ratio, better.High, better.Material, better.RoundsNeeded).ShouldBe((VerdictName.Better, null, null, true, null));
        better.Low!.Value.ShouldBe(1200.0 / 816, 0.01);
        better.Sentence.ShouldStartWith("b is better than a in capacity under response.p99 <= 100ms: at least 1.4");
        better.Sentence.ShouldEndWith(
            " times as much in each of 6 rounds, by its lower end and the other's upper one. b kept the objectives at the highest load that was to be tried in 3 rounds: raise --max to see how much more it can take.");
        found.Candidates[1].Sentence.ShouldContain(
            " In 3 of 6 rounds it kept them even at 10,000,000 requests/s, the highest load that was to be tried, which no figure holds: its capacity is rather more. Raise --max.");

        var worse = Conclude(6, new() { ["a"] = mine, ["b"] = Rounds(800) }).Comparisons[0];
        (worse.Verdict, worse.Low, worse.Material).ShouldBe((VerdictName.Worse, null, true));
        worse.High!.Value.ShouldBe(816 / 1200.0, 0.01);
        worse.Sentence.ShouldContain("b is worse than a in capacity under response.p99 <= 100ms: at most 0.6");
    }

    [Fact]
    public void Few_rounds_of_one_direction_are_a_preview_that_says_how_many_decide()
    {
        List<CapacitySearchRecord> mine = [.. Enumerable.Range(1, 3).Select(round => Found(round, 1000, null, SearchEndName.HighestKept))];
        var comparison = Conclude(3, new() { ["a"] = Rounds(380)[..3], ["b"] = mine }).Comparisons[0];

        (comparison.Verdict, comparison.Material, comparison.RoundsNeeded).ShouldBe((VerdictName.Inconclusive, false, 6));
        comparison.Sentence.ShouldStartWith("Preview, not a verdict: b is ahead of a in capacity under response.p99 <= 100ms: at least 2.5");
        comparison.Sentence.ShouldContain(" times as much in each of 3 rounds, by its lower end and the other's upper one; 6 rounds of that kind would decide. b kept");
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 7)]
    [InlineData(3, 7)]
    [InlineData(10, 9)]
    public void More_comparisons_need_more_rounds_that_agree(int comparisons, int rounds) =>
        CapacityBounds.Of([(Found(1, 200, null, SearchEndName.HighestKept), Found(1, 90, 100))], new() { Comparisons = comparisons })!.ShouldBe(new CapacityBounds(2, IsAhead: true, 1, rounds));

    [Fact]
    public void A_round_whose_brackets_overlap_bounds_nothing()
    {
        var rules = new ComparisonRules();
        CapacityBounds.Of([(Found(1, 200, 210), Found(1, 90, 100)), (Found(2, 95, 210), Found(2, 90, 100))], rules).ShouldBeNull();
        CapacityBounds.Of([(Found(1, 200, 210), Found(1, 90, 100)), (Found(2, 80, 85), Found(2, 90, 100))], rules).ShouldBeNull("rounds disagree");
        CapacityBounds.Of([(Found(1, 200, null), Found(1, 90, null))], rules).ShouldBeNull();
        CapacityBounds.Of([], rules).ShouldBeNull();
    }

    [Fact]
    public void A_candidate_that_kept_the_highest_load_is_given_no_verdict_against_it()
    {
        // Ten rounds, in two of which b has no upper end: what is left of them says too little of b.
        static ComparisonRecord Compare(double of)
        {
            var mine = Ten(of);
            (mine[3], mine[7]) = (Found(4, 790, null, SearchEndName.HighestKept), Found(8, 790, null, SearchEndName.HighestKept));
            return Conclude(10, new() { ["a"] = Ten(800), ["b"] = mine }).Comparisons[0];
        }

        Compare(801).ShouldSatisfyAllConditions(
            c => c.Verdict.ShouldBe(VerdictName.Inconclusive),
            c => c.Sentence.ShouldEndWith("; in some rounds b kept the highest load that was to be tried, and no figure holds how much more it can take (--max)."));
        Compare(600).Verdict.ShouldBe(VerdictName.Inconclusive);
        Compare(900).Verdict.ShouldBe(VerdictName.Better, "more than it shows is no argument against it");
    }

    [Theory]
    [InlineData(SearchEndName.Generator)]
    [InlineData(SearchEndName.Budget)]
    public void A_search_that_ended_without_an_upper_end_bounds_from_below_only_whatever_ended_it(string end)
    {
        const string More = "; in some rounds no load was found that b does not keep the objectives at, and no figure holds how much more it can take.";
        var open = Found(4, 790, null, end);
        Against(open, 600).ShouldSatisfyAllConditions(c => (c.Verdict, c.Material).ShouldBe((VerdictName.Inconclusive, false)), c => c.Sentence.ShouldEndWith(More));
        Against(open, 801).ShouldSatisfyAllConditions(c => c.Verdict.ShouldBe(VerdictName.Inconclusive), c => c.Sentence.ShouldEndWith(More));
        Against(open, 900).Verdict.ShouldBe(VerdictName.Better);

        // The same of the baseline.
        Against(open, 600, isBaseline: true).Verdict.ShouldBe(VerdictName.Worse);
        Against(open, 900, isBaseline: true).ShouldSatisfyAllConditions(c => c.Verdict.ShouldBe(VerdictName.Inconclusive), c => c.Sentence.ShouldContain("that a does not keep the objectives at"));
        Against(Found(4, 790, null, SearchEndName.CutOff), 600).Verdict.ShouldBe(VerdictName.Worse, "one that was cut off says nothing of its round");
    }

    [Theory]
    [InlineData(SearchEndName.LowestMissed)]
    [InlineData(SearchEndName.Budget)]
    [InlineData(SearchEndName.Generator)]
    public void A_search_without_a_lower_end_forbids_a_verdict_that_it_would_weaken(string end)
    {
        const string Less = "; in some rounds no load was found that b keeps the objectives at, and no figure holds how much less it can take.";
        var open = Found(4, null, 100, end);
        Against(open, 900).ShouldSatisfyAllConditions(c => (c.Verdict, c.Material).ShouldBe((VerdictName.Inconclusive, false)), c => c.Sentence.ShouldEndWith(Less));
        Against(open, 801).Sentence.ShouldEndWith(Less);
        Against(open, 600).Verdict.ShouldBe(VerdictName.Worse);
        Against(open, 600, isBaseline: true).Verdict.ShouldBe(VerdictName.Inconclusive);
        Against(open, 801, isBaseline: true).Verdict.ShouldBe(VerdictName.Inconclusive);
        Against(open, 900, isBaseline: true).Verdict.ShouldBe(VerdictName.Better);
    }

    [Fact]
    public void Rounds_that_lack_an_end_are_told_and_only_the_highest_load_can_be_raised()
    {
        var mine = Ten(800);
        (mine[3], mine[5], mine[7]) = (Found(4, 790, null, SearchEndName.Generator), Found(6, 790, null, SearchEndName.Budget), Found(8, null, 1, SearchEndName.LowestMissed));
        var sentence = Conclude(10, new() { ["a"] = mine }).Candidates[0].Sentence;

        sentence.ShouldEndWith(
            " In 2 of 10 rounds no load was found that it does not keep them at, which no figure holds: its capacity may be more. In 1 of 10 rounds no load was found that it keeps them at, which no figure holds: its capacity may be less.");
        sentence.ShouldNotContain("--max");
    }

    [Fact]
    public void With_more_than_three_tenths_of_the_rounds_without_a_bracket_there_is_no_verdict()
    {
        var mine = Rounds(800);
        (mine[1], mine[4]) = (Found(2, 800, 1600, SearchEndName.Generator), Found(5, 800, null, SearchEndName.HighestKept));
        var comparison = Conclude(6, new() { ["a"] = Rounds(1200), ["b"] = mine }).Comparisons[0];

        (comparison.Verdict, comparison.Ratio).ShouldBe((VerdictName.Invalid, null));
        comparison.Sentence.ShouldBe("No verdict on b against a in capacity under response.p99 <= 100ms: only 4 of 6 rounds have a narrow bracket of both, and with more than 30 % missing the rest is a selection.");
    }

    [Fact]
    public void Few_narrow_brackets_of_many_rounds_are_said_to_give_no_interval()
    {
        List<CapacitySearchRecord> mine = [Found(1, 800, 816), Found(2, 800, 1600, SearchEndName.Budget), Found(3, 800, 1600, SearchEndName.Budget)];
        Conclude(3, new() { ["a"] = mine }).Candidates[0].Sentence.ShouldEndWith(" Only 1 of 3 rounds found a narrow bracket, so there is no interval.");
    }

    [Fact]
    public void A_difference_within_the_width_of_a_bracket_may_be_the_searchs_own_steps()
    {
        var wide = Settings with { Width = 0.1 };
        Compared(wide, 864).ShouldSatisfyAllConditions(
            c => (c.Verdict, c.Material).ShouldBe((VerdictName.Inconclusive, false)),
            c => c.Sentence.ShouldStartWith("b cannot be told apart from a in capacity under response.p99 <= 100ms: 8"),
            c => c.Sentence.ShouldEndWith("; part of that lies within the width of a bracket, 10 %, and may be the search's own steps (--width)."));
        Compared(wide, 800 / 1.08).Verdict.ShouldBe(VerdictName.Inconclusive);
        Compared(wide, 900).Verdict.ShouldBe(VerdictName.Better);
        Compared(wide, 700).Verdict.ShouldBe(VerdictName.Worse);
        Compared(wide, 801).Verdict.ShouldBe(VerdictName.Equivalent);

        static ComparisonRecord Compared(CapacitySettings settings, double capacity) => CapacityConclusion.Of(
            new World("a", "b").Plan, settings, new Dictionary<string, List<CapacitySearchRecord>> { ["a"] = Rounds(800), ["b"] = Rounds(capacity) }, 6, []).Comparisons[0];
    }

    [Fact]
    public void A_generator_at_its_limit_is_said_to_be_it()
    {
        var search = Found(1, 80_000, null, SearchEndName.Generator) with { Trials = [Trial(160_000, "void", "generator", "The generator thread used 97 % of its CPU.")] };
        Conclude(1, new() { ["a"] = [search] }).Candidates[0].Sentence.ShouldBe(
            "a keeps response.p99 <= 100ms at 80,000 requests/s, and its capacity lies above: at 160,000 requests/s the generator was the limit, not a. The generator thread used 97 % of its CPU.");
        Conclude(1, new() { ["a"] = [search with { Lower = null }] }).Candidates[0].Sentence.ShouldStartWith("The capacity of a cannot be told: already at 160,000 requests/s the generator was at fault.");
    }

    [Fact]
    public void A_generator_at_fault_between_both_ends_leaves_what_lies_between()
    {
        var search = Found(1, 80_000, 160_000, SearchEndName.Generator) with { Trials = [Trial(113_137, "void", "generator", "The generator thread used 97 % of its CPU.")] };
        Conclude(1, new() { ["a"] = [search] }).Candidates[0].ShouldSatisfyAllConditions(
            a => a.Value.ShouldBeNull(),
            a => a.Sentence.ShouldBe(
                "a keeps response.p99 <= 100ms at 80,000 requests/s and not at 160,000 requests/s; what lies between cannot be told, because at 113,137 requests/s the generator was at fault. The generator thread used 97 % of its CPU."));
        Conclude(1, new() { ["a"] = [search with { Lower = null }] }).Candidates[0].Sentence.ShouldStartWith("a does not keep response.p99 <= 100ms at 160,000 requests/s, and no lower load was decided: at ");
    }

    [Theory]
    [InlineData(SearchEndName.LowestMissed, null, 1.0, "a does not keep response.p99 <= 100ms even at the lowest load. At 1 requests/s: ")]
    [InlineData(SearchEndName.Budget, 100.0, 200.0, "a keeps response.p99 <= 100ms up to between 100 and 200 requests/s; 1 trial were all that there may be before the bracket was narrower than 100 %.")]
    [InlineData(SearchEndName.CutOff, 100.0, null, "a keeps response.p99 <= 100ms at 100 requests/s, and no higher load was decided: the search was cut off after 1 trial.")]
    public void Every_other_end_has_its_words(string end, double? lower, double? upper, string sentence) =>
        Conclude(1, new() { ["a"] = [Found(1, lower, upper, end)] }).Candidates[0].Sentence.ShouldStartWith(sentence);

    [Fact]
    public void A_bracket_wider_than_half_the_margin_is_doubted_where_candidates_are_compared()
    {
        var wide = Settings with { Width = 0.05 };
        CapacityConclusion.Of(new World("a", "b").Plan, wide, new Dictionary<string, List<CapacitySearchRecord>> { ["a"] = Rounds(800), ["b"] = Rounds(900) }, 6, [])
            .Notes.ShouldContain(note => note.Contains("Use --width 2.5%.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(BottleneckName.ServiceThreads, "Saturation of a at the upper end: the core that web can use, 0.98 of 1. ")]
    [InlineData(BottleneckName.MachineCpu, "Saturation of a at the upper end: all cores, 0.98 of 1. ")]
    [InlineData(BottleneckName.AcceptQueue, "Saturation of a at the upper end: the accept queue of web, 0.98 of 1. ")]
    [InlineData(BottleneckName.CpuLimit, "Saturation of a at the upper end: the CPU limit of web, 0.98 of 1. ")]
    [InlineData(BottleneckName.OpenFiles, "Saturation of a at the upper end: the connections and files of web, 0.98 of 1. ")]
    [InlineData(BottleneckName.Connections, "Saturation of a at the upper end: connections, 0.98 of 1. ")]
    [InlineData(BottleneckName.Queue, "Saturation of a at the upper end: the queue of web, 0.98 of 1. ")]
    [InlineData(BottleneckName.Generator, "Saturation of a at the upper end: the generator, 0.98 of 1. ")]
    [InlineData(BottleneckName.None, "Saturation of a at the upper end: not found. ")]
    [InlineData(BottleneckName.Unknown, "Saturation of a at the upper end: unknown. ")]
    public void What_was_full_at_the_upper_end_is_told_with_its_figure(string resource, string sentence)
    {
        var search = Found(1, 100, 105) with { Saturation = new BottleneckRecord(resource, "web", 0.98, 1, "web 0.98 of 2 cores: ….") };
        Conclude(1, new() { ["a"] = [search] }).Candidates[0].SaturationSentence.ShouldBe(sentence + "web 0.98 of 2 cores: ….");
    }

    private static CapacityRecord Conclude(int rounds, Dictionary<string, List<CapacitySearchRecord>> searches)
    {
        var world = new World([.. searches.Keys]);
        return CapacityConclusion.Of(world.Plan, Settings, searches, rounds, []);
    }

    /// <summary>b against a of 800, ten rounds, one of them with another end of b's search, or of a's.</summary>
    private static ComparisonRecord Against(CapacitySearchRecord open, double capacity, bool isBaseline = false)
    {
        var (theirs, mine) = (Ten(800), Ten(capacity));
        (isBaseline ? theirs : mine)[open.Round - 1] = open;
        return Conclude(10, new() { ["a"] = theirs, ["b"] = mine }).Comparisons[0];
    }

    private static List<CapacitySearchRecord> Ten(double capacity) => Rounds(capacity, 10);

    private static List<CapacitySearchRecord> Rounds(double capacity, int rounds = 6) =>
        [.. Enumerable.Range(1, rounds).Select(round => Found(round, capacity * (1 + (0.002 * round % 0.005)), capacity * (1.02 + (0.002 * round % 0.005))))];

    private static CapacitySearchRecord Found(int round, double? lower, double? upper, string end = SearchEndName.Narrow) => new()
    {
        Round = round,
        Lower = lower,
        Upper = upper,
        Middle = lower is { } l && upper is { } u ? Math.Sqrt(l * u) : null,
        Width = (upper / lower) - 1,
        End = end,
        Confirmed = end == SearchEndName.Narrow,
        Reason = upper is null ? null : "the backlog grew by 12 requests each second.",
        Trials = [Trial(upper ?? lower ?? 1, "bad", "backlog", "the backlog grew by 12 requests each second.")],
    };

    private static CapacityTrialRecord Trial(double load, string verdict, string kind, string reason) => new("r01a1.a.work", load, 10, verdict, kind, reason, 100, 0, 1e6);
}
