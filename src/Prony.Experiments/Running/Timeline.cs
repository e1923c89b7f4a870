using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>Does to services what a scenario's events say, each at its instant of the window; what is still going on at the window's end is ended then, and who stands still goes on.</summary>
/// <remarks>Thread: told by the load's coordinating thread; works on threads of its own until <see cref="EndAsync"/>. Asked for excuses from any.</remarks>
internal sealed class Timeline(IReadOnlyList<TimelineEvent> events, IServiceControl control, Action<string, string, string> tell) : IDisposable
{
    private static readonly TimeSpan DeathPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>An instance that is being started is ended within its grace.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _windowEnded = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _expectedDead = [];
    private readonly Dictionary<TimelineEvent, string> _problems = [];
    private readonly List<SliceRecord> _seconds = [];
    private Task _work = Task.CompletedTask;
    private Exception? _failure;

    /// <summary>What is planned.</summary>
    public IReadOnlyList<TimelineEvent> Events => events;

    /// <summary>The seconds of the window so far.</summary>
    public IReadOnlyList<SliceRecord> Seconds => _seconds;

    /// <summary>Why an event could not be done; null when it was.</summary>
    public string? ProblemOf(TimelineEvent one)
    {
        lock (_lock)
        {
            return _problems.GetValueOrDefault(one);
        }
    }

    /// <summary>Whether a service is dead because it was to be killed.</summary>
    public bool Excuses(string service)
    {
        lock (_lock)
        {
            return _expectedDead.GetValueOrDefault(service) > 0;
        }
    }

    /// <summary>The instants count from here.</summary>
    public void WindowStarted(long startNs) => _work = Task.WhenAll(events.Select(one => Task.Run(() => DoInTimeAsync(one, startNs))));

    /// <summary>A second is complete.</summary>
    public void SliceCompleted(SliceRecord slice)
    {
        if (slice.Phase == PhaseName.Window)
        {
            _seconds.Add(slice);
        }
    }

    /// <summary>Nothing more is begun. Returns at once.</summary>
    public void WindowEnded() => _ = _windowEnded.CancelAsync();

    /// <summary>Waits until what was begun is ended.</summary>
    /// <exception cref="IOException">An event could not be written.</exception>
    public async Task EndAsync()
    {
        await _windowEnded.CancelAsync();
        await _work;
        if (_failure is not null)
        {
            throw new IOException("An event could not be recorded: " + _failure.Message, _failure);
        }
    }

    /// <summary>Nothing goes on behind its back: a service that stands still would never stop.</summary>
    public void Dispose()
    {
        _windowEnded.Cancel();
        if (_work.Wait(LongestEnd))
        {
            _windowEnded.Dispose();
        }
    }

    private async Task DoInTimeAsync(TimelineEvent one, long startNs)
    {
        try
        {
            if (!await WaitAsync(startNs + (long)(one.AtS * 1e9)))
            {
                Fail(one, "the window ended before");
                return;
            }

            tell(EventKind.Planned, one.Service, Capital(one.Text) + ".");
            var beganNs = MonotonicClock.NowNs;
            await DoAsync(one);
            var took = MonotonicClock.ToSeconds(MonotonicClock.NowNs - beganNs);
            tell(EventKind.PlannedDone, one.Service, string.Create(CultureInfo.InvariantCulture, $"{Capital(one.Text)}: done after {took:0.00} s."));
        }
        catch (Exception e) when (e is ServiceControlException or UnknownServiceException)
        {
            Fail(one, e.Message.Split('\n')[0].TrimEnd('.'));
        }
        catch (OperationCanceledException)
        {
            Fail(one, "the window ended before it was done");
        }
        catch (IOException e)
        {
            // A thread's exception would be seen too late: kept, and thrown by EndAsync.
            _failure = e;
        }
    }

    private void Fail(TimelineEvent one, string problem)
    {
        lock (_lock)
        {
            _problems[one] = problem;
        }

        try
        {
            tell(EventKind.PlannedFailed, one.Service, $"{Capital(one.Text)}: {problem}.");
        }
        catch (IOException e)
        {
            _failure = e;
        }
    }

    /// <returns>False when the window ended before.</returns>
    private async Task<bool> WaitAsync(long untilNs)
    {
        var leftNs = untilNs - MonotonicClock.NowNs;
        if (leftNs > 0)
        {
            await Task.Delay(MonotonicClock.ToTimeSpan(leftNs), _windowEnded.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return !_windowEnded.IsCancellationRequested;
    }

    private async Task DoAsync(TimelineEvent one)
    {
        switch (one.Action)
        {
            case TimelineAction.Kill:
                await KillAsync(one);
                break;
            case TimelineAction.Pause:
                await PauseAsync(one);
                break;
            case TimelineAction.Increase:
                await control.IncreaseAsync(one.Service, one.By ?? 1, _windowEnded.Token);
                break;
            case TimelineAction.Decrease:
                await control.DecreaseAsync(one.Service, one.By ?? 1, _windowEnded.Token);
                break;
            case TimelineAction.Restart:
                await control.RestartAsync(one.Service, one.Rolling, _windowEnded.Token);
                break;
            default:
                _ = Signals.TryGetNumber(one.Signal ?? "", out var signal);
                control.Signal(one.Service, signal, one.Instances);
                break;
        }
    }

    private async Task KillAsync(TimelineEvent one)
    {
        // Before the signal, so that nobody sees the death and not the excuse; without a respawn it holds to the end.
        var before = PidsOf(one.Service);
        Expect(one.Service, 1);
        try
        {
            control.Signal(one.Service, SignalNumber("SIGKILL"), one.Instances);
        }
        catch (Exception e) when (e is ServiceControlException or UnknownServiceException)
        {
            // Nobody was killed: who dies later dies of something else.
            Expect(one.Service, -1);
            throw;
        }

        if (!one.Respawn)
        {
            return;
        }

        var patience = MonotonicClock.NowNs + MonotonicClock.ToNs(DeathPatience);
        while (before.Count > 0 && PidsOf(one.Service).Count > before.Count - (one.Instances ?? before.Count) && MonotonicClock.NowNs < patience)
        {
            await Task.Delay(5, _windowEnded.Token);
        }

        await control.ReviveAsync(one.Service, _windowEnded.Token);
        Expect(one.Service, -1);
    }

    private async Task PauseAsync(TimelineEvent one)
    {
        control.Signal(one.Service, SignalNumber("SIGSTOP"), null);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(one.ForS ?? 0), _windowEnded.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            control.Signal(one.Service, SignalNumber("SIGCONT"), null);
        }
    }

    private IReadOnlyList<int> PidsOf(string service) => control.Status().FirstOrDefault(status => status.Name == service)?.Pids ?? [];

    private void Expect(string service, int change)
    {
        lock (_lock)
        {
            _expectedDead[service] = _expectedDead.GetValueOrDefault(service) + change;
        }
    }

    private static int SignalNumber(string name) => Signals.TryGetNumber(name, out var number) ? number : throw new ArgumentException($"There is no signal {name}.", nameof(name));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
