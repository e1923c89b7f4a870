using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Reporting.Personalities;

namespace Prony.Cli.Personalities;

/// <summary>Our own fault: requests that came too fast to be noted one by one.</summary>
internal static class DroppedRows
{
    /// <summary>A line about them; none when there were none.</summary>
    public static IEnumerable<ToolFault> In(LoadRecord load)
    {
        if (load.Recorded is { Dropped: > 0 and var dropped })
        {
            yield return new ToolFault("prony-dropped", $"{CountText.Of(dropped, "request")} of {CountText.Of(load.Requests.Due)} ended too fast to be noted one by one, and are in none of the figures above; prony load counts all of them: {CountText.Of((long)load.CompletedPerS)} answers/s.");
        }
    }
}
