using Prony.Stacks.Definitions;

namespace Prony.Stacks.Keeping;

/// <summary>Carries the output of kept services to where it is wanted: a file with rotation, or whoever shows it.</summary>
/// <remarks>Thread: one loop; <see cref="DisposeAsync"/> passes on what is left.</remarks>
public sealed class StackOutput : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Stream> _streams = new(StringComparer.Ordinal);
    private readonly string _folder;
    private readonly Action<string, ReadOnlyMemory<byte>> _show;
    private readonly Action<string> _fail;
    private readonly Task _loop;

    /// <summary>Begins to follow.</summary>
    /// <param name="services">Whose output.</param>
    /// <param name="folder">Holds NAME.log of each.</param>
    /// <param name="show">Shows whole lines of a service that has no file: its name, and bytes.</param>
    /// <param name="fail">Told once when a file can no longer be written.</param>
    /// <exception cref="IOException">A log file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public StackOutput(IReadOnlyList<ServiceDefinition> services, string folder, Action<string, ReadOnlyMemory<byte>> show, Action<string> fail)
    {
        (_folder, _show, _fail) = (folder, show, fail);
        Follow(services);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Follows these services from now on; what they had written before goes where it was to go.</summary>
    /// <param name="services">Those that are kept now.</param>
    /// <exception cref="IOException">A log file cannot be opened; the others are as they are to be.</exception>
    public void Follow(IReadOnlyList<ServiceDefinition> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        lock (_lock)
        {
            foreach (var service in services)
            {
                if (!_streams.TryGetValue(service.Name, out var stream))
                {
                    _streams[service.Name] = stream = new Stream(service.Name, _folder, _show);
                }

                stream.GoTo(service.Log);
            }
        }
    }

    /// <summary>Passes on the rest and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        Look(isEnd: true);
        foreach (var stream in _streams.Values)
        {
            stream.Dispose();
        }

        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested && Look(isEnd: false))
        {
            await Task.Delay(Poll, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool Look(bool isEnd)
    {
        try
        {
            lock (_lock)
            {
                foreach (var stream in _streams.Values)
                {
                    stream.Look(isEnd);
                }
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The services go on: what they write stays in their own files for messages.
            _fail("output can no longer be written: " + e.Message);
            return false;
        }
    }

    /// <summary>The output of one service.</summary>
    private sealed class Stream : IDisposable
    {
        private readonly OutputFollower _follower;
        private LogDefinition? _log;
        private RotatedFile? _file;

        internal Stream(string service, string folder, Action<string, ReadOnlyMemory<byte>> show) => _follower = new OutputFollower(
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

        internal void Look(bool isEnd) => _follower.Look(isEnd);

        internal void GoTo(LogDefinition? log)
        {
            if (log == _log)
            {
                return;
            }

            _follower.Look();
            var file = log is null ? null : new RotatedFile(log);
            _file?.Dispose();
            (_file, _log) = (file, log);
        }

        public void Dispose() => _file?.Dispose();
    }
}
