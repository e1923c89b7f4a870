using FsCheck;
using FsCheck.Fluent;
using Prony.Statistics.Capacity;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Capacity;

public sealed class CapacitySearchTests
{
    /// <summary>One trial decides a load, and none confirms it.</summary>
    private static readonly CapacityRules Sharp = new() { Goal = new LoadGoal { TrialS = 10, EnoughS = 10, BadShare = 0 }, ConfirmS = null };

    [Fact]
    public void A_single_server_without_noise_is_bracketed_in_eleven_trials()
    {
        // M/M/1 with 1,000/s: p99 = ln 100 ÷ (μ − λ) is 25 ms at λ = 815.7932/s.
        var capacity = 1000 - (Math.Log(100) / 0.025);
        capacity.ShouldBe(815.7932, 1e-4);

        var bracket = CapacitySearch.Run(Sharp with { Width = 0.02 }, Below(capacity));

        bracket.Trials.Select(trial => Math.Round(trial.Load, 3)).ShouldBe([100, 200, 400, 800, 1600, 1131.371, 951.366, 872.406, 835.419, 817.518, 808.711]);
        bracket.Trials.Select(trial => trial.Verdict == TrialVerdict.Good).ShouldBe([true, true, true, true, false, false, false, false, false, false, true]);
        bracket.Lower!.Value.ShouldBe(808.711, 5e-4);
        bracket.Upper!.Value.ShouldBe(817.518, 5e-4);
        bracket.Middle!.Value.ShouldBe(Math.Sqrt(808.711 * 817.518), 1e-3);
        bracket.Width!.Value.ShouldBeLessThanOrEqualTo(0.02);
        bracket.End.ShouldBe(SearchEnd.Narrow);
        bracket.UpperReasons.ShouldBe(["response.p99"]);
    }

    [Fact]
    public void Two_good_trials_of_three_decide_and_a_long_one_confirms_the_lower_end()
    {
        var bracket = CapacitySearch.Run(new CapacityRules { Start = 100 }, Below(130));

        bracket.Trials.Take(4).Select(trial => trial.Load).ShouldBe([100, 100, 200, 200]);
        bracket.Trials[^1].ShouldSatisfyAllConditions(
            trial => trial.Load.ShouldBe(bracket.Lower!.Value),
            trial => trial.DurationS.ShouldBe(30),
            trial => trial.Verdict.ShouldBe(TrialVerdict.Good));
        bracket.Trials.SkipLast(1).ShouldAllBe(trial => trial.DurationS == 10);
        bracket.Confirmed.ShouldBeTrue();
    }

    [Fact]
    public void A_lower_end_that_a_long_trial_does_not_confirm_becomes_the_upper_end()
    {
        // Good for 10 s up to 130, for 30 s only up to 100: as with a cache or a queue that fills slowly.
        var bracket = CapacitySearch.Run(new CapacityRules { Start = 100 }, Trial(request => request.Load < (request.DurationS > 10 ? 100.5 : 130)));

        bracket.End.ShouldBe(SearchEnd.Narrow);
        bracket.Lower!.Value.ShouldBe(100, 0.5);
        bracket.Upper!.Value.ShouldBeInRange(100.5, 106);
        bracket.Confirmed.ShouldBeTrue();
    }

    [Fact]
    public void The_search_goes_down_where_the_first_load_is_too_much()
    {
        var bracket = CapacitySearch.Run(Sharp with { Start = 1000 }, Below(130));

        bracket.Trials.Take(4).Select(trial => trial.Load).ShouldBe([1000, 500, 250, 125]);
        bracket.Lower!.Value.ShouldBeLessThan(130);
        bracket.Upper!.Value.ShouldBeGreaterThanOrEqualTo(130);
    }

    [Fact]
    public void Near_an_earlier_answer_steps_begin_small()
    {
        var bracket = CapacitySearch.Run(Sharp with { Start = 1000, FirstStep = 1.05 }, Below(1120));

        bracket.Trials.Select(trial => Math.Round(trial.Load, 3)).ShouldBe([1000, 1050, 1157.625, 1102.5]);
        bracket.Width!.Value.ShouldBe(0.05, 1e-6);
    }

    [Fact]
    public void The_highest_load_that_may_be_tried_can_be_kept()
    {
        var bracket = CapacitySearch.Run(Sharp with { Highest = 700 }, Below(1e9));

        bracket.Trials.Select(trial => trial.Load).ShouldBe([100, 200, 400, 700]);
        (bracket.End, bracket.Lower, bracket.Upper, bracket.Middle, bracket.Width).ShouldBe((SearchEnd.HighestKept, 700.0, null, null, null));
    }

