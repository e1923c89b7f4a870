using System.ComponentModel;
using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;
using Prony.Stacks.Accounting;
using Prony.Stacks.Containment;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Recording;

/// <summary>A process and what came from it, to be read again and again: one that runs already, or a command that is started for it.</summary>
/// <remarks>
/// A started command is held together as the services of a run are (control group, else /proc with a subreaper; a guard ends it if Prony is killed), so that children that left their
/// parent or their session are counted and nothing is left. One that ran already is only looked at. Not thread-safe.
/// </remarks>
public sealed class RecordedTree : IAsyncDisposable
{
    /// <summary>A recording stands beside the program, not inside a window: more threads may be read than there.</summary>
    private const int MostThreads = 4096;

    private readonly ServiceGroup _group;
    private readonly long _startTicks;
    private readonly RecordedCommand? _command;
    private readonly SwitchLedger _switches = new(MostThreads);
    private readonly StorageSum _storage = new();
    private long _cpuStartNs;
    private SwitchReading _switchesStart;

    private RecordedTree(int pid, string name, ServiceGroup group, string cpuSource, RecordedCommand? command)
    {
        StartNs = command?.StartNs ?? MonotonicClock.NowNs;
        Pid = pid;
        Name = name;
        CpuSource = cpuSource;
        _group = group;
        _command = command;
        _startTicks = ProcessStat.TryRead(pid, out var stat) ? stat.StartTicks : 0;
    }

    /// <summary>The process.</summary>
    public int Pid { get; }

    /// <summary>Its name as ps shows it, or the program that was started.</summary>
    public string Name { get; }

    /// <summary>One of <see cref="CpuSourceName"/>, never none.</summary>
    public string CpuSource { get; }

    /// <summary>Prony started it, and stops it.</summary>
    public bool IsStarted => _command is not null;

    /// <summary>When the command was started, or the look at a process that ran already began.</summary>
    internal long StartNs { get; }

    /// <summary>The process has ended; what is left of its tree may live on.</summary>
    public bool HasEnded => !(ProcessStat.TryRead(Pid, out var stat) && stat.IsAlive && stat.StartTicks == _startTicks);

    /// <summary>Looks at a process that runs already.</summary>
    /// <param name="pid">Its id.</param>
    /// <param name="children">Its children and theirs too.</param>
    /// <exception cref="NoSuchProcessException">There is no live process with this id.</exception>
    public static RecordedTree Attach(int pid, bool children)
    {
        if (!ProcessStat.TryRead(pid, out var stat) || !stat.IsAlive)
        {
            throw new NoSuchProcessException(pid);
        }

        ServiceGroup group = children ? new ProcGroup([]) : new SingleProcess(pid, stat.StartTicks);
        group.AddLeader(pid);
        var tree = new RecordedTree(pid, stat.Name, group, CpuSourceName.Proc, command: null);
        var first = tree.Read(memory: false);
        (tree._cpuStartNs, tree._switchesStart) = (first.CpuNs, first.Switches ?? default);
        return tree;
    }

