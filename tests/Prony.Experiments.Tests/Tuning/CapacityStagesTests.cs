using Prony.Experiments.Capacities;
using Prony.Experiments.Objectives;
using Prony.Experiments.Tuning;
using Prony.Measurement.Runs;
using Prony.Statistics.Capacity;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Tuning;

/// <summary>Tuning by capacity with simulated trials: a trial is good when its load is below the capacity of its setting, give or take the scatter.</summary>
public class CapacityStagesTests
{
    private const double Margin = 0.05;

    private static readonly CapacityQuestion Asked = new() { Objectives = [Objective.Parse("response.p99 <= 100ms")], Width = 0.025 };

    [Theory]
    [InlineData(0.05, 16, 0.2)]
    [InlineData(0.05, 9, 0.1125)]
    [InlineData(0.05, 4, 0.05)]
    [InlineData(0.05, 2, 0.05)]
    [InlineData(0.05, 64, 0.25)]
    [InlineData(0.5, 16, 0.5)]
    public void Brackets_are_wide_while_there_are_many_settings_and_as_asked_for_in_the_last_stage(double asked, int settings, double width) =>
        CapacityStages.Width(asked, settings).ShouldBe(width, 1e-12);

    [Fact]
    public void One_trial_decides_a_load_before_the_last_stage_and_each_stage_begins_where_the_one_before_ended()
    {
        var first = CapacityStages.Of(Asked, 16, 2, null);
        (first.DecidingTrials, first.Rounds, first.Known.Count).ShouldBe((1, 2, 0));
        first.Rules(null, 0, "w1").ShouldSatisfyAllConditions(r => r.Start.ShouldBe(100), r => r.ConfirmS.ShouldBeNull(), r => r.Goal.EnoughS.ShouldBe(10), r => r.MostTrials.ShouldBe(20));

        var last = CapacityStages.Of(Asked, 4, 6, Record(first, ("w1", [(500, 550), (510, 561)]), ("w2", [(900, null)])));
        (last.DecidingTrials, last.Width, last.KnownWidth).ShouldBe((3, 0.025, 0.1));
        last.Rules(null, 0, "w1").ShouldSatisfyAllConditions(r => r.Start.ShouldBe(510), r => r.FirstStep.ShouldBe(1.1, 1e-12), r => r.ConfirmS.ShouldBe(30), r => r.MostTrials.ShouldBe(40));
        last.Rules(null, 0, "w2").Start.ShouldBe(100, "no bracket, no answer");
        last.Rules(500, 0, "w1").ShouldSatisfyAllConditions(r => r.Start.ShouldBe(500), r => r.MostTrials.ShouldBe(16));
    }

    [Fact]
    public void A_better_setting_of_sixteen_is_found_in_almost_every_world_and_far_below_the_longest_time()
    {
        var found = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            var world = new SimulatedTuning(seed, scatter: 0.01);
            var (winner, _, _) = world.Tune([.. Enumerable.Range(1, 16).Select(i => ($"w{i}", i == 11 ? 1_300.0 : 400.0 + (i * 40)))]);
            found += winner == "w11" ? 1 : 0;
            world.TrialsS.ShouldBeLessThan(CapacityStages.DurationS(world.Question, new PhaseLengths(2, 20, null, 0, 0)).Longest / 2);
        }

