using System.Globalization;
using System.Text;
using Prony.Measurement.Requests;

namespace Prony.Reporting.Personalities.Oha;

/// <summary>oha's requests as CSV (oha 1.15, src/printer.rs): a line for each answer, in the order of their starts, seconds.</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class OhaCsv
{
    /// <summary>The lines.</summary>
    public static string Render(OhaFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var text = new StringBuilder("request-start,DNS,DNS+dialup,Response-delay,request-duration,bytes,status\n");
        foreach (var row in figures.Rows.OrderBy(Begun))
        {
            var begun = Begun(row);
            var dialup = row.ConnectStartNs > 0 ? row.SentNs - row.ConnectStartNs : 0;
            var firstByte = row.FirstByteNs == 0 ? row.EndedNs : row.FirstByteNs;
            var bytes = Math.Max(0, row.BytesReceived - (long)Math.Round(figures.HeadBytes));
            text.Append(CultureInfo.InvariantCulture, $"{Seconds(begun - figures.StartNs)},0,{Seconds(dialup)},{Seconds(firstByte - begun)},{Seconds(row.EndedNs - (figures.FromDue ? row.DueNs : begun))},{bytes},{row.Status}\n");
        }

        return text.ToString();
    }

    private static long Begun(RequestRow row) => row.ConnectStartNs > 0 ? row.ConnectStartNs : row.SentNs;

    private static string Seconds(long ns) => (ns / 1_000_000_000m).ToString(CultureInfo.InvariantCulture);
}
