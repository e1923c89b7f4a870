using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Threading.Channels;
using Prony.Measurement.Clocks;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;

namespace Prony.Cli.Control;

/// <summary>Answers ctl: each connection one request, several at once.</summary>
/// <remarks>Only the user that Prony runs as, and root, are answered. Thread-safe.</remarks>
[UnsupportedOSPlatform("windows")]
internal sealed class ControlServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int MostWaitingEvents = 1000;
    private const int MostRemembered = 200;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _open = new();
    private readonly Socket _socket;
    private readonly KeeperRecord _self;
    private readonly Action _quit;
    private readonly Func<string, string> _mask;
    private readonly bool _onlyLooks;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Task _loop;
    private readonly Lock _lock = new();
    private readonly Lock _steering = new();
    private readonly List<ChannelWriter<ServiceEventRecord>> _followers = [];
    private readonly Queue<ServiceEventRecord> _last = new();
    private IRunningStack? _stack;
    private IDisposable? _watching;

    private ControlServer(Socket socket, string path, KeeperRecord self, Action quit, Func<string, string> mask, bool onlyLooks)
    {
        _socket = socket;
        Path = path;
        _self = self;
        _quit = quit;
        _mask = mask;
        _onlyLooks = onlyLooks;
        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Path { get; }

    /// <summary>Begins to answer.</summary>
    /// <param name="path">Of the socket.</param>
    /// <param name="name">Name of the stack or experiment.</param>
    /// <param name="verb">up, run, capacity or tune.</param>
    /// <param name="quit">What quit does.</param>
    /// <param name="mask">Hides secrets in what services say. Default: there are none.</param>
    /// <param name="onlyLooks">Services are not changed: a search compares what its trials said of the same ones. Default: they are.</param>
    /// <exception cref="UsageException">The socket cannot be bound.</exception>
    public static ControlServer Start(string path, string name, string verb, Action quit, Func<string, string>? mask = null, bool onlyLooks = false) =>
        new(ControlSocket.Listen(path), path, new KeeperRecord(Environment.ProcessId, name, verb), quit, mask ?? (static text => text), onlyLooks);

    /// <summary>What is steered from now on; null: nothing runs now.</summary>
    public void Steer(IRunningStack? stack)
    {
        // Not under the lock that Tell takes: a stack that tells holds a lock of its own then, which watching it takes, too.
        lock (_steering)
        {
            _watching?.Dispose();
            lock (_lock)
            {
                _stack = stack;
            }

            _watching = stack?.Control.Watch(Tell);
        }
    }

    /// <summary>Passes an event on that is of no single service.</summary>
    public void Tell(string kind, string text) => Pass(new ServiceEventRecord(_time.GetUtcNow(), "", kind, text));

    public async ValueTask DisposeAsync()
    {
        // At once: another prony may bind the same path as soon as nobody listens there, and keeps its file.
        var cancelled = _stop.CancelAsync();
        _socket.Dispose();
        File.Delete(Path);
        await cancelled;
        await _loop;
        await Task.WhenAll(_open.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Steer(null);
        _stop.Dispose();
    }

    private void Tell(ServiceChange change)
    {
        var age = MonotonicClock.ToTimeSpan(MonotonicClock.NowNs - change.AtNs);
        Pass(new ServiceEventRecord(_time.GetUtcNow() - age, change.Service, change.Kind, _mask(change.Text)));
    }

    private void Pass(ServiceEventRecord happened)
    {
        lock (_lock)
        {
            _last.Enqueue(happened);
            if (_last.Count > MostRemembered)
            {
                _last.Dequeue();
            }

            foreach (var follower in _followers)
            {
                // One that does not read loses the oldest.
                follower.TryWrite(happened);
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _socket.AcceptAsync(_stop.Token);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                if (_stop.IsCancellationRequested)
                {
                    return;
                }

                // Out of descriptors, or a client that was gone already: others may come.
                await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
                continue;
            }

            var task = Task.Run(() => ServeAsync(client));
            _open[task] = true;
            _ = task.ContinueWith(done => _open.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        await using var stream = new NetworkStream(client, ownsSocket: true);
        try
        {
            if (ControlProtocol.PeerOf(client) is var user && user != ControlProtocol.Self && user != 0)
            {
                await AnswerAsync(stream, Refuse(ControlProtocol.Failed, "this prony belongs to another user, who alone may steer it (root may, too)"));
                return;
            }

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            patience.CancelAfter(Patience);
            if (await ControlProtocol.ReadLineAsync(stream, ControlProtocol.LongestRequest, patience.Token) is { } line)
            {
                await ServeAsync(stream, Read(line));
            }
        }
        catch (InvalidDataException garbage)
        {
            await TryAnswerAsync(stream, Refuse(ControlProtocol.Unreadable, $"this is no request: {garbage.Message}. Each is one line of JSON, such as {{\"v\":1,\"do\":\"status\"}}."));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The other end has gone, says nothing, or Prony ends.
        }
    }

    private static ControlRequest Read(string line)
    {
        try
        {
            var request = JsonSerializer.Deserialize(line, ControlJson.Default.ControlRequest) ?? throw new InvalidDataException("it is null");
            return request.V == ControlProtocol.Version
                ? request
                : throw new InvalidDataException($"its version is {request.V}, and this prony speaks {ControlProtocol.Version}: use the same prony for both");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(e.Message.TrimEnd('.'));
        }
    }

    private async Task ServeAsync(Stream stream, ControlRequest request)
    {
        try
        {
            switch (request.Do)
            {
                case "events":
                    await FollowEventsAsync(stream, request.Follow);
                    break;
                case "stats":
                    await FollowStatsAsync(stream, request);
                    break;
                case "quit":
                    await AnswerAsync(stream, new ControlAnswer { Ok = true });
                    _quit();
                    break;
                case not "status" when _onlyLooks && ControlProtocol.Commands.Contains(request.Do):
                    throw new ServiceControlException($"'prony {_self.Verb}' searches, and what it has found so far would be of other services than what follows. It answers status, stats, events and quit.");
                default:
                    await AnswerAsync(stream, await DoneAsync(() => new ControlCommands(Current(), _self).RunAsync(request, _stop.Token)));
                    break;
            }
        }
        catch (UnknownServiceException unknown)
        {
            await AnswerAsync(stream, Refuse(ControlProtocol.WrongUse, unknown.Message) with { Known = unknown.Known });
        }
        catch (UsageException wrong)
        {
            await AnswerAsync(stream, Refuse(ControlProtocol.WrongUse, wrong.Message));
        }
        catch (ServiceControlException failed)
        {
            await AnswerAsync(stream, Refuse(failed.InnerException is StackStartException ? ControlProtocol.NotReady : ControlProtocol.Failed, _mask(failed.Message)));
        }
    }

    /// <summary>What fails in the work is answered; the same exceptions from the connection end it.</summary>
    private static async Task<T> DoneAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw new ServiceControlException("it could not be done: " + e.Message, e);
        }
    }

    private IRunningStack Current()
    {
        lock (_lock)
        {
            return _stack ?? throw new ServiceControlException("Nothing runs at this instant: a candidate is between two turns, or services are being started. Try again.");
        }
    }

    private async Task FollowStatsAsync(Stream stream, ControlRequest request)
    {
        if ((request.IntervalS ?? 1) is not (>= 0.1 and <= 60 and var seconds))
        {
            throw new UsageException("interval_s must be from 0.1 to 60.");
        }

        using var gone = Gone(stream);
        do
        {
            var stats = await DoneAsync(() => Task.FromResult(new StatsDifference(Current())));
            await Task.Delay(TimeSpan.FromSeconds(seconds), gone.Token);
            var record = await DoneAsync(() => Task.FromResult(stats.Until(Current())));
            await AnswerAsync(stream, new ControlAnswer { Ok = true, Stats = record });
        }
        while (request.Follow);
    }

    /// <summary>What happened last, and with follow what happens from then on: nothing in between is missed.</summary>
    private async Task FollowEventsAsync(Stream stream, bool follow)
    {
        var events = Channel.CreateBounded<ServiceEventRecord>(new BoundedChannelOptions(MostWaitingEvents) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            foreach (var happened in _last)
            {
                events.Writer.TryWrite(happened);
            }

            _followers.Add(events.Writer);
        }

        try
        {
            using var gone = Gone(stream);
            await AnswerAsync(stream, new ControlAnswer { Ok = true, Prony = _self });
            while (events.Reader.TryRead(out var happened) || (follow && await events.Reader.WaitToReadAsync(gone.Token)))
            {
                if (happened is not null)
                {
                    await AnswerAsync(stream, new ControlAnswer { Ok = true, Event = happened });
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                _followers.Remove(events.Writer);
            }
        }
    }

    /// <summary>Cancelled when Prony ends or the other end closes: after its request it has nothing to say.</summary>
    private CancellationTokenSource Gone(Stream stream)
    {
        var gone = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        _ = Task.Run(async () =>
        {
            try
            {
                _ = await stream.ReadAsync(new byte[1], gone.Token);
                await gone.CancelAsync();
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // It has ended otherwise.
            }
        });
        return gone;
    }

    private Task AnswerAsync(Stream stream, ControlAnswer answer) => ControlProtocol.WriteAsync(stream, answer, ControlJson.Default.ControlAnswer, _stop.Token);

    private async Task TryAnswerAsync(Stream stream, ControlAnswer answer)
    {
        try
        {
            await AnswerAsync(stream, answer);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // It did not wait for the answer.
        }
    }

    private static ControlAnswer Refuse(string kind, string error) => new() { Ok = false, Kind = kind, Error = error };
}
