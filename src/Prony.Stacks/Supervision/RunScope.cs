using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;
using Prony.Stacks.Containment;
using Prony.Stacks.Definitions;
using Prony.Stacks.Native;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>What holds the servers of one run together, so that nothing of it is left when the run ends, even if Prony is killed.</summary>
/// <remarks>
/// Where a control group may be made (version 2, else version 1's cpuacct) every service gets its own; elsewhere Prony becomes a subreaper and
/// finds the processes through /proc. A guard process ends what is left as soon as Prony has gone. Thread-safe.
/// </remarks>
public sealed class RunScope : IAsyncDisposable
{
    /// <summary>Set to <c>proc</c> (or <c>cgroup-v1</c>, <c>cgroup-v2</c>) to choose where CPU is read and how processes are held together. Default: the best that works.</summary>
    public const string SourceVariable = "PRONY_CPU_SOURCE";

    private readonly string? _cgroup;
    private readonly Guard _guard;
    private readonly RunFolder _folder;
    private readonly List<ServiceGroup> _groups = [];
    private readonly Lock _lock = new();
    private int _starts;

    private RunScope(string runId, string mark, Guard guard, string source, string? cgroup)
    {
        RunId = runId;
        Mark = mark;
        CpuSource = source;
        _guard = guard;
        _folder = new RunFolder(guard, mark[(mark.LastIndexOf('.') + 1)..]);
        _cgroup = cgroup;
        if (cgroup is null)
        {
            // Orphans become Prony's children instead of init's, so that they stay in sight.
            _ = NativeLibc.prctl(NativeLibc.PrctlSetChildSubreaper, 1, 0, 0, 0);
        }
    }

    /// <summary>Name of the run, as given.</summary>
    public string RunId { get; }

    /// <summary>One of <see cref="CpuSourceName"/>, never none.</summary>
    public string CpuSource { get; }

    /// <summary>Process id of the guard: in its own session, it ends after Prony.</summary>
    public int GuardPid => _guard.Pid;

    /// <summary>Value of PRONY_RUN in the environment of everything that is started: the run's name with a part that no other run has.</summary>
    internal string Mark { get; }

    /// <summary>Opens a scope and starts its guard.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux, or what <see cref="SourceVariable"/> asks for is not to be had.</exception>
    public static RunScope Open(string runId) => Open(runId, Environment.GetEnvironmentVariable(SourceVariable));

