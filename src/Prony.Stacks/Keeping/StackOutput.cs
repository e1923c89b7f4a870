using Prony.Measurement.Clocks;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Keeping;

/// <summary>Passes the output of services to where it is wanted: a file with rotation, or whoever shows it.</summary>
/// <remarks>
/// Thread: one loop passes everything on; the other members may be called from any thread, and do not wait for long when whoever shows the output does not
/// read it. <see cref="DisposeAsync"/> passes on what is left.
/// </remarks>
public sealed class StackOutput : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>A terminal that is paused (less, Ctrl-S) takes nothing; services and their supervision do not wait for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Stream> _streams = new(StringComparer.Ordinal);
    private readonly string _folder;
    private readonly Action<string, ReadOnlyMemory<byte>> _show;
    private readonly Action<string> _fail;
    private readonly Task _loop;
    private IReadOnlyList<ServiceDefinition>? _next;

    /// <summary>Begins to follow.</summary>
    /// <param name="services">Whose output.</param>
    /// <param name="folder">Holds NAME.log of each.</param>
    /// <param name="show">Shows whole lines of a service that has no file: its name, and bytes.</param>
    /// <param name="fail">Told when the output of a service can no longer be written; it is kept, and tried again every 5 s.</param>
    /// <exception cref="IOException">A log file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public StackOutput(IReadOnlyList<ServiceDefinition> services, string folder, Action<string, ReadOnlyMemory<byte>> show, Action<string> fail)
    {
        ArgumentNullException.ThrowIfNull(services);
        (_folder, _show, _fail) = (folder, show, fail);
        foreach (var service in services)
        {
            StreamOf(service.Name).GoTo(service.Log);
        }

        _loop = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>Follows these services from now on; what they had written before goes where it was to go. A log file that cannot be opened is told, and the output goes on where it went.</summary>
    /// <param name="services">Those that are kept now.</param>
    public void Follow(IReadOnlyList<ServiceDefinition> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        _ = Interlocked.Exchange(ref _next, services);
        if (_lock.TryEnter(Patience))
        {
            try
            {
                GoToNext();
            }
            finally
            {
                _lock.Exit();
            }
        }
    }

    /// <summary>Passes on the rest and closes the files; what whoever shows it does not read within 2 s is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await _loop.WaitAsync(Patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The loop waits for a reader, and ends with the process.
            return;
        }

        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Look(isEnd: false);
            await Task.Delay(Poll, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Look(isEnd: true);
        foreach (var stream in _streams.Values)
        {
            stream.Dispose();
        }
    }

    private void Look(bool isEnd)
    {
        lock (_lock)
        {
            // Where there was no time for it.
            GoToNext();
            foreach (var stream in _streams.Values)
            {
                stream.Look(isEnd);
            }
        }
    }

    private void GoToNext()
    {
        foreach (var service in Interlocked.Exchange(ref _next, null) ?? [])
        {
            try
            {
                StreamOf(service.Name).GoTo(service.Log);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _fail($"the log of '{service.Name}' cannot be opened, and its output goes where it went: {e.Message}");
            }
        }
    }

    private Stream StreamOf(string service)
    {
        if (!_streams.TryGetValue(service, out var stream))
        {
            _streams[service] = stream = new Stream(service, _folder, _show, _fail);
        }

        return stream;
    }

    /// <summary>The output of one service. What cannot be written stays in the file that the service writes, which is followed from there on.</summary>
    private sealed class Stream : IDisposable
    {
        private static readonly long RetryNs = MonotonicClock.ToNs(TimeSpan.FromSeconds(5));

        private readonly OutputFollower _follower;
        private readonly string _service;
        private readonly Action<string> _fail;
        private LogDefinition? _log;
        private RotatedFile? _file;
        private long? _failedNs;

        internal Stream(string service, string folder, Action<string, ReadOnlyMemory<byte>> show, Action<string> fail)
        {
            (_service, _fail) = (service, fail);
            _follower = new OutputFollower(
                Path.Combine(folder, service + ".log"),
                lines =>
                {
                    if (_file is null)
                    {
                        show(service, lines);
                    }
                    else
                    {
                        _file.Write(lines.Span);
                    }
                });
        }

        internal void Look(bool isEnd)
        {
            if (!isEnd && MonotonicClock.NowNs - _failedNs < RetryNs)
            {
                return;
            }

            try
            {
                _follower.Look(isEnd);
                _failedNs = null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (_failedNs is null)
                {
                    _fail($"the output of '{_service}' can no longer be written, and is tried again every 5 s: {e.Message}");
                }

                _failedNs = MonotonicClock.NowNs;
            }
        }

        internal void GoTo(LogDefinition? log)
        {
            if (log == _log)
            {
                return;
            }

            var file = log is null ? null : new RotatedFile(log);
            Look(isEnd: false);
            _file?.Dispose();
            (_file, _log, _failedNs) = (file, log, null);
        }

        public void Dispose() => _file?.Dispose();
    }
}
