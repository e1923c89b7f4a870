using Prony.Stacks.Accounting;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Containment;

/// <summary>All processes of one service, wherever they went: children, grandchildren, those that left their parent or their session.</summary>
/// <remarks>Thread: readings may be taken by another thread than the one that starts and stops.</remarks>
internal abstract class ServiceGroup
{
    /// <summary>Context switches of the group since it was made, as far as readings saw them.</summary>
    internal SwitchLedger Switches { get; } = new();

    /// <summary>Files into which a process writes its id to join before it becomes the program; none when there is no group to join.</summary>
    internal IEnumerable<string> JoinFiles => OwnJoinFiles.Concat(Limits.JoinFiles);

    /// <summary>What bounds the processes.</summary>
    internal ResourceLimits Limits { get; init; } = ResourceLimits.None;

    private protected virtual IReadOnlyList<string> OwnJoinFiles => [];

    /// <summary>Makes a process that was just started known as a root of the group.</summary>
    internal virtual void AddLeader(int pid)
    {
    }

    /// <summary>The live processes; zombies are dead.</summary>
    internal abstract IReadOnlyList<ProcessStat> ReadLive();

    /// <summary>CPU of the group since it was made, dead processes included as far as the source can see, nanoseconds; never decreases.</summary>
    /// <param name="live">What <see cref="ReadLive"/> just returned.</param>
    internal abstract long ReadCpuNs(IReadOnlyList<ProcessStat> live);

    /// <summary>What CPU limits did to the group so far; null where nothing counts it.</summary>
    internal ThrottleReading? ReadThrottle() => (ReadOwnThrottle(), Limits.ReadThrottle()) switch
    {
        (null, var beside) => beside,
        (var own, null) => own,
        var (own, beside) => (own.Periods > beside.Periods ? own : beside) with
        {
            LimitCores = own.LimitCores < beside.LimitCores ? own.LimitCores : beside.LimitCores ?? own.LimitCores,
        },
    };

    private protected virtual ThrottleReading? ReadOwnThrottle() => null;

    /// <summary>Highest memory of the group since it was made, as the kernel counts it (page cache and kernel memory included); null where it does not.</summary>
    internal virtual long? ReadMemoryPeak() => null;

    /// <summary>Kills every process of the group at once (SIGKILL); they may take a moment to be gone.</summary>
    internal abstract void Kill();

    /// <summary>Gives back what the group holds, once it is empty.</summary>
    internal abstract void Remove();
}
