using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Pages;

/// <summary>What every gate found: those that speak against the result in the open, the rest in a fold.</summary>
internal static class GateView
{
    public static IEnumerable<Block> Of(IReadOnlyList<GateRecord> gates)
    {
        var (loud, quiet) = (gates.Where(gate => gate.State is GateState.Warn or GateState.Invalid).ToList(), gates.Where(gate => gate.State is not (GateState.Warn or GateState.Invalid)).ToList());
        if (loud.Count > 0)
        {
            yield return Table(loud, "Gates that speak against the result, each with the worst value of a candidate.");
        }

        if (quiet.Count > 0)
        {
            yield return new Fold($"{Figure.Count(quiet.Count)} that do not", [Table(quiet, "Gates that are kept, could not be measured or do not apply.")]);
        }
    }

    private static FigureTable Table(List<GateRecord> gates, string caption) => TableColumn.Join(
    [
        new(new Column("gate", IsFigure: false), gates.ConvertAll(gate => $"{gate.Id} {GateNames.Of(gate.Id)}".TrimEnd())),
        new(new Column("candidate", IsFigure: false), gates.ConvertAll(gate => gate.Candidate ?? "the run")),
        new(new Column("value"), gates.ConvertAll(gate => Number(gate.Value))),
        new(new Column("limit"), gates.ConvertAll(gate => Number(gate.Limit))),
        new(new Column("state", IsFigure: false) { IsState = true }, gates.ConvertAll(gate => gate.State)),
        new(new Column("why", IsFigure: false), gates.ConvertAll(gate => gate.Reason ?? "")),
    ]) with
    {
        Caption = caption,
    };

    private static string Number(double? value) => value is { } known ? known.ToString("#,0.######", CultureInfo.InvariantCulture) : Figure.Unknown;
}
