using Prony.Measurement.Clocks;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>One start of a service's command.</summary>
/// <param name="number">1-based; free again when it has ended.</param>
/// <param name="launch">How it was started.</param>
/// <param name="leader">Its first process.</param>
internal sealed class ServiceInstance(int number, ServiceLaunch launch, ChildProcess leader)
{
    private volatile bool _isReady;

    internal int Number => number;

    internal ServiceLaunch Launch => launch;

    internal ChildProcess Leader => leader;

    internal int Pid => leader.Pid;

    internal long StartNs { get; } = MonotonicClock.NowNs;

    /// <summary>It serves, and counts.</summary>
    internal bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }

    /// <summary>"instance 2 (1234)".</summary>
    internal string Label => FormattableString.Invariant($"instance {number} ({leader.Pid})");
}