    internal static RunScope Open(string runId, string? source)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(
                "Starting servers needs Linux. Start them yourself and give their addresses (url:), or run Prony on Linux.");
        }

        var unique = unchecked((uint)(MonotonicClock.NowNs >> 10));
        var mark = string.Create(CultureInfo.InvariantCulture, $"{Clean(runId)}.{Environment.ProcessId}-{unique:x8}");
        var guard = StartGuard(mark);
        try
        {
            foreach (var (folder, isV2) in source is null or "" or CpuSourceName.CgroupV2 or CpuSourceName.CgroupV1 ? Cgroups.FindBases() : [])
            {
                var name = isV2 ? CpuSourceName.CgroupV2 : CpuSourceName.CgroupV1;
                if ((string.IsNullOrEmpty(source) || source == name) && TryMakeGroup(Path.Combine(folder, "prony-" + mark), guard) is { } cgroup)
                {
                    return new RunScope(runId, mark, guard, name, cgroup);
                }
            }

            guard.WatchCgroup(null);
            return source is null or "" or CpuSourceName.Proc
                ? new RunScope(runId, mark, guard, CpuSourceName.Proc, null)
                : throw new PlatformNotSupportedException(
                    $"{SourceVariable} is '{source}', which does not work here. Leave it empty for the best that works, or set it to '{CpuSourceName.Proc}'.");
        }
        catch
        {
            guard.Dispose();
            throw;
        }
    }

    /// <summary>Kills everything that was started in this scope, at once. For a second Ctrl-C; stopping in order is IRunningStack.StopAsync.</summary>
    public void KillAll()
    {
        ServiceGroup[] groups;
        lock (_lock)
        {
            groups = [.. _groups];
        }

        foreach (var group in groups)
        {
            group.Kill();
        }
    }

    /// <summary>Processes of this scope that live: each as "pid name". To be asked after <see cref="DisposeAsync"/>, when there should be none.</summary>
    /// <remarks>By the mark in their environment: one that rewrote its own is seen only by its control group, which is empty before its service counts as stopped.</remarks>
    public IReadOnlyList<string> FindLeft()
    {
        byte[][] mark = [System.Text.Encoding.UTF8.GetBytes($"{CleanEnvironment.RunVariable}={Mark}")];
        return [.. ProcFiles.ReadAll().Where(stat => stat.IsAlive && ProcFiles.EnvironmentHolds(stat.Pid, mark)).Select(static stat => stat.Label)];
    }

    /// <summary>Makes a folder of mode 0700 for what is needed as long as the scope is open. It goes with the scope, also when Prony is killed.</summary>
    /// <param name="name">Its name; not taken yet.</param>
    /// <exception cref="IOException">The system's temporary folder cannot be written.</exception>
    public string MakeFolder(string name) => _folder.MakeOwn(name);

    /// <summary>Kills what is left, removes the control groups and ends the guard. Takes a few milliseconds when nothing is left.</summary>
    public ValueTask DisposeAsync()
    {
        // The guard does the work, as it would after a crash: one path, walked every day.
        return new ValueTask(Task.Run(() =>
        {
            KillAll();
            _guard.Dispose();
            _folder.RemoveAll();
            if (_cgroup is not null && Directory.Exists(_cgroup))
            {
                // Only where somebody ended the guard.
                new CgroupGroup(_cgroup, CpuSource == CpuSourceName.CgroupV2).Remove();
            }
        }));
    }

    /// <summary>Makes the group of one service of one start.</summary>
    /// <param name="mark">Its mark.</param>
    /// <param name="bounds">What bounds it; null: nothing.</param>
    internal ServiceGroup MakeGroup(ServiceMark mark, ServiceLimits? bounds = null)
    {
        var isV2 = CpuSource == CpuSourceName.CgroupV2;
        var folder = _cgroup is null ? null : Path.Combine(_cgroup, mark.Text);
        ServiceGroup group = folder is null
            ? new ProcGroup([$"{CleanEnvironment.RunVariable}={Mark}", $"{CleanEnvironment.ServiceVariable}={mark.Text}"]) { Limits = Bound(bounds, null, mark) }
            : CgroupGroup.Make(folder, isV2, () => Bound(bounds, isV2 ? folder : null, mark));
        lock (_lock)
        {
            _groups.Add(group);
        }

        return group;
    }

    /// <summary>Makes the folder of one service of one start.</summary>
    internal string MakeData(ServiceMark mark, UserAccount? user) => _folder.Make(mark, user);

    /// <summary>A mark that no other service of the run has, of this start or another.</summary>
    internal ServiceMark NextMark(string candidate, string service) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _starts)}.{Clean(candidate)}.{Clean(service)}"));

    /// <summary>Makes a started process known to its group and to the guard.</summary>
    internal void AddLeader(ServiceGroup group, int pid)
    {
        group.AddLeader(pid);
        _guard.Add(pid);
    }

    /// <summary>A started process has ended, while its group stays.</summary>
    internal void Forget(int pid) => _guard.Forget(pid);

    /// <summary>Gives back the group of a service that has ended.</summary>
    internal void Remove(ServiceGroup group, IEnumerable<int> leaders)
    {
        group.Remove();
        group.Limits.Remove();
        lock (_lock)
        {
            _groups.Remove(group);
        }

        foreach (var leader in leaders)
        {
            _guard.Forget(leader);
        }
    }

    private ResourceLimits Bound(ServiceLimits? bounds, string? ownFolder, ServiceMark mark) => ResourceLimits.Set(bounds, ownFolder, $"prony-{Mark}/{mark.Text}", _guard);

    /// <summary>First of all, so that whatever is made after it goes with Prony.</summary>
    private static Guard StartGuard(string mark)
    {
        try
        {
            return Guard.Start(mark);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("'/bin/sh' could not be started, and every server is started through it: " + e.Message, e);
        }
    }

    /// <summary>Makes the run's group and lets a process join it: that, not the folder's rights, shows that it works.</summary>
    private static string? TryMakeGroup(string folder, Guard guard)
    {
        guard.WatchCgroup(folder);
        var trial = Path.Combine(folder, "trial");
        try
        {
            Directory.CreateDirectory(trial);
            if (CanJoin(trial))
            {
                return folder;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not writable: the next place is tried, and in the end /proc, which the result names.
        }

        Cgroups.TryRemoveTree(folder);
        return null;
    }

    private static bool CanJoin(string folder)
    {
        var process = new ChildProcess(Spawner.Start(new SpawnRequest
        {
            Program = "/bin/sh",
            Arguments = ["sh", "-c", "echo $$ >\"$1\"", "sh", Path.Combine(folder, "cgroup.procs")],
            Environment = [],
            OutputFile = "/dev/null",
        }));
        ExitStatus? exit;
        while ((exit = process.Poll()) is null)
        {
            Thread.Sleep(1);
        }

        new CgroupGroup(folder, isV2: true).Remove();
        return exit.Value.Code == 0;
    }

    private static string Clean(string name) =>
        string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
}

/// <summary>What tells one service of one start from all others: "3.async.web".</summary>
internal readonly record struct ServiceMark(string Text)
{
    private const int ServiceLengthMax = 24;

    /// <summary>Number and service alone, which the number makes unique: "3.web".</summary>
    internal string Short => Text.Split('.') is [var number, .., var service]
        ? $"{number}.{service[..Math.Min(service.Length, ServiceLengthMax)]}"
        : Text;
}