        found.ShouldBeGreaterThan(36);
    }

    [Fact]
    public void A_plateau_is_rarely_given_a_winner_and_its_settings_are_named_together()
    {
        var winners = 0;
        for (var seed = 1; seed <= 100; seed++)
        {
            var (winner, best, _) = new SimulatedTuning(seed, scatter: 0.02).Tune([("w1", 200), ("w2", 400), ("w4", 800), ("w8", 800), ("w16", 800), ("w32", 800)]);
            winners += winner is null ? 0 : 1;
            best.ShouldNotContain("w1");
        }

        winners.ShouldBeLessThan(5);
    }

    [Fact]
    public void A_difference_within_the_width_of_a_bracket_tells_nothing_apart()
    {
        var figures = new Dictionary<string, SettingFigures>
        {
            ["w1"] = new(Enumerable.Range(1, 6).ToDictionary(round => round, round => 1_000.0 + round), null, null),
            ["w2"] = new(Enumerable.Range(1, 6).ToDictionary(round => round, round => 880.0 + round), null, null),
        };
        var judge = new TuneJudge(Metrics.Capacity, Margin);
        judge.Decide(figures, 0.05)[1].State.ShouldBe("worse");
        judge.Decide(figures, 0.15)[1].State.ShouldBe("not-told-apart");
    }

    [Fact]
    public void A_setting_that_carried_more_than_could_be_tried_forbids_a_winner()
    {
        var judge = new TuneJudge(Metrics.Capacity, Margin);
        var found = Record(Asked, ("w1", [.. Enumerable.Range(1, 6).Select(i => (500.0 + i, (double?)(510.0 + i)))]), ("w2", [.. Enumerable.Range(1, 6).Select(i => (900.0 + i, (double?)(920.0 + i)))]), ("w3", [(9_000, null)]));
        var judged = judge.Decide(new[] { "w1", "w2", "w3", "w4" }.ToDictionary(name => name, name => SettingFigures.Of(found, name)), 0.025);

        judged.Select(setting => (setting.Name, setting.State)).ShouldBe([("w2", "best"), ("w1", "worse"), ("w3", "open"), ("w4", "failed")]);
        judged[3].Reason.ShouldBe("could not be started: no port.");
        judge.Answer(judged).Winner.ShouldBe("w2");
        var (winner, best, sentence) = judge.Answer(judged, [judged[2]]);
        winner.ShouldBeNull();
        best.ShouldBe(["w2"]);
        sentence.ShouldStartWith("w3 carried more than could be tried, so nobody knows which setting is best: raise --max, or give the generator a machine of its own. Of the others: w2 has the best capacity of the settings of the last stage.");
        judge.Answer([judged[2]], [judged[2]]).ShouldSatisfyAllConditions(only => only.Best.ShouldBeEmpty(), only => only.Sentence.ShouldEndWith("a machine of its own."));
    }

    [Fact]
    public void How_long_it_takes_is_known_before_it_starts()
    {
        var question = new TuneQuestion("web", Metrics.Capacity, [.. Names(16).Select(name => new Definitions.CandidateEntry(name, CandidateKind.Stack, null, null, null, Optional: true))], 6) { Capacity = Asked };
        var phases = new PhaseLengths(2, 20, null, 1, 1);
        var (expected, longest) = question.DurationS(phases);
        expected!.Value.ShouldBeInRange(16 * 2 * 60, longest);
        (question with { Capacity = null }).DurationS(phases).ShouldBe((null, question.LongestS(phases)));
    }

    private static string[] Names(int count) => [.. Enumerable.Range(1, count).Select(i => $"w{i}")];

    private static CapacityRecord Record(CapacityQuestion ask, params (string Name, (double Lower, double? Upper)[] Rounds)[] settings) => new()
    {
        Experiment = "x",
        Scenario = "work",
        Settings = ask.Settings(0),
        Baseline = "w1",
        Margin = Margin,
        Rounds = ask.Rounds,
        Candidates = [.. settings.Select(setting => new CapacityCandidate { Name = setting.Name, Sentence = $"{setting.Name} keeps it.", Searches = [.. setting.Rounds.Select((round, index) => Found(index + 1, round.Lower, round.Upper, round.Upper is null ? SearchEndName.HighestKept : SearchEndName.Narrow))] })],
        Skipped = [new SkippedRecord("w4", "could not be started: no port.", "")],
    };

    private static CapacitySearchRecord Found(int round, double? lower, double? upper, string end) =>
        new() { Round = round, Lower = lower, Upper = upper, Middle = lower is { } l && upper is { } u ? Math.Sqrt(l * u) : null, End = end, Trials = [] };

    /// <summary>The stages as <see cref="Tuner"/> makes them, with trials that are drawn.</summary>
    private sealed class SimulatedTuning(int seed, double scatter)
    {
        private readonly Random _random = new(seed);

        public TuneQuestion Question { get; private set; } = new("web", Metrics.Capacity, [], 6);

        /// <summary>Seconds of all windows.</summary>
        public double TrialsS { get; private set; }

        public (string? Winner, IReadOnlyList<string> Best, string Sentence) Tune((string Name, double Capacity)[] settings)
        {
            Question = new TuneQuestion("web", Metrics.Capacity, [.. settings.Select(setting => new Definitions.CandidateEntry(setting.Name, CandidateKind.Stack, null, null, null, Optional: true))], 6) { Capacity = Asked };
            var judge = new TuneJudge(Metrics.Capacity, Margin);
            var left = settings.ToList();
            CapacityRecord? before = null;
            while (true)
            {
                var isLast = left.Count <= TuneQuestion.MostFinalists;
                var ask = CapacityStages.Of(Asked, left.Count, isLast ? Question.FinalRounds : TuneQuestion.StageRounds, before);
                before = Search(ask, left);
                var figures = left.ToDictionary(setting => setting.Name, setting => SettingFigures.Of(before, setting.Name));
                if (isLast)
                {
                    return judge.Answer(judge.Decide(figures, ask.Width));
                }

                var kept = judge.Halve(figures, ask.Width).Where(setting => setting.State is "best" or "kept").Select(setting => setting.Name).ToHashSet();
                left.RemoveAll(setting => !kept.Contains(setting.Name));
            }
        }

        private CapacityRecord Search(CapacityQuestion ask, List<(string Name, double Capacity)> settings) => Record(ask) with
        {
            Candidates = [.. settings.Select(setting => new CapacityCandidate { Name = setting.Name, Sentence = "", Searches = Rounds(ask, setting.Name, setting.Capacity) })],
        };

        private List<CapacitySearchRecord> Rounds(CapacityQuestion ask, string name, double capacity)
        {
            var found = new FoundSearches();
            for (var round = 1; round <= ask.Rounds; round++)
            {
                var bracket = CapacitySearch.Run(ask.Rules(found.Before(name), _random.NextDouble(), name), asked =>
                {
                    TrialsS += asked.DurationS;
                    return new CapacityTrial(asked.Load, asked.DurationS, asked.Load <= capacity * Math.Exp(scatter * Noise()) ? TrialVerdict.Good : TrialVerdict.Bad, null);
                });
                found.Add(name, Found(round, bracket.Lower, bracket.Upper, CapacityWords.Name(bracket.End)) with { Trials = [new CapacityTrialRecord("r01a1", 1, 1, "good", null, null, null, null, null)] });
            }

            return found.ByCandidate[name];
        }

        private double Noise() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
    }
}
