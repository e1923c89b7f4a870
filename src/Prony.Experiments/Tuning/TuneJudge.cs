using Prony.Experiments.Gates;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Tuning;

/// <summary>Which settings a stage passes on, and what the last one shows. Pure; docs/methods/tuning.md.</summary>
/// <param name="metric">What decides.</param>
/// <param name="margin">Smallest difference worth acting on.</param>
/// <param name="limits">Limits of gates that differ from the defaults; null: none.</param>
internal sealed class TuneJudge(string metric, double margin, IReadOnlyList<LimitRecord>? limits = null)
{
    private const string NotCompared = "not-compared";

    /// <summary>Share of the rounds that may be without a figure: with more of them the rest is a selection.</summary>
    private readonly double _mostWithout = GateLimits.RoundHealth.ChangedBy(limits ?? []).Invalid!.Value;

    private readonly bool _higherIsBetter = MetricWords.For(metric).HigherIsBetter;

    /// <summary>Successive halving: the better half goes on, and with it what lies within the margin of the best, up to three quarters; also what carried more than could be tried in some round, because nobody knows how far it is behind.</summary>
    /// <param name="point">Figures of the stage.</param>
    /// <param name="settings">Names of all settings that took part.</param>
    internal IReadOnlyList<TunedSetting> Halve(PointVerdict point, IReadOnlyList<string> settings) => Halve(Figures(point, settings), steps: 0);

    /// <param name="figures">Of the stage, every setting that took part.</param>
    /// <param name="steps">Differences that what measured them may have made, as a share: the width of a bracket. 0 for none.</param>
    internal IReadOnlyList<TunedSetting> Halve(IReadOnlyDictionary<string, SettingFigures> figures, double steps)
    {
        var ranked = Ranked(figures);
        var usable = ranked.Where(setting => setting.Value is not null).ToList();
        var half = Math.Max(Math.Min(TuneQuestion.MostFinalists, usable.Count), (figures.Count + 1) / 2);
        var most = TuneQuestion.MostKept(figures.Count);
        var close = 1 + Math.Max(margin, steps);
        return
        [
            .. ranked.Select(setting => usable.IndexOf(setting) switch
            {
                < 0 => setting,
                0 => setting with { State = "best" },
                var at when at < half || figures[setting.Name].IsMore || (at < most && Behind(setting.Ratio!.Value) <= close) => setting with { State = "kept" },
                _ => setting with { State = "dropped" },
            }),
        ];
    }

    /// <summary>The last stage: each against the one that is ahead, which the figures themselves chose, so that all pairs count.</summary>
    internal IReadOnlyList<TunedSetting> Decide(PointVerdict point, IReadOnlyList<string> settings) => Decide(Figures(point, settings), steps: 0);

    /// <param name="figures">Of the stage, every setting that took part.</param>
    /// <param name="steps">As in <see cref="Halve(IReadOnlyDictionary{string, SettingFigures}, double)"/>: a smaller difference tells nothing apart.</param>
    internal IReadOnlyList<TunedSetting> Decide(IReadOnlyDictionary<string, SettingFigures> figures, double steps)
    {
        var ranked = Ranked(figures);
        var usable = ranked.Where(setting => setting.Value is not null).ToList();
        if (usable.Count == 0)
        {
            return ranked;
        }

        var best = figures[usable[0].Name];
        var rules = new ComparisonRules { Margin = margin, HigherIsBetter = _higherIsBetter, Comparisons = Math.Max(1, usable.Count * (usable.Count - 1) / 2) };
        return
        [
            .. ranked.Select(setting => usable.IndexOf(setting) switch
            {
                < 0 => setting,
                0 => setting with { State = "best", Pairs = best.Rounds.Count, Made = best.Made.Count },
                _ => Against(setting, figures[setting.Name], best, rules, steps),
            }),
        ];
    }

    /// <summary>A stage that was cut off: who is ahead so far, and nothing more.</summary>
    /// <param name="figures">Of the rounds that were made.</param>
    internal IReadOnlyList<TunedSetting> SoFar(IReadOnlyDictionary<string, SettingFigures> figures) =>
    [
        .. Ranked(figures).Select((setting, at) => setting.Value is null ? setting
            : at == 0 ? setting with { State = "best" }
            : setting with { State = NotCompared, Reason = "the stage was not made to its end" }),
    ];

    /// <summary>What is known before the last stage has ended: who is ahead, and no winner.</summary>
    /// <param name="settings">Of the last stage that has figures.</param>
    /// <param name="where">How far it got, as the rest of "Preview, not an answer:".</param>
    internal (IReadOnlyList<string> Best, string Sentence) Preview(IReadOnlyList<TunedSetting> settings, string where)
    {
        var best = settings.FirstOrDefault(setting => setting.State == "best");
        return best is null
            ? ([], $"Preview, not an answer: {where}. No setting gave a usable round so far.")
            : ([best.Name], $"Preview, not an answer: {where}. {best.Name} is ahead in {MetricWords.For(metric).Noun} so far, and no winner is named.");
    }

