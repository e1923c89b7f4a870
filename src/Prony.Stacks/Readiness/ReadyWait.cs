using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Stacks.Definitions;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Readiness;

/// <summary>Waits until a service gives the expected answer on a socket that its own processes hold, or says in its output or by a command that it is ready.</summary>
/// <remarks>
/// The answer alone proves nothing: where the port was taken, the other server answers the probe. So each answer counts only when a process of
/// the service's tree has the listening socket open. A service that says so itself need not listen, but nobody else may listen in its place.
/// </remarks>
internal sealed class ReadyWait
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan CommandPoll = TimeSpan.FromMilliseconds(200);

    /// <summary>A probe that is out for longer says more than the one before it.</summary>
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromMilliseconds(250);

    private readonly RunningService _service;
    private readonly string _candidate;
    private readonly Uri _address;
    private readonly ReadyDefinition _ready;
    private readonly TimeSpan _within;
    private readonly Func<CancellationToken, Task<ProbeResult>> _probe;
    private readonly string? _slow;
    private string _lastSeen = "it was not asked yet";
    private readonly ServiceInstance? _added;
    private int _foreignAnswers;

    /// <param name="candidate">For messages.</param>
    /// <param name="service">Who must answer.</param>
    /// <param name="instance">Which of its instances.</param>
    /// <param name="definition">That instance, without placeholders.</param>
    /// <param name="address">What to ask: address and path.</param>
    /// <param name="isAdded">It was added to others: its end alone counts, and its line alone says that it is ready.</param>
    /// <param name="logFrom">Where its output begins.</param>
    private ReadyWait(string candidate, RunningService service, ServiceInstance instance, ServiceDefinition definition, Uri address, bool isAdded, long logFrom)
    {
        _candidate = candidate;
        _service = service;
        _added = isAdded ? instance : null;
        _address = address;
        _ready = definition.Ready;
        _within = _ready.Within ?? ReadyDefinition.DefaultWithin;
        (_probe, _slow) = ChooseProbe(instance.Launch, logFrom);
    }

    /// <summary>Waits for every instance: each on its own port, the one managed socket once, the output for all together.</summary>
    /// <param name="candidate">For messages.</param>
    /// <param name="service">Who must answer.</param>
    /// <param name="instances">Its instances, without placeholders.</param>
    /// <param name="addressOf">What to ask an instance, by its number from 0.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="StackStartException">One exited, its port belongs to another process, or the time is over.</exception>
    internal static async Task ForAllAsync(
        string candidate, RunningService service, IReadOnlyList<ServiceDefinition> instances, Func<int, Uri> addressOf, CancellationToken ct)
    {
        var first = instances[0];
        var startNs = MonotonicClock.NowNs;
        var started = service.Instances;
        for (var i = 0; i < (first.Socket is null && first.Ready.Log is null ? instances.Count : 1); i++)
        {
            await new ReadyWait(candidate, service, started[i], instances[i], addressOf(i), isAdded: false, service.LogStart).RunAsync(startNs, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for one instance that was added to a service; on a managed socket until it takes part, since the others answer, too.</summary>
    /// <param name="candidate">For messages.</param>
    /// <param name="service">Its service.</param>
    /// <param name="instance">Which.</param>
    /// <param name="definition">It, without placeholders.</param>
    /// <param name="address">What to ask.</param>
    /// <param name="logFrom">Length of the output's file before it was started.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="StackStartException">It exited, its port belongs to another process, or the time is over.</exception>
    internal static async Task ForAddedAsync(
        string candidate, RunningService service, ServiceInstance instance, ServiceDefinition definition, Uri address, long logFrom, CancellationToken ct)
    {
        var wait = new ReadyWait(candidate, service, instance, definition, address, isAdded: true, logFrom);
        var startNs = MonotonicClock.NowNs;
        await wait.RunAsync(startNs, ct).ConfigureAwait(false);
        if (definition.Socket is null || definition.Ready.Log is not null)
        {
            return;
        }

        // One that works without a pause shows none of the signs: after a while its living and holding the socket is enough.
        var taking = new TakingPart(service.TreeOf(instance), address.Port);
        var untilNs = MonotonicClock.NowNs + MonotonicClock.ToNs(TakingPart.Longest);
        while (!taking.Look() && !(taking.HoldsSocket && MonotonicClock.NowNs > untilNs))
        {
            wait._lastSeen = "it has not begun to take connections from its socket";
            if (wait.FindFailure(startNs + MonotonicClock.ToNs(wait._within)) is { } failure)
            {
                throw failure;
            }

            await Task.Delay(Poll, ct).ConfigureAwait(false);
        }
    }

    private bool AsksPort => _ready is { Log: null, Command: null };

    private (Func<CancellationToken, Task<ProbeResult>> Probe, string? Slow) ChooseProbe(ServiceLaunch instance, long logFrom)
    {
        if (_ready.Log is { } log)
        {
            var probe = new LogProbe(_service, log, logFrom, _added is null ? _service.Instances.Count : 1);
            return (_ => Task.FromResult(probe.Look()), null);
        }

        if (_ready.Command is { } command)
        {
            return (new CommandProbe(_service, instance, command).RunAsync, $"'{Path.GetFileName(command[0])}' has not ended");
        }

        return _ready.HttpPath is null
            ? (ct => ReadyProbe.TcpAsync(_address, ct), "the connection was not accepted")
            : (ct => ReadyProbe.HttpAsync(_address, _ready.Status, _ready.Body, ct), $"GET {_address.PathAndQuery} got no answer");
    }

    /// <exception cref="StackStartException">It exited, its port belongs to another process, or the time is over.</exception>
    private async Task RunAsync(long startNs, CancellationToken ct)
    {
        // Cancelled when the probe that is out has become pointless.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var deadlineNs = startNs + MonotonicClock.ToNs(_within);
        while (true)
        {
            var probeNs = MonotonicClock.NowNs;
            var probe = _probe(limit.Token);
            while (!probe.IsCompleted)
            {
                if (_slow is not null && MonotonicClock.NowNs - probeNs > MonotonicClock.ToNs(SlowAnswer))
                {
                    _lastSeen = _slow;
                }

                if (FindFailure(deadlineNs) is { } failure)
                {
                    await limit.CancelAsync().ConfigureAwait(false);
                    await ((Task)probe).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    throw failure;
                }

                if (ct.IsCancellationRequested)
                {
                    // A command that asks is ended first: nothing of a start that was given up stays.
                    await ((Task)probe).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    ct.ThrowIfCancellationRequested();
                }

                await Task.WhenAny(probe, Task.Delay(Poll, ct)).ConfigureAwait(false);
            }

            if (IsReady(await probe.ConfigureAwait(false)))
            {
                return;
            }

            if (FindFailure(deadlineNs) is { } end)
            {
                throw end;
            }

            await Task.Delay(_ready.Command is null ? Poll : CommandPoll, ct).ConfigureAwait(false);
        }
    }

    private bool IsReady(ProbeResult result)
    {
        _lastSeen = result.Text;
        if (!result.Answered || (!AsksPort && !result.IsExpected))
        {
            return false;
        }

        var owner = ListenerTable.FindOwner(_address.Port, _service.Group.ReadLive());
        if (owner.Kind == ListenerOwnerKind.Other)
        {
            // Twice running: a listener may change hands while the tables are read.
            if (++_foreignAnswers >= 2)
            {
                throw PortTaken(owner, string.Empty);
            }

            return false;
        }

        _foreignAnswers = 0;
        if (!AsksPort)
        {
            return true;
        }

        if (result.IsExpected && owner.Kind == ListenerOwnerKind.Nobody)
        {
            _lastSeen = result.Text + ", but no process of the service holds the listening socket";
        }

        return result.IsExpected && owner.Kind == ListenerOwnerKind.Tree;
    }

    private StackStartException? FindFailure(long deadlineNs)
    {
        var end = _added is null ? _service.FirstExit() : _added.Leader.Poll();
        if (end is { } exit && (exit.Code != 0 || (_added is null ? _service.IsEmpty() : _service.TreeOf(_added).Look().Count == 0)))
        {
            return Exited(exit);
        }

        return MonotonicClock.NowNs < deadlineNs ? null : NotReady();
    }

    private StackStartException Exited(ExitStatus exit)
    {
        var owner = ListenerTable.FindOwner(_address.Port, _service.Group.ReadLive());
        return owner.Kind == ListenerOwnerKind.Other
            ? PortTaken(owner, $" '{_service.Name}' ended with {exit.Text}.")
            : Failure(
                StartFailureKind.Exited,
                $"'{_service.Name}' of '{_candidate}' ended with {exit.Text} before it was ready. Its output says why; try its command by hand: {CommandText}");
    }

    private StackStartException PortTaken(ListenerOwner owner, string how) => Failure(
        StartFailureKind.PortTaken,
        string.Create(CultureInfo.InvariantCulture, $"Port {_address.Port} of '{_service.Name}' of '{_candidate}' is taken by another process: {owner.Other}.{how}")
        + " Stop that process, or use {port} in the command so that Prony chooses a free port.");

    private StackStartException NotReady() => Failure(
        StartFailureKind.NotReady,
        string.Create(CultureInfo.InvariantCulture, $"'{_service.Name}' of '{_candidate}' runs but was not ready within {_within.TotalSeconds:0.###} s: {_lastSeen}.")
        + " See its output; if it only starts slowly, raise ready.within.");

    private string CommandText => string.Join(' ', _service.Definition.Command);

    private StackStartException Failure(StartFailureKind kind, string message) => new(kind, _service.Name, message, _service.LogTail(LogFile.ShownLines));
}