    /// <summary>Starts a command with Prony's own environment, folder, input and output.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="children">Its children and theirs too. They are held together and stopped in any case.</param>
    /// <param name="outputToError">Its standard output goes to standard error, because Prony's own is needed for results.</param>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public static async Task<RecordedTree> StartAsync(IReadOnlyList<string> words, bool children, bool outputToError)
    {
        ArgumentOutOfRangeException.ThrowIfZero(words.Count);
        var program = ProgramFinder.FindAsUser(words[0], Environment.CurrentDirectory)
            ?? throw new FileNotFoundException($"There is no program '{words[0]}' on the PATH.", words[0]);
        var scope = RunScope.Open("record");
        try
        {
            var command = RecordedCommand.Start(scope, program, words, outputToError);
            ServiceGroup group = children ? command.Group : new SingleProcess(command.Pid, ProcessStat.TryRead(command.Pid, out var stat) ? stat.StartTicks : 0);
            return new RecordedTree(command.Pid, Path.GetFileName(program), group, children ? scope.CpuSource : CpuSourceName.Proc, command);
        }
        catch (Win32Exception e)
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            throw new IOException($"'{words[0]}' could not be started: {e.Message}", e);
        }
        catch
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Everything at this instant, counted from the beginning of the recording.</summary>
    /// <param name="memory">PSS and USS too: about 1 ms per process, and each is held up for that long.</param>
    internal TreeReading Read(bool memory)
    {
        var live = _group.ReadLive();
        var atNs = MonotonicClock.NowNs;
        var counted = WithDeadRoot(live);
        var storage = _storage.Read(counted.Select(static stat => stat.Pid), fromStart: IsStarted);
        return new TreeReading(atNs, _group.ReadCpuNs(live) - _cpuStartNs, live)
        {
            Switches = _switches.Read(counted) is { } switches ? switches - _switchesStart : null,
            Storage = storage,
            Memory = memory ? ReadMemory(live) : null,
            CgroupPeakBytes = memory && IsStarted ? _group.ReadMemoryPeak() : null,
        };
    }

    /// <summary>Ends a started command in order: the signal to all of its processes, a grace, then the kill of what is left. A process that ran already is let alone.</summary>
    /// <param name="signal">SIGINT or SIGTERM: what Prony itself was sent, or SIGTERM.</param>
    /// <param name="now">Ends the grace.</param>
    /// <returns>How it ended, and who was left when its first process had ended: "1234 name".</returns>
    public Task<(int? ExitCode, IReadOnlyList<string> Leftovers)> StopAsync(string signal, CancellationToken now) =>
        _command is null ? Task.FromResult<(int?, IReadOnlyList<string>)>((null, [])) : _command.StopAsync(signal, now);

    /// <summary>Nothing of a started command is left after it.</summary>
    public ValueTask DisposeAsync() => _command?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Until somebody collects the root, it still tells what it did to its end.</summary>
    private IReadOnlyList<ProcessStat> WithDeadRoot(IReadOnlyList<ProcessStat> live) =>
        ProcessStat.TryRead(Pid, out var root) && !root.IsAlive && (root.StartTicks == _startTicks) ? [.. live, root] : live;

    private static (long Pss, long Uss)? ReadMemory(IReadOnlyList<ProcessStat> live)
    {
        long pss = 0;
        long uss = 0;
        foreach (var stat in live)
        {
            if (MemoryFile.ReadIfAllowed(stat.Pid) is not { } found)
            {
                // A sum without it would be no sum.
                return null;
            }

            pss += found.PssBytes;
            uss += found.UssBytes;
        }

        return live.Count == 0 ? null : (pss, uss);
    }
}

/// <summary>There is no live process with an id.</summary>
/// <param name="pid">The id.</param>
public sealed class NoSuchProcessException(int pid) : Exception(string.Create(CultureInfo.InvariantCulture, $"There is no process {pid}."));

/// <summary>One reading of a tree.</summary>
/// <param name="AtNs">When, <see cref="MonotonicClock"/> nanoseconds.</param>
/// <param name="CpuNs">CPU since the beginning of the recording, dead processes included as far as the source can see, nanoseconds.</param>
/// <param name="Live">Its live processes.</param>
internal sealed record TreeReading(long AtNs, long CpuNs, IReadOnlyList<ProcessStat> Live)
{
    /// <summary>Context switches since the beginning.</summary>
    internal SwitchReading? Switches { get; init; }

    /// <summary>Input and output since the beginning.</summary>
    internal StorageReading? Storage { get; init; }

    /// <summary>PSS and USS in bytes; null when not asked for, or not allowed.</summary>
    internal (long Pss, long Uss)? Memory { get; init; }

    /// <summary>The kernel's own peak.</summary>
    internal long? CgroupPeakBytes { get; init; }
}
