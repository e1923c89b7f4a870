using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Loads;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Articles;

/// <summary>What was measured: candidates side by side, each by itself, and what each layer used.</summary>
internal static class ArticleResults
{
    private static readonly string[] Percentiles = ["10", "25", "50", "75", "90", "95", "99", "99.9"];

    public static IEnumerable<Block> Of(RunView view, VerdictRecord verdict)
    {
        foreach (var (name, scenario) in verdict.Scenarios)
        {
            foreach (var block in CurveView.Of(name, scenario.Curves, width: null))
            {
                yield return block;
            }

            foreach (var point in scenario.Points)
            {
                yield return new Heading($"{name}, {PointFigures.LoadText(point.Load)}");
                foreach (var block in At(view, verdict, name, point))
                {
                    yield return block;
                }
            }
        }
    }

    /// <summary>What each service used, what it told of itself, and what was full.</summary>
    public static IEnumerable<Block> Resources(VerdictRecord verdict)
    {
        var points = verdict.Scenarios.SelectMany(scenario => scenario.Value.Points.Select(point => (Scenario: scenario.Key, Point: point))).ToList();
        foreach (var (scenario, point) in points)
        {
            var blocks = Layers(point, Names(verdict, point)).ToList();
            if (blocks.Count > 0 && points.Count > 1)
            {
                yield return new Heading($"{scenario}, {point.Load.Text}");
            }

            foreach (var block in blocks)
            {
                yield return block;
            }
        }
    }

    private static IEnumerable<Block> At(RunView view, VerdictRecord verdict, string scenario, PointVerdict point)
    {
        var names = Names(verdict, point);
        if (names.Count == 0)
        {
            yield return new Prose(null, "No candidate has a whole round at this load.");
            yield break;
        }

        var sentences = point.Comparisons.Where(c => c.Metric == verdict.Primary).Select(c => c.Sentence).Append(point.Winner?.Sentence).OfType<string>().ToList();
        if (sentences.Count > 0)
        {
            yield return new Bullets([.. sentences.Select(sentence => new Bullet(null, sentence))]);
        }

        foreach (var table in CandidateTable.Of(point, names, verdict.Baseline, width: null))
        {
            yield return table;
        }

        foreach (var name in names)
        {
            yield return new Prose($"Summary of {name}", $"{Figure.Count(point.Candidates[name].Rounds.Count, "round")}.");
            yield return new Quote([.. Summary(point.Candidates[name])]);
        }

        var rounds = RoundTables.Of(view, verdict, scenario, point, names, width: null).ToList();
        if (rounds.Count > 0)
        {
            yield return new Fold($"Rounds: {verdict.Primary}, what the interval comes from", [.. rounds, .. ForbiddenRounds.Note(view, scenario, point, names)]);
        }
    }

    /// <summary>A candidate by itself, in lines as load generators print them.</summary>
    private static IEnumerable<string> Summary(CandidateSummary summary)
    {
        (string Name, string Value)[] rows =
        [
            ("Requests/s", Figure.PerSecond(summary.ThroughputPerS) + (summary.ThroughputInterval is { } interval ? $" ({Figure.PerSecond(interval.Low)}–{Figure.PerSecond(interval.High)}, 95 %)" : "")),
            ("Failed", Figure.Share(summary.Failures)),
            ("Status codes", Counted.Text(summary.Status.OrderBy(status => status.Key, StringComparer.Ordinal).Select(status => (status.Key, status.Value)))),
            ("Outcomes", summary.Outcomes is { } outcomes ? Counted.Outcomes(outcomes) : Figure.Unknown),
            ("Response mean", Figure.Duration(summary.ResponseNs.Count > 0 ? summary.ResponseNs.Mean : null)),
            ("Fastest, slowest", summary.ResponseNs.Count > 0 ? $"{Figure.Duration(summary.ResponseNs.Min)}, {Figure.Duration(summary.ResponseNs.Max)}" : Figure.Unknown),
            .. Percentiles.Select(p => ($"Response p{p}", Figure.Percentile(summary.ResponseNs, p))).Where(row => row.Item2 != Figure.Unknown),
            ("Service p50, p99", $"{Figure.Percentile(summary.ServiceNs, "50")}, {Figure.Percentile(summary.ServiceNs, "99")}"),
            ("CPU", $"{Figure.Cores(summary.CpuCores?.Mean)} cores on average, {Figure.Cores(summary.CpuCores?.Peak)} in the busiest second, {Figure.Duration(summary.CpuPerRequestNs)} per request"),
            ("Memory", $"{Figure.Bytes(summary.MemoryPssBytes)}, {Figure.Bytes(summary.MemoryPeakBytes)} at most"),
        ];
        var width = rows.Max(row => row.Name.Length);
        return rows.Select(row => $"{(row.Name + ":").PadRight(width + 2)}{row.Value}");
    }

    private static IEnumerable<Block> Layers(PointVerdict point, List<string> names)
    {
        if (ServiceTable.Of(point, names) is { } services)
        {
            yield return services;
        }

        var limits = names.Where(name => point.Candidates[name].Bottleneck is not null).Select(name => new Bullet($"Limit of {name}", point.Candidates[name].Bottleneck!.Sentence)).ToList();
        if (limits.Count > 0)
        {
            yield return new Bullets(limits);
        }

        foreach (var bullets in new[] { LayerView.Of(point, names), RecoveryView.Of(point, names), SpreadText.Of(point, names) is { Count: > 0 } spreads ? new Bullets(spreads) : null })
        {
            if (bullets is not null)
            {
                yield return bullets;
            }
        }
    }

    private static List<string> Names(VerdictRecord verdict, PointVerdict point) => [.. point.Candidates.Keys.OrderBy(name => name == verdict.Baseline ? 0 : 1)];
}
