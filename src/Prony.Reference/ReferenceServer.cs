using System.Net;
using System.Net.Sockets;
using Prony.Measurement.Clocks;

namespace Prony.Reference;

/// <summary>A server whose response times are known exactly: a <see cref="ServerModel"/> on real sockets and one thread of its own.</summary>
/// <remarks>
/// <para>It never sleeps a service time (oversleeping would add up in a queue): the model computes completions in virtual time from the
/// arrivals, and the thread sends when the clock has passed them. A late thread thus delays single answers, never the queue.</para>
/// <para>It notes arrival, completion and sending of every request, so its own lateness is known.</para>
/// <para>Speaks HTTP/1.0 and 1.1 with keep-alive; requests must have no body and wait for their answer. Linux.</para>
/// </remarks>
public sealed class ReferenceServer : IDisposable
{
    private const long LongestWaitNs = 10_000_000;   // the time until a stop is seen

    private readonly ServerModel _model;
    private readonly ServerHabits _habits;
    private readonly Answers _answers;
    private readonly bool _keepsLog;
    private readonly Socket _listener;
    private readonly Thread _thread;
    private readonly List<Client> _clients = [];
    private readonly PriorityQueue<(Client Client, long Index), (long CompletionNs, long Index)> _pending = new();
    private readonly List<Exchange> _log;
    private readonly TokenBucket _tokens;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private NativePoll.Entry[] _entries = new NativePoll.Entry[64];
    private long _arrivals;
    private long _nextAcceptNs;
    private volatile bool _stop;

    private ReferenceServer(ServerModel model, ServerHabits habits, bool keepsLog)
    {
        _model = model;
        _habits = habits;
        _answers = new Answers(habits);
        _tokens = new TokenBucket(habits.TokensPerS, habits.Burst);
        _keepsLog = keepsLog;
        _log = new List<Exchange>(keepsLog ? 1 << 16 : 0);
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, habits.Port));
        _listener.Listen(habits.Backlog);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _thread = new Thread(Serve) { IsBackground = true, Name = "reference server" };
        _thread.Start();
    }

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="model">When it answers; for this server alone.</param>
    /// <param name="keepsLog">False: <see cref="Stop"/> returns nothing, and memory does not grow with requests.</param>
    /// <param name="habits">What it does besides; null: nothing, on a free port.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static ReferenceServer Start(ServerModel model, bool keepsLog = true, ServerHabits? habits = null) => new(model, habits ?? new ServerHabits(), keepsLog);

    /// <summary>Ends the server and says what it saw, in the order of arrival.</summary>
    public IReadOnlyList<Exchange> Stop()
    {
        _stop = true;
        _thread.Join();
        return _log;
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private static long NowNs => MonotonicClock.NowNs;

    private void Serve()
    {
        NativePoll.EndWaitsOnTime();
        while (!_stop)
        {
            Wait();
            SendDue();
            for (var i = _clients.Count - 1; i >= 0; i--)
            {
                if (!_clients[i].IsClosed && _entries[i + 1].Happened != 0 && !Read(_clients[i]))
                {
                    _clients[i].Close();
                }
            }

            if (_entries[0].Happened != 0)
            {
                Accept();
            }

            SendDue();
        }

        _clients.ForEach(c => c.Close());
        _listener.Dispose();
    }

    private void Wait()
    {
        _clients.RemoveAll(static client => client.IsClosed);
        var count = _clients.Count + 1;
        if (_entries.Length < count)
        {
            Array.Resize(ref _entries, count * 2);
        }

        // A negative descriptor is passed over: a server that pauses does not look at its queue.
        var accepts = _nextAcceptNs <= NowNs;
        _entries[0] = new NativePoll.Entry { Descriptor = accepts ? (int)_listener.Handle : -1, Wanted = NativePoll.Readable };
        for (var i = 1; i < count; i++)
        {
            _entries[i] = new NativePoll.Entry { Descriptor = _clients[i - 1].Descriptor, Wanted = NativePoll.Readable };
        }

        var wait = LongestWaitNs;
        if (_pending.TryPeek(out _, out var next))
        {
            wait = Math.Clamp(next.CompletionNs - NowNs, 0, LongestWaitNs);
        }

        NativePoll.Wait(_entries, count, wait);
    }

    private void Accept()
    {
        // Poll said that there is at least one; the others are found in the next turn.
        var socket = _listener.Accept();
        socket.Blocking = false;
        socket.NoDelay = true;
        if (_habits.MostConnections > 0 && _clients.Count(static client => !client.IsClosed) >= _habits.MostConnections)
        {
            socket.Dispose();
            return;
        }

        _clients.Add(new Client(socket));
        if (_habits.AcceptPause > TimeSpan.Zero)
        {
            _nextAcceptNs = NowNs + MonotonicClock.ToNs(_habits.AcceptPause);
        }
    }

    /// <returns>False when the connection is over.</returns>
    private bool Read(Client client)
    {
        var count = client.Receive(_buffer);
        if (count <= 0)
        {
            return count < 0;
        }

        var now = NowNs;
        for (var ends = client.CountRequests(_buffer.AsSpan(0, count)); ends > 0; ends--)
        {
            var index = _arrivals++;
            _habits.Arrived?.Invoke(index);
            Busy.Work(_habits.WorkSteps);
            var completion = _model.CompletionNs(now, index);
            if (_keepsLog)
            {
                _log.Add(new Exchange(now, completion, ServerModel.Never));
            }

            if (!_tokens.Take(now))
            {
                client.Send(Answers.Refusal);
            }
            else if (completion != ServerModel.Never)
            {
                _pending.Enqueue((client, index), (completion, index));
            }
        }

        return true;
    }

    private void SendDue()
    {
        while (_pending.TryPeek(out var next, out var key))
        {
            var now = NowNs;
            if (key.CompletionNs > now)
            {
                return;
            }

            _pending.Dequeue();
            if (next.Client.Send(_answers.Of(next.Index)) && _keepsLog)
            {
                _log[(int)next.Index] = _log[(int)next.Index] with { SentNs = now };
            }

            if (_answers.EndsConnection(next.Index))
            {
                next.Client.Close();
            }
        }
    }
}
