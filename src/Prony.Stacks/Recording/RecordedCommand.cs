using Prony.Measurement.Clocks;
using Prony.Stacks.Containment;
using Prony.Stacks.Native;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Recording;

/// <summary>A command that was started to be recorded, and its end.</summary>
internal sealed class RecordedCommand : IAsyncDisposable
{
    // $1 cgroup.procs or nothing; the program and its arguments follow. Joined before the program exists, so that no early child escapes.
    private const string Script = """
        if [ -n "$1" ]; then echo $$ >"$1" || exit 126; fi
        shift
        exec "$@"
        """;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    /// <summary>Time to end by itself after a signal.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Helpers that end a moment after their parent (Python's resource tracker) are no leftovers.</summary>
    private static readonly TimeSpan LeftoverPatience = TimeSpan.FromMilliseconds(250);

    private readonly RunScope _scope;
    private readonly ChildProcess _leader;

    private RecordedCommand(RunScope scope, ServiceGroup group, ChildProcess leader) => (_scope, Group, _leader) = (scope, group, leader);

    internal ServiceGroup Group { get; }

    internal int Pid => _leader.Pid;

    /// <summary>Just before it was started.</summary>
    internal long StartNs { get; private init; }

    internal static RecordedCommand Start(RunScope scope, string program, IReadOnlyList<string> words, bool outputToError)
    {
        var mark = scope.NextMark("record", "command");
        var group = scope.MakeGroup(mark);
        using var input = new InheritedDescriptor(0);
        using var output = new InheritedDescriptor(outputToError ? 2 : 1);
        using var error = new InheritedDescriptor(2);
        var startNs = MonotonicClock.NowNs;
        var leader = new ChildProcess(Spawner.Start(new SpawnRequest
        {
            Program = "/bin/sh",
            Arguments = ["sh", "-c", Script, "sh", group.JoinFiles.SingleOrDefault() ?? string.Empty, program, .. words.Skip(1)],
            Environment = CleanEnvironment.Own(scope.Mark, mark.Text, []),
            OutputFile = "/dev/null",
            Descriptors = [.. input.As(0), .. output.As(1), .. error.As(2)],
        }));
        scope.AddLeader(group, leader.Pid);
        return new RecordedCommand(scope, group, leader) { StartNs = startNs };
    }

    internal async Task<(int? ExitCode, IReadOnlyList<string> Leftovers)> StopAsync(string signal, CancellationToken now)
    {
        _ = Signals.TryGetNumber(signal, out var number);
        if (!HasEnded())
        {
            Signal(number);
            await WaitAsync(HasEnded, Grace, now).ConfigureAwait(false);
        }

        await WaitAsync(IsEmpty, LeftoverPatience, now).ConfigureAwait(false);
        var leftovers = Group.ReadLive().Where(stat => stat.Pid != Pid).Select(static stat => stat.Label).ToList();
        if (!IsEmpty())
        {
            _ = Signals.TryGetNumber("SIGTERM", out var term);
            Signal(term);
            await WaitAsync(IsEmpty, Grace, now).ConfigureAwait(false);
        }

        await WaitAsync(KilledAll, Grace, CancellationToken.None).ConfigureAwait(false);
        _scope.Remove(Group, [Pid]);
        return (_leader.Poll()?.Code, leftovers);
    }

    public async ValueTask DisposeAsync()
    {
        // A leader that has not joined its group yet is in no list.
        _leader.Signal(Signals.Kill);
        await _scope.DisposeAsync().ConfigureAwait(false);
        await WaitAsync(HasEnded, Grace, CancellationToken.None).ConfigureAwait(false);
    }

    private bool HasEnded() => _leader.Poll() is not null;

    private bool IsEmpty() => HasEnded() && Group.ReadLive().Count == 0;

    private bool KilledAll()
    {
        if (IsEmpty())
        {
            return true;
        }

        _leader.Signal(Signals.Kill);
        Group.Kill();
        return false;
    }

    /// <summary>As Ctrl-C in a terminal reaches the whole foreground group.</summary>
    private void Signal(int number)
    {
        _leader.Signal(number);
        foreach (var stat in Group.ReadLive().Where(stat => stat.Pid != Pid))
        {
            _ = NativeLibc.kill(stat.Pid, number);
        }
    }

    private static async Task WaitAsync(Func<bool> condition, TimeSpan within, CancellationToken now)
    {
        var deadlineNs = MonotonicClock.NowNs + MonotonicClock.ToNs(within);
        while (!condition() && MonotonicClock.NowNs < deadlineNs && !now.IsCancellationRequested)
        {
            await Task.Delay(Poll, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>A copy of one of Prony's own standard descriptors above them, because those are opened anew in a child before it gets what it inherits.</summary>
    private sealed class InheritedDescriptor(int number) : IDisposable
    {
        private const int DuplicateCloseOnExec = 1030;
        private const int AboveStandard = 10;

        private readonly int _copy = NativeLibc.fcntl(number, DuplicateCloseOnExec, AboveStandard);

        /// <summary>Nothing when Prony itself was started with it closed.</summary>
        internal IEnumerable<DescriptorHandover> As(int target) => _copy < 0 ? [] : [new DescriptorHandover(_copy, target)];

        public void Dispose()
        {
            if (_copy >= 0)
            {
                _ = NativeLibc.close(_copy);
            }
        }
    }
}
