using Prony.Load.Recording;

namespace Prony.Load.Coordination;

/// <summary>Sums over slices: the requests due in the window, and what happened while it lasted.</summary>
/// <remarks>Thread: the coordinator only.</remarks>
internal sealed class WindowTotals
{
    /// <summary>The requests that were due in the window, however long they took.</summary>
    public RequestSet Within { get; } = new();

    /// <summary>Successes completed inside the window, those due before it included: what throughput counts.</summary>
    public long SucceededInside { get; private set; }

    /// <summary>Whole responses completed inside the window.</summary>
    public long CompletedInside { get; private set; }

    /// <summary>Requests sent inside the window.</summary>
    public long SentInside { get; private set; }

    /// <summary>Idle connections that the peer closed inside the window.</summary>
    public long ClosedIdleInside { get; private set; }

    /// <summary>Adds a slice.</summary>
    public void Add(Slice slice, bool insideWindow)
    {
        Within.Add(slice.Within);
        if (!insideWindow)
        {
            return;
        }

        SucceededInside += slice.Before.Succeeded + slice.Within.Succeeded;
        CompletedInside += slice.Before.Completed + slice.Within.Completed;
        SentInside += slice.Before.Sent + slice.Within.Sent;
        ClosedIdleInside += slice.ClosedIdle;
    }
}