    [Fact]
    public void The_lowest_load_that_may_be_tried_can_be_too_much()
    {
        var bracket = CapacitySearch.Run(Sharp with { Lowest = 30 }, Below(1));

        bracket.Trials.Select(trial => trial.Load).ShouldBe([100, 50, 30]);
        (bracket.End, bracket.Lower, bracket.Upper).ShouldBe((SearchEnd.LowestMissed, null, 30.0));
    }

    [Fact]
    public void Users_are_whole_and_the_bracket_ends_at_neighbours()
    {
        var bracket = CapacitySearch.Run(Sharp with { Whole = true, Start = 1, Width = 0.001 }, Below(13.5));

        bracket.Trials.Select(trial => trial.Load).ShouldBe([1, 2, 4, 8, 16, 11, 13, 14]);
        (bracket.Lower, bracket.Upper, bracket.End).ShouldBe((13.0, 14.0, SearchEnd.Narrow));
    }

    [Fact]
    public void A_generator_that_cannot_make_a_load_ends_the_search_with_that_statement()
    {
        var bracket = CapacitySearch.Run(Sharp, request => request.Load > 500 ? Void(request, "V01") : Good(request));

        bracket.Trials.Select(trial => trial.Load).ShouldBe([100, 200, 400, 800, 800, 800]);
        (bracket.End, bracket.Lower, bracket.Upper).ShouldBe((SearchEnd.Generator, 400.0, null));
        bracket.VoidReasons.ShouldBe(["V01"]);
        bracket.UpperReasons.ShouldBeEmpty();
    }

    [Fact]
    public void Void_trials_count_neither_for_nor_against_and_are_made_again()
    {
        var (made, disturbed) = (0, Below(130));
        var bracket = CapacitySearch.Run(Sharp, request => made++ % 2 == 0 ? Void(request, "V14") : disturbed(request));
        var quiet = CapacitySearch.Run(Sharp, Below(130));

        (bracket.Lower, bracket.Upper, bracket.End).ShouldBe((quiet.Lower, quiet.Upper, SearchEnd.Narrow));
        bracket.Trials.Count.ShouldBe(2 * quiet.Trials.Count);
    }

    [Fact]
    public void A_budget_ends_it_with_what_is_known()
    {
        var bracket = CapacitySearch.Run(Sharp with { MostTrials = 6 }, Below(815.79));

        (bracket.End, bracket.Trials.Count, bracket.Lower).ShouldBe((SearchEnd.Budget, 6, 800.0));
        bracket.Upper!.Value.ShouldBe(1131.371, 1e-3);
    }

    [Fact]
    public void A_budget_that_is_just_enough_is_not_overdrawn() =>
        CapacitySearch.Run(Sharp with { Width = 0.02, MostTrials = 11 }, Below(815.7932)).End.ShouldBe(SearchEnd.Narrow);

    [Fact]
    public void Loads_whose_trials_disagree_are_named()
    {
        // 120 keeps the objectives in every second trial only.
        var made = 0;
        var bracket = CapacitySearch.Run(
            new CapacityRules { Start = 120, Highest = 160 },
            Trial(request => request.Load < 100 || (request.Load < 121 && made++ % 2 == 0)));

        bracket.Conflicting.ShouldContain(120);
        bracket.Conflicting.ShouldBeSubsetOf(bracket.Trials.Select(trial => trial.Load));
        bracket.Conflicting.ShouldNotContain(160);
        CapacitySearch.Run(new CapacityRules(), Below(130)).Conflicting.ShouldBeEmpty();
    }

    [Fact]
    public void Reasons_of_the_upper_end_are_the_most_frequent_first()
    {
        var made = 0;
        var rules = Sharp with { Goal = new LoadGoal { TrialS = 10, EnoughS = 30, BadShare = 0.5 }, Start = 100, Highest = 200, Width = 1 };
        var bracket = CapacitySearch.Run(rules, request => request.Load < 150 ? Good(request) : (made++) switch { 0 => Bad(request, "failures"), 1 => Good(request), _ => Bad(request, "backlog") });

        bracket.Upper.ShouldBe(200);
        bracket.UpperReasons.ShouldBe(["failures", "backlog"]);
    }

