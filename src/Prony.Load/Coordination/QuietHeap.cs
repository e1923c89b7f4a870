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

    /// <summary>Part of it for large objects. Without saying so the runtime keeps the whole room twice, once for them.</summary>
    private const long RoomForLarge = 16L << 20;

    /// <summary>Whose load has the room: it must not be ended by another's end.</summary>
    private static QuietHeap? _owner;

    private long _allocatedBefore;

    /// <summary>Whether it has the room and little of it is left.</summary>
    public bool IsHalfUsed => Volatile.Read(ref _owner) == this && GC.GetTotalAllocatedBytes() - _allocatedBefore > Room / 2;

    /// <summary>Collects everything, and keeps further collections away where the runtime can.</summary>
    public void Begin()
    {
        End();
        if (Interlocked.CompareExchange(ref _owner, this, null) is not null)
        {
            // Nothing in another load's room, which a collection would end.
            return;
        }

        if (!TryBegin())
        {
            Volatile.Write(ref _owner, null);
        }

        _allocatedBefore = GC.GetTotalAllocatedBytes();
    }

    /// <summary>Lets the collector work again. Nothing when it was never kept away, or came all the same because the room was used up.</summary>
    public void End()
    {
        if (Volatile.Read(ref _owner) != this)
        {
            return;
        }

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
        finally
        {
            Volatile.Write(ref _owner, null);
        }
    }

    private static bool TryBegin()
    {
        try
        {
            // Collects first, also where it then cannot get the room.
            return GCSettings.LatencyMode != GCLatencyMode.NoGCRegion && GC.TryStartNoGCRegion(Room, RoomForLarge);
        }
        catch (ArgumentOutOfRangeException)
        {
            // More than this machine's heap can promise: then only what lies there is collected.
            GC.Collect();
            return false;
        }
        catch (InvalidOperationException)
        {
            // Somebody else in this process has such a room.
            return false;
        }
    }
}
