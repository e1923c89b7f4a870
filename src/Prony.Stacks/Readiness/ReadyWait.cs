using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Stacks.Definitions;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Readiness;

/// <summary>Waits until a service gives the expected answer on a socket that its own processes hold.</summary>
/// <remarks>
/// The answer alone proves nothing: where the port was taken, the other server answers the probe. So each answer counts only when a process of
/// the service's tree has the listening socket open.
/// </remarks>
internal sealed class ReadyWait
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>A probe that is out for longer says more than the one before it.</summary>
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromMilliseconds(250);

    private readonly RunningService _service;
    private readonly string _candidate;
    private readonly Uri _address;
    private readonly ReadyDefinition _ready;
    private readonly TimeSpan _within;
    private string _lastSeen = "it was not asked yet";
    private int _foreignAnswers;

    /// <param name="candidate">For messages.</param>
    /// <param name="service">Who must answer.</param>
    /// <param name="address">What to ask: address and path.</param>
    internal ReadyWait(string candidate, RunningService service, Uri address)
    {
        _candidate = candidate;
        _service = service;
        _address = address;
        _ready = service.Definition.Ready;
        _within = _ready.Within ?? ReadyDefinition.DefaultWithin;
    }

    /// <exception cref="StackStartException">It exited, its port belongs to another process, or the time is over.</exception>
    internal async Task RunAsync(CancellationToken ct)
    {
        // Cancelled when the probe that is out has become pointless.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var deadlineNs = MonotonicClock.NowNs + MonotonicClock.ToNs(_within);
        while (true)
        {
            var probeNs = MonotonicClock.NowNs;
            var probe = _ready.HttpPath is null
                ? ReadyProbe.TcpAsync(_address, limit.Token)
                : ReadyProbe.HttpAsync(_address, _ready.Status, limit.Token);
            while (!probe.IsCompleted)
            {
                if (MonotonicClock.NowNs - probeNs > MonotonicClock.ToNs(SlowAnswer))
                {
                    _lastSeen = _ready.HttpPath is null ? "the connection was not accepted" : $"GET {_address.PathAndQuery} got no answer";
                }

                if (FindFailure(deadlineNs) is { } failure)
                {
                    await limit.CancelAsync().ConfigureAwait(false);
                    await ((Task)probe).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    throw failure;
                }

                ct.ThrowIfCancellationRequested();
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

            await Task.Delay(Poll, ct).ConfigureAwait(false);
        }
    }

    private bool IsReady(ProbeResult result)
    {
        _lastSeen = result.Text;
        if (!result.Answered)
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
        if (result.IsExpected && owner.Kind == ListenerOwnerKind.Nobody)
        {
            _lastSeen = result.Text + ", but no process of the service holds the listening socket";
        }

        return result.IsExpected && owner.Kind == ListenerOwnerKind.Tree;
    }

    private StackStartException? FindFailure(long deadlineNs)
    {
        if (_service.FirstExit() is { } exit && (exit.Code != 0 || _service.IsEmpty()))
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
