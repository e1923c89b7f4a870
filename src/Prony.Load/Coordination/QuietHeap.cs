using System.Runtime;

namespace Prony.Load.Coordination;

/// <summary>Keeps Prony's own garbage collector out of a window: collects before it and asks the runtime for room to allocate without collecting until it ends (docs/methods/gates.md, V23).</summary>
/// <remarks>
/// On CPUs that are full a collection of a few megabytes stops the generator for tens of milliseconds: not for the work, but because every thread has to get a CPU once to be stopped.
/// The room is the process's; of loads that run at the same time only the first has it. Thread: one caller.
/// </remarks>
internal sealed class QuietHeap
{
    /// <summary>What the coordinator, the readings of /proc and the display allocate in a minute, several times over; the generator threads allocate nothing.</summary>
    private const long Room = 64L << 20;

    private bool _isBegun;

    /// <summary>Collects everything, and keeps further collections away where the runtime can.</summary>
    public void Begin()
    {
        End();
        _isBegun = TryBegin();
        if (!_isBegun && GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
        {
            // Not in another load's room, which a collection would end.
            GC.Collect();
        }
    }

    /// <summary>Lets the collector work again. Nothing when it was never kept away, or came all the same because the room was used up.</summary>
    public void End()
    {
        if (!_isBegun)
        {
            return;
        }

        _isBegun = false;
        try
        {
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            {
                GC.EndNoGCRegion();
            }
        }
        catch (InvalidOperationException)
        {
            // It was used up between the question and the call: the collector works again, which is all that is asked for.
        }
    }

    private static bool TryBegin()
    {
        try
        {
            return GCSettings.LatencyMode != GCLatencyMode.NoGCRegion && GC.TryStartNoGCRegion(Room);
        }
        catch (Exception refused) when (refused is ArgumentOutOfRangeException or InvalidOperationException)
        {
            // More than this machine's heap can promise, or another load was first.
            return false;
        }
    }
}
