using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Loads;

/// <summary>Where the time of a request went: a row for each part.</summary>
internal static class PartsTable
{
    /// <summary>What the rows are, without their units.</summary>
    public const string Note = "Parts of the whole responses: connect is 0 on a connection that was open; dns is the lookups, which belong to no request.";

    /// <summary>The table.</summary>
    public static FigureTable Of(PartsRecord parts) => new(
        [new Column("", IsFigure: false), new Column("mean"), new Column("fastest"), new Column("slowest")],
        [
            Row("dns", parts.Dns),
            Row("connect", parts.Connect),
            Row("write", parts.Write),
            Row("wait", parts.Wait),
            Row("read", parts.Read),
        ]);

    private static string[] Row(string name, PartRecord part) =>
        [name, Figure.Duration(part.Mean), Figure.Duration(part.Min), Figure.Duration(part.Max)];
}
