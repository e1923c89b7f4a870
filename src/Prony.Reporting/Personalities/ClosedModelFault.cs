using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Personalities;

/// <summary>The fault of every tool whose users wait for their answers: a server that stands still is asked less, so that its pauses hardly count.</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class ClosedModelFault
{
    private const double WorthTelling = 2;

    /// <summary>Found where the stretches without any answer would move the 99th percentile.</summary>
    /// <param name="users">How many of them wait.</param>
    /// <param name="window">Whose window.</param>
    /// <param name="clock">When its answers came.</param>
    /// <param name="printed">The times that are printed.</param>
    /// <returns>Null when nothing would differ.</returns>
    public static ToolFault? Find(long users, WindowRecord window, ToolClock clock, ToolTimes printed)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(printed);
        var windowNs = (long)(window.DurationS * 1e9);
        if (windowNs <= 0 || printed.Count == 0)
        {
            return null;
        }

        var still = Standstill.Of(clock.Gaps(windowNs), windowNs);
        return still.P99Ns <= WorthTelling * printed.At(99)
            ? null
            : new ToolFault("closed-model", string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"for {Figure.Duration(still.TotalNs)} of {Figure.Chosen(window.DurationS)} (longest {Figure.Duration(still.LongestNs)}) no answer came while all {Figure.Count(users, "user")} waited, and nobody else was asked: p99 {Figure.Duration(printed.At(99))} is of those who were; visitors at any instant would have seen up to p99 {Figure.Duration(still.P99Ns)}. Ask at a rate (prony load --rate N) to measure it."));
    }
}