    /// <summary>The answer: a winner only where every other setting is shown to be worse.</summary>
    /// <param name="settings">Of the last stage, judged.</param>
    /// <param name="open">Settings of all stages that carried more than could be tried; null: none.</param>
    internal (string? Winner, IReadOnlyList<string> Best, string Sentence) Answer(IReadOnlyList<TunedSetting> settings, IReadOnlyList<TunedSetting>? open = null)
    {
        var (winner, best, sentence) = AmongMeasured(settings);
        if (open is not [_, ..])
        {
            return (winner, best, sentence);
        }

        var names = Texts.List([.. open.Select(setting => setting.Name)]);
        return (null, best, $"{names} carried more than could be tried, so nobody knows which setting is best: raise --max, or give the generator a machine of its own.{(best.Count == 0 ? "" : $" Of the others: {sentence}")}");
    }

    private (string? Winner, IReadOnlyList<string> Best, string Sentence) AmongMeasured(IReadOnlyList<TunedSetting> settings)
    {
        if (settings.FirstOrDefault(setting => setting.State == "best") is not { } best)
        {
            return (null, [], "No setting gave a usable round, so none can be named.");
        }

        var noun = MetricWords.For(metric).Noun;
        var alike = settings.Where(setting => setting.State is "equivalent" or "not-told-apart").Select(setting => setting.Name).ToList();
        var missing = settings.Where(setting => setting.State == NotCompared).Select(setting => setting.Name).ToList();
        var worse = settings.Where(setting => setting.State == "worse").ToList();
        var behind = (missing.Count == 0 ? "" : $" {Texts.List(missing)} could not be compared with it: too few rounds count for both, so run again when this machine is quiet, or with more rounds.")
            + (worse.Count == 0 ? "" : $" Worse are {Texts.List([.. worse.Select(Words)])}.");
        if (alike.Count > 0)
        {
            return (null, [best.Name, .. alike, .. missing], $"{Texts.List([best.Name, .. alike])} cannot be told apart in {noun}: none of them is the winner, so take the one that costs least otherwise.{behind}");
        }

        if (missing.Count > 0)
        {
            return (null, [best.Name, .. missing], $"No winner: {best.Name} is ahead in {noun}.{behind}");
        }

        return worse.Count == 0
            ? (null, [best.Name], $"Only {best.Name} gave usable rounds in the last stage, so it was compared with nothing.")
            : (best.Name, [best.Name], $"{best.Name} has the best {noun} of the settings of the last stage.{behind}");
    }

    private string Words(TunedSetting setting)
    {
        var text = new RatioText(setting.Ratio!.Value, setting.Low, setting.High, MetricWords.For(metric));
        return $"{setting.Name} ({text.Effect}{(text.Interval is { } interval ? $", {interval}" : "")})";
    }

    private TunedSetting Against(TunedSetting setting, SettingFigures mine, SettingFigures best, ComparisonRules rules, double steps)
    {
        var common = mine.Rounds.Keys.Intersect(best.Rounds.Keys).Order().ToList();
        var made = mine.Made.Intersect(best.Made).Count();
        setting = setting with { Pairs = common.Count, Made = made };
        if (common.Count < ComparisonRules.FewestRounds || made - common.Count > _mostWithout * made)
        {
            // The word for a difference that nobody looked at is another than the one for a difference that nobody found.
            return setting with { State = NotCompared, Reason = $"only {common.Count} of {made} rounds count for both" };
        }

        var result = PairedComparison.Of([.. common.Select(round => mine.Rounds[round])], [.. common.Select(round => best.Rounds[round])], rules);
        return setting with
        {
            Ratio = result.Ratio ?? setting.Ratio,
            Low = result.Low,
            High = result.High,
            State = result.Verdict switch
            {
                ComparisonVerdict.Worse when !mine.IsMore && (steps == 0 || result.High < 1 / (1 + steps)) => "worse",
                ComparisonVerdict.Equivalent when !mine.IsMore && !best.IsMore => "equivalent",
                _ => "not-told-apart",
            },
        };
    }

    /// <summary>The best first, those that failed last.</summary>
    private List<TunedSetting> Ranked(IReadOnlyDictionary<string, SettingFigures> figures)
    {
        var all = figures.Select(pair => Measured(pair.Key, pair.Value)).ToList();
        var usable = all.Where(setting => setting.Value is not null).OrderBy(setting => _higherIsBetter ? -setting.Value : setting.Value).ToList();
        return
        [
            .. usable.Select(setting => setting with { Ratio = setting.Value / usable[0].Value }),
            .. all.Where(setting => setting.Value is null),
        ];
    }

    private static TunedSetting Measured(string name, SettingFigures found) =>
        found.Failed is { } reason ? new TunedSetting(name, null, null, null, null, "failed", reason)
        : found.Open is { } open ? new TunedSetting(name, null, null, null, null, "open", open)
        : new TunedSetting(name, Math.Exp(found.Rounds.Values.Average(Math.Log)), null, null, null, "kept", null);

    private Dictionary<string, SettingFigures> Figures(PointVerdict point, IReadOnlyList<string> settings) =>
        settings.ToDictionary(name => name, name => SettingFigures.Of(point, metric, name));

    /// <summary>How many times as good the best is.</summary>
    private double Behind(double ratio) => _higherIsBetter ? 1 / ratio : ratio;
}
