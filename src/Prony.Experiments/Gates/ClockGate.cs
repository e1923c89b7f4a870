using System.Globalization;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Gates;

/// <summary>V24: does the clock run evenly? Speed of CLOCK_MONOTONIC against the raw clock over the window, and where the kernel takes its time from.</summary>
internal sealed class ClockGate : IGate
{
    /// <summary>Sources that cost a microsecond or more per reading.</summary>
    private static readonly string[] Slow = ["hpet", "acpi_pm", "jiffies"];

    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Clock);
        if (facts.Surroundings is not { ClockDriftPpm: { } drift } around)
        {
            return GateFinding.Unknown(row, "there is no raw clock here to compare with");
        }

        var value = Math.Abs(drift);
        if (around.ClockSource is { } source && Slow.Contains(source))
        {
            return new GateFinding(
                new GateRecord(row.Id, value, row.Warn, GateState.Invalid),
                new DoubtRecord(
                    row.Id,
                    GateState.Invalid,
                    $"The kernel takes its time from {source}.",
                    "Each reading then costs a microsecond or more, several times per request, and steps are coarse.",
                    "Use a machine whose TSC is stable (cat /sys/devices/system/clocksource/clocksource0/available_clocksource)."));
        }

        return GateFinding.ByLimits(row, value, _ => new DoubtWords(
            string.Create(CultureInfo.InvariantCulture, $"The clock ran {value:0} millionths {(drift > 0 ? "faster" : "slower")} than the hardware."),
            string.Create(CultureInfo.InvariantCulture, $"Above {row.Warn:0} the time service is correcting it, and every duration is off by that share."),
            "Wait until the time service has settled (chronyc tracking, timedatectl), then measure again."));
    }
}
