using Prony.Stacks.Containment;
using Prony.Stacks.Native;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Recording;

/// <summary>One process without its children: its own threads alone.</summary>
/// <param name="pid">Its id.</param>
/// <param name="startTicks">When it started: another process with the same id later is not it.</param>
internal sealed class SingleProcess(int pid, long startTicks) : ServiceGroup
{
    private long _cpuNs;

    internal override IReadOnlyList<ProcessStat> ReadLive()
    {
        if (!ProcessStat.TryRead(pid, out var stat) || stat.StartTicks != startTicks)
        {
            return [];
        }

        // A zombie still tells what it used.
        Interlocked.Exchange(ref _cpuNs, stat.OwnCpuNs);
        return stat.IsAlive ? [stat] : [];
    }

    internal override long ReadCpuNs(IReadOnlyList<ProcessStat> live) => Interlocked.Read(ref _cpuNs);

    internal override void Kill()
    {
        foreach (var stat in ReadLive())
        {
            _ = NativeLibc.kill(stat.Pid, Signals.Kill);
        }
    }

    internal override void Remove()
    {
    }
}
