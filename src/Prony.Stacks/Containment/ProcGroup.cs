using System.Text;
using Prony.Stacks.Native;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Containment;

/// <summary>
/// A service where no control group may be made: its processes are those that descend from a leader, share a leader's session, or carry the
/// service's mark in their environment. Prony is a subreaper then, so orphans become its children and are collected here.
/// </summary>
/// <remarks>
/// Once seen, a process stays known until it is gone: it may overwrite its environment with a title and lose its parent.
/// What such a child used between the last reading and its end is counted only when its parent waited for it.
/// </remarks>
internal sealed class ProcGroup : ServiceGroup
{
    private readonly Lock _lock = new();
    private readonly List<byte[]> _marks;
    private readonly HashSet<int> _leaders = [];
    private readonly HashSet<(int Pid, long StartTicks)> _members = [];
    private readonly HashSet<(int Pid, long StartTicks)> _strangers = [];
    private long _collectedCpuNs;
    private long _observedCpuNs;
    private long _lastCpuNs;

    /// <param name="marks">NAME=VALUE entries of the environment that only this service's processes hold together; none: the tree alone counts.</param>
    internal ProcGroup(IEnumerable<string> marks) => _marks = [.. marks.Select(Encoding.UTF8.GetBytes)];

    internal override void AddLeader(int pid)
    {
        lock (_lock)
        {
            _leaders.Add(pid);
            if (ProcessStat.TryRead(pid, out var stat))
            {
                _members.Add((pid, stat.StartTicks));
            }
        }
    }

    internal override IReadOnlyList<ProcessStat> ReadLive()
    {
        lock (_lock)
        {
            var all = ProcFiles.ReadAll();
            var mine = FindMembers(all);
            _members.Clear();
            _members.UnionWith(mine.Select(static stat => (stat.Pid, stat.StartTicks)));
            _strangers.Clear();
            _strangers.UnionWith(all.Select(static stat => (stat.Pid, stat.StartTicks)).Where(key => !_members.Contains(key)));
            _observedCpuNs = mine.Sum(static stat => stat.CpuNs);
            foreach (var dead in mine.Where(static stat => !stat.IsAlive))
            {
                Collect(dead);
            }

            return mine.FindAll(static stat => stat.IsAlive);
        }
    }

    internal override long ReadCpuNs(IReadOnlyList<ProcessStat> live)
    {
        lock (_lock)
        {
            // What a process that vanished had used is in its parent's sum, or lost: the sum must not fall for that.
            _lastCpuNs = Math.Max(_lastCpuNs, _collectedCpuNs + _observedCpuNs);
            return _lastCpuNs;
        }
    }

    internal override void Kill()
    {
        foreach (var stat in ReadLive())
        {
            _ = NativeLibc.kill(stat.Pid, Signals.Kill);
        }
    }

    internal override void Remove()
    {
        // Nothing is held; a last look collects the orphans that have ended since.
        ReadLive();
    }

    private List<ProcessStat> FindMembers(List<ProcessStat> all)
    {
        // While a known process is in a session, its number cannot be given to another leader. A tree that Prony did not start shares its
        // session with strangers, such as the shell that it was started from.
        var sessions = _marks.Count == 0 ? [] : all.Where(stat => _members.Contains((stat.Pid, stat.StartTicks)) && _leaders.Contains(stat.Session))
            .Select(static stat => stat.Session).ToHashSet();
        var members = new HashSet<int>();
        foreach (var stat in all)
        {
            if (sessions.Contains(stat.Session) || IsMemberByItself(stat))
            {
                members.Add(stat.Pid);
            }
        }

        // Parents usually have smaller ids than their children, so one or two passes are enough; ids wrap, so pass until nothing changes.
        for (var found = members.Count > 0; found;)
        {
            found = false;
            foreach (var stat in all)
            {
                found |= members.Contains(stat.ParentPid) && stat.Pid != Environment.ProcessId && members.Add(stat.Pid);
            }
        }

        return all.FindAll(stat => members.Contains(stat.Pid));
    }

    private bool IsMemberByItself(ProcessStat stat)
    {
        var key = (stat.Pid, stat.StartTicks);
        if (_members.Contains(key))
        {
            return true;
        }

        // A stranger stays one unless its parent is a member: the environment of a process changes only by what it executes itself.
        return _marks.Count > 0 && !_strangers.Contains(key) && stat.IsAlive && ProcFiles.EnvironmentHolds(stat.Pid, _marks);
    }

    /// <summary>Takes an orphan's exit code so that it does not stay a zombie; leaders are collected by who started them.</summary>
    private void Collect(ProcessStat dead)
    {
        if (dead.ParentPid == Environment.ProcessId && !_leaders.Contains(dead.Pid)
            && NativeLibc.waitpid(dead.Pid, out _, NativeLibc.WaitNoHang) == dead.Pid)
        {
            _collectedCpuNs += dead.CpuNs;
            _observedCpuNs -= dead.CpuNs;
        }
    }
}
