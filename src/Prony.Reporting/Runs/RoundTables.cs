using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Observations;

namespace Prony.Reporting.Runs;

/// <summary>The primary metric round by round: the points that an interval comes from.</summary>
internal static class RoundTables
{
    /// <summary>None without rounds. Figures of a round that a gate forbids to use stand in brackets, which <see cref="ForbiddenRounds.Note"/> explains.</summary>
    public static IEnumerable<FigureTable> Of(
        RunView view, VerdictRecord verdict, string scenario, PointVerdict point, IReadOnlyList<string> names, int? width)
    {
        var rounds = point.Candidates.Values.SelectMany(c => c.Rounds).Select(r => r.Round).Distinct().Order().ToList();
        if (rounds.Count == 0)
        {
            return [];
        }

        var values = names.ToDictionary(name => name, name => rounds.ConvertAll(round => Value(view, verdict.Primary, scenario, point, name, round)));
        var labels = new TableColumn(new Column("round"), rounds.ConvertAll(round => Figure.Count(round)));
        return TableColumn.Fit(
            [labels, .. names.Where(name => name == verdict.Baseline).Select(name => Column(name, values[name], verdict.Primary))],
            [.. names.Where(name => name != verdict.Baseline).Select(name => Group(name, verdict, values))],
            width);
    }

    private static List<TableColumn> Group(string name, VerdictRecord verdict, Dictionary<string, List<RoundValue>> values)
    {
        var group = new List<TableColumn> { Column(name, values[name], verdict.Primary) };
        if (values.TryGetValue(verdict.Baseline, out var baseline))
        {
            // A ratio to 0 says nothing; the round then has none.
            var ratios = values[name].Zip(baseline, (own, other) => Shown(Figure.Ratio(other.Value is null or 0 ? null : own.Value / other.Value), own.IsForbidden || other.IsForbidden));
            group.Add(new TableColumn(new Column("÷ " + verdict.Baseline), [.. ratios]));
        }

        return group;
    }

    private static TableColumn Column(string name, List<RoundValue> values, string metric) =>
        new(new Column(name), values.ConvertAll(round => Shown(round.Value is null ? Figure.Unknown : MetricFigures.Text(metric, round.Value), round.IsForbidden)));

    private static string Shown(string figure, bool isForbidden) => ForbiddenRounds.Bracketed(figure, isForbidden && figure != Figure.Unknown);

    private static RoundValue Value(RunView view, string metric, string scenario, PointVerdict point, string candidate, int round)
    {
        var figures = point.Candidates[candidate].Rounds.FirstOrDefault(r => r.Round == round);
        return figures is null
            ? new RoundValue(null, false)
            : new RoundValue(MetricFigures.OfRound(metric, figures, CountedTrials.Behind(figures, CountedTrials.At(view, scenario, point.Load, candidate))), figures.Invalid);
    }

    /// <summary>What a round gave, and whether a gate forbids to use it.</summary>
    private readonly record struct RoundValue(double? Value, bool IsForbidden);
}
