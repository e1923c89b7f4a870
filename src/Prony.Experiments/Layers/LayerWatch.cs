using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;
using Prony.Stacks.Layers;

namespace Prony.Experiments.Layers;

/// <summary>Reads what services tell of themselves once a second, from the start of the warm-up to the window's end; a second begins with the window.</summary>
/// <remarks>
/// Thread: one of its own, so that a slow answer delays neither the load nor the other watches; no answer is waited for longer than <see cref="Within"/>. What fails is an event
/// once and is asked again every second. The other members are called by the coordinating thread of the load.
/// </remarks>
internal sealed class LayerWatch : IDisposable
{
    /// <summary>Longest wait for an answer: it must not run into the next second.</summary>
    internal static readonly TimeSpan Within = TimeSpan.FromMilliseconds(900);

    private static readonly long SecondNs = MonotonicClock.ToNs(TimeSpan.FromSeconds(1));

    private readonly IReadOnlyList<LayerSource> _sources;
    private readonly TrialWriter _writer;
    private readonly CancellationTokenSource _stop = new();
    private readonly AutoResetEvent _windowBegins = new(initialState: false);
    private readonly List<(LayerSource Source, double TS, IReadOnlyDictionary<string, double> Values)> _readings = [];
    private readonly HashSet<LayerSource> _failed = [];
    private Thread? _thread;
    private long _startNs;
    private double _windowStartS = double.PositiveInfinity;
    private double _windowEndS = double.PositiveInfinity;
    private IOException? _failure;

    public LayerWatch(IReadOnlyList<LayerSource> sources, TrialWriter writer) => (_sources, _writer) = (sources, writer);

    /// <summary>Hidden in what is told of failures: a command may hold a password. Default: nothing.</summary>
    public SecretMask Secrets { get; init; } = new();

    /// <summary>The load begins.</summary>
    public void Begin()
    {
        _startNs = MonotonicClock.NowNs;
        if (_sources.Count > 0)
        {
            _thread = new Thread(ReadOn) { Name = "prony layers", IsBackground = true };
            _thread.Start();
        }
    }

    public void WindowStarted()
    {
        _windowStartS = Now();
        _windowBegins.Set();
    }

    /// <summary>Nothing is read from here on; what is being read is given up.</summary>
    public void WindowEnded()
    {
        _windowEndS = Now();
        _stop.Cancel();
    }

    /// <summary>What the window's readings say.</summary>
    /// <exception cref="IOException">They could not be written (disk full, folder removed).</exception>
    public IReadOnlyList<LayerSummary> End()
    {
        Stop();
        return _failure is null ? [.. _sources.SelectMany(Summarise)] : throw new IOException("Readings of the layers could not be recorded: " + _failure.Message, _failure);
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
        _windowBegins.Dispose();
    }

    private void Stop()
    {
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
        }

        _thread?.Join();
        _thread = null;
    }

    private IEnumerable<LayerSummary> Summarise(LayerSource source) => source.Metrics
        .Select(metric => LayerFigures.Of(source.Service, metric.Name, metric.Counter, [
            .. _readings.Where(reading => reading.Source == source && reading.TS >= _windowStartS && reading.TS <= _windowEndS && reading.Values.ContainsKey(metric.Name))
                .Select(reading => (reading.TS, reading.Values[metric.Name])),
        ]))
        .OfType<LayerSummary>();

    private void ReadOn()
    {
        try
        {
            var nextNs = MonotonicClock.NowNs;
            var waits = new[] { _stop.Token.WaitHandle, _windowBegins };
            while (!_stop.IsCancellationRequested)
            {
                ReadAll();
                nextNs = Math.Max(nextNs + SecondNs, MonotonicClock.NowNs);
                if (WaitHandle.WaitAny(waits, MonotonicClock.ToTimeSpan(Math.Max(0, nextNs - MonotonicClock.NowNs))) == 1)
                {
                    nextNs = MonotonicClock.NowNs;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The window is over.
        }
        catch (IOException failure)
        {
            // A thread's exception would end the process: it is kept and thrown by End.
            _failure = failure;
        }
    }

    private void ReadAll()
    {
        var atS = Now();
        var readings = Task.WhenAll(_sources.Select(source => source.ReadAsync(Within, _stop.Token))).GetAwaiter().GetResult();
        foreach (var (source, reading) in _sources.Zip(readings))
        {
            if (reading.Values.Count > 0)
            {
                _readings.Add((source, atS, reading.Values));
                _writer.WriteLayer(new LayerRecord(atS, source.Service, reading.Values));
            }

            if (reading.Problem is { } problem && _failed.Add(source))
            {
                _writer.WriteEvent(new EventRecord(atS, EventKind.MetricsFailed, source.Service, Secrets.Mask(string.Create(
                    CultureInfo.InvariantCulture, $"Metrics of {source.Service} ({source.Place}) could not be read at {atS:0.0} s: {problem}. They are asked for again every second."))));
            }
        }
    }

    private double Now() => MonotonicClock.ToSeconds(MonotonicClock.NowNs - _startNs);
}