    [Fact]
    public void An_interrupted_search_goes_on_when_its_trials_are_recorded_again()
    {
        var whole = CapacitySearch.Run(new CapacityRules(), Below(815.79));
        var again = new CapacitySearch(new CapacityRules());
        foreach (var trial in whole.Trials.Take(7))
        {
            again.Next.ShouldNotBeNull().Load.ShouldBe(trial.Load);
            again.Record(trial);
        }

        again.Bracket.End.ShouldBe(SearchEnd.None);
        again.Next!.Value.ShouldBe(new TrialRequest(whole.Trials[7].Load, whole.Trials[7].DurationS));
    }

    [Fact]
    public void Only_the_trial_that_is_asked_for_is_taken()
    {
        var search = new CapacitySearch(Sharp with { Highest = 100 });

        Should.Throw<ArgumentException>(() => search.Record(new CapacityTrial(50, 10, TrialVerdict.Good)));
        search.Record(Good(search.Next!.Value));
        search.Next.ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => search.Record(new CapacityTrial(100, 10, TrialVerdict.Good)));
    }

    [Fact]
    public void How_long_it_can_last_is_known_before() => new CapacityRules { MostTrials = 40 }.LongestS.ShouldBe(1200);

    [Fact]
    public void Rules_outside_of_their_ranges_are_refused()
    {
        CapacityRules[] wrong =
        [
            Sharp with { Start = 0.5 }, Sharp with { Start = 1e9 }, Sharp with { Lowest = 0 }, Sharp with { Highest = double.PositiveInfinity }, Sharp with { Width = 0 },
            Sharp with { FirstStep = 1 }, Sharp with { FirstStep = 2.1 }, Sharp with { MostTrials = 0 }, Sharp with { MostVoid = 0 }, Sharp with { ConfirmS = 0 },
            Sharp with { Whole = true, Start = 1.5 }, Sharp with { Goal = new LoadGoal { BadShare = 1 } },
        ];

        wrong.ShouldAllBe(rules => Throws(rules));
    }

    [Fact]
    public void Any_sharp_capacity_is_bracketed_as_narrowly_as_wanted() => Prop.ForAll(Worlds(), world =>
    {
        var (rules, capacity) = world;
        var bracket = CapacitySearch.Run(rules, Below(capacity));

        bracket.Trials.ShouldAllBe(trial => trial.Load >= rules.Lowest && trial.Load <= rules.Highest && (!rules.Whole || double.IsInteger(trial.Load)));
        (bracket.Lower ?? 0).ShouldBeLessThan(capacity);
        (bracket.Upper ?? double.MaxValue).ShouldBeGreaterThanOrEqualTo(capacity);
        bracket.Conflicting.ShouldBeEmpty();
        if (bracket.End == SearchEnd.Narrow)
        {
            (bracket.Width <= rules.Width * (1 + 1e-9) || (rules.Whole && bracket.Upper - bracket.Lower <= 1)).ShouldBeTrue();
            bracket.Confirmed.ShouldBe(rules.ConfirmS is not null);
        }
        else
        {
            bracket.End.ShouldBe(capacity > rules.Highest ? SearchEnd.HighestKept : SearchEnd.LowestMissed);
        }
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<(CapacityRules Rules, double Capacity)> Worlds() => Arb.From(
        from whole in Gen.Choose(0, 1)
        from start in Gen.Choose(1, 5000)
        from capacity in Gen.Choose(1, 100_000)
        from width in Gen.Choose(1, 50)
        from step in Gen.Choose(1, 100)
        from confirm in Gen.Choose(0, 1)
        select (new CapacityRules
        {
            Whole = whole == 1,
            Start = start,
            Highest = 20_000,
            Width = width / 100.0,
            FirstStep = 1 + (step / 100.0),
            ConfirmS = confirm == 1 ? 30 : null,
            MostTrials = 1000,
        },
        capacity / 3.0));

    private static bool Throws(CapacityRules rules)
    {
        try
        {
            _ = new CapacitySearch(rules);
            return false;
        }
        catch (ArgumentOutOfRangeException)
        {
            return true;
        }
    }

    private static Func<TrialRequest, CapacityTrial> Below(double capacity) => Trial(request => request.Load < capacity);

    private static Func<TrialRequest, CapacityTrial> Trial(Func<TrialRequest, bool> keeps) => request => keeps(request) ? Good(request) : Bad(request, "response.p99");

    private static CapacityTrial Good(TrialRequest request) => new(request.Load, request.DurationS, TrialVerdict.Good);

    private static CapacityTrial Bad(TrialRequest request, string reason) => new(request.Load, request.DurationS, TrialVerdict.Bad, reason);

    private static CapacityTrial Void(TrialRequest request, string reason) => new(request.Load, request.DurationS, TrialVerdict.Void, reason);
}
