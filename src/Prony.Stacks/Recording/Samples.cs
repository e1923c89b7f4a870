using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;

namespace Prony.Stacks.Recording;

/// <summary>Samples from readings. Pure.</summary>
internal static class Samples
{
    /// <param name="startNs">Start of the recording.</param>
    /// <param name="before">The reading before.</param>
    /// <param name="now">This one.</param>
    internal static UsageSample Between(long startNs, TreeReading before, TreeReading now)
    {
        var lengthS = MonotonicClock.ToSeconds(now.AtNs - before.AtNs);
        var cpuS = MonotonicClock.ToSeconds(Math.Max(0, now.CpuNs - before.CpuNs));
        var isFirst = before.AtNs == startNs;
        return new UsageSample(
            MonotonicClock.ToSeconds(now.AtNs - startNs),
            cpuS,
            lengthS > 0 ? cpuS / lengthS : 0,
            now.Live.Sum(static stat => stat.RssBytes),
            now.Live.Sum(static stat => stat.VirtualBytes),
            now.Live.Count,
            now.Live.Sum(static stat => stat.Threads))
        {
            PssBytes = now.Memory?.Pss,
            UssBytes = now.Memory?.Uss,
            VoluntarySwitches = Growth(before.Switches?.Voluntary, now.Switches?.Voluntary, isFirst),
            InvoluntarySwitches = Growth(before.Switches?.Involuntary, now.Switches?.Involuntary, isFirst),
            ReadBytes = Growth(before.Storage?.ReadBytes, now.Storage?.ReadBytes, isFirst),
            WrittenBytes = Growth(before.Storage?.WrittenBytes, now.Storage?.WrittenBytes, isFirst),
            ReadCalls = Growth(before.Storage?.ReadCalls, now.Storage?.ReadCalls, isFirst),
            WriteCalls = Growth(before.Storage?.WriteCalls, now.Storage?.WriteCalls, isFirst),
        };
    }

    /// <summary>Readings count from the beginning of the recording, so that nothing stands before the first.</summary>
    private static long? Growth(long? before, long? now, bool isFirst) => now - (isFirst ? 0 : before);
}
