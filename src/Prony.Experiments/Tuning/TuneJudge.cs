using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Tuning;

/// <summary>Which settings a stage passes on, and what the last one shows. Pure; docs/methods/tuning.md.</summary>
/// <param name="metric">What decides.</param>
/// <param name="margin">Smallest difference worth acting on.</param>
internal sealed class TuneJudge(string metric, double margin)
{
    /// <summary>A setting with more failures does other work than one without.</summary>
    private const double MostFailures = 0.001;

    private readonly bool _higherIsBetter = MetricWords.For(metric).HigherIsBetter;

    /// <summary>Successive halving: the better half goes on, and with it what lies within the margin of the best, up to three quarters.</summary>
    /// <param name="point">Figures of the stage.</param>
    /// <param name="settings">Names of all settings that took part.</param>
    internal IReadOnlyList<TunedSetting> Halve(PointVerdict point, IReadOnlyList<string> settings)
    {
        var ranked = Ranked(point, settings);
        var usable = ranked.Where(setting => setting.Value is not null).ToList();
        var half = Math.Max(Math.Min(TuneQuestion.MostFinalists, usable.Count), (settings.Count + 1) / 2);
        var most = TuneQuestion.MostKept(settings.Count);
        return
        [
            .. ranked.Select(setting => usable.IndexOf(setting) switch
            {
                < 0 => setting,
                0 => setting with { State = "best" },
                var at when at < half || (at < most && IsClose(setting.Ratio!.Value)) => setting with { State = "kept" },
                _ => setting with { State = "dropped" },
            }),
        ];
    }

    /// <summary>The last stage: each against the one that is ahead, which the figures themselves chose, so that all pairs count.</summary>
    internal IReadOnlyList<TunedSetting> Decide(PointVerdict point, IReadOnlyList<string> settings)
    {
        var ranked = Ranked(point, settings);
        var usable = ranked.Where(setting => setting.Value is not null).ToList();
        if (usable.Count == 0)
        {
            return ranked;
        }

        var best = Rounds(point, usable[0].Name);
        var rules = new ComparisonRules { Margin = margin, HigherIsBetter = _higherIsBetter, Comparisons = Math.Max(1, usable.Count * (usable.Count - 1) / 2) };
        return
        [
            .. ranked.Select(setting => usable.IndexOf(setting) switch
            {
                < 0 => setting,
                0 => setting with { State = "best" },
                _ => Against(setting, Rounds(point, setting.Name), best, rules),
            }),
        ];
    }

    /// <summary>The answer: a winner only where every other setting is shown to be worse.</summary>
    /// <param name="settings">Of the last stage, judged.</param>
    internal (string? Winner, IReadOnlyList<string> Best, string Sentence) Answer(IReadOnlyList<TunedSetting> settings)
    {
        if (settings.FirstOrDefault(setting => setting.State == "best") is not { } best)
        {
            return (null, [], "No setting gave a usable round, so none can be named.");
        }

        var noun = MetricWords.For(metric).Noun;
        var alike = settings.Where(setting => setting.State is "equivalent" or "not-told-apart").Select(setting => setting.Name).ToList();
        var worse = settings.Where(setting => setting.State == "worse").ToList();
        var behind = worse.Count == 0 ? "" : $" Worse are {Texts.List([.. worse.Select(Words)])}.";
        if (alike.Count > 0)
        {
            return (null, [best.Name, .. alike], $"{Texts.List([best.Name, .. alike])} cannot be told apart in {noun}: none of them is the winner, so take the one that costs least otherwise.{behind}");
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

    private static TunedSetting Against(TunedSetting setting, Dictionary<int, double> mine, Dictionary<int, double> best, ComparisonRules rules)
    {
        var common = mine.Keys.Intersect(best.Keys).Order().ToList();
        if (common.Count < ComparisonRules.FewestRounds)
        {
            return setting with { State = "not-told-apart" };
        }

        var result = PairedComparison.Of([.. common.Select(round => mine[round])], [.. common.Select(round => best[round])], rules);
        return setting with
        {
            Ratio = result.Ratio ?? setting.Ratio,
            Low = result.Low,
            High = result.High,
            State = result.Verdict switch
            {
                ComparisonVerdict.Worse => "worse",
                ComparisonVerdict.Equivalent => "equivalent",
                _ => "not-told-apart",
            },
        };
    }

    /// <summary>The best first, those that failed last.</summary>
    private List<TunedSetting> Ranked(PointVerdict point, IReadOnlyList<string> settings)
    {
        var all = settings.Select(name => Measured(point, name)).ToList();
        var usable = all.Where(setting => setting.Value is not null).OrderBy(setting => _higherIsBetter ? -setting.Value : setting.Value).ToList();
        return
        [
            .. usable.Select(setting => setting with { Ratio = setting.Value / usable[0].Value }),
            .. all.Where(setting => setting.Value is null),
        ];
    }

    private TunedSetting Measured(PointVerdict point, string name)
    {
        if (!point.Candidates.TryGetValue(name, out var summary))
        {
            return Failed(name, "it gave no whole round.");
        }

        var rounds = Rounds(point, name);
        return summary.Failures > MostFailures ? Failed(name, $"{ShareText.Format(summary.Failures)} of its requests failed.")
            : rounds.Count == 0 && summary.Rounds.Any(round => round.Invalid) ? Failed(name, "gates forbid to use its windows.")
            : rounds.Count == 0 ? Failed(name, $"its {MetricWords.For(metric).Noun} is not known.")
            : new TunedSetting(name, Math.Exp(rounds.Values.Average(Math.Log)), null, null, null, "kept", null);
    }

    private static TunedSetting Failed(string name, string reason) => new(name, null, null, null, null, "failed", reason);

    /// <summary>The values of the rounds that no gate forbids.</summary>
    private Dictionary<int, double> Rounds(PointVerdict point, string name) => point.Candidates[name].Rounds
        .Where(round => !round.Invalid)
        .Select(round => (round.Round, Value: ValueOf(round)))
        .Where(round => round.Value is > 0)
        .ToDictionary(round => round.Round, round => round.Value!.Value);

    private double? ValueOf(RoundFigures round) => metric switch
    {
        Metrics.Throughput => round.ThroughputPerS,
        Metrics.ResponseP50 => round.ResponseP50Ns,
        Metrics.ResponseP99 => round.ResponseP99Ns,
        Metrics.CpuPerRequest => round.CpuPerRequestNs,
        _ => round.MemoryPssBytes,
    };

    private bool IsClose(double ratio) => (_higherIsBetter ? 1 / ratio : ratio) <= 1 + margin;
}
