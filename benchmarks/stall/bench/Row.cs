using System.Globalization;

namespace Prony.StallBench;

/// <summary>What a tool said; milliseconds, NaN for what it does not say.</summary>
internal sealed record Row(double RatePerS, double MeanMs, double P50Ms, double P90Ms, double P95Ms, double P99Ms)
{
    /// <summary>A line of the table.</summary>
    public string Line(string name) =>
        $"| {name} | {Text(RatePerS)} | {Text(MeanMs)} | {Text(P50Ms)} | {Text(P90Ms)} | {Text(P95Ms)} | {Text(P99Ms)} |";

    private static string Text(double value)
    {
        if (double.IsNaN(value))
        {
            return "–";
        }

        return value.ToString(value < 10 ? "0.0#" : "#,0", CultureInfo.InvariantCulture);
    }
}
