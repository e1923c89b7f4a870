using Prony.Measurement.Histograms;

namespace Prony.Measurement.Runs;

/// <summary>Writes the files of one trial as it happens, so that a killed run can be read up to its last second.</summary>
/// <remarks>
/// <para>Order of calls: events at any time; <see cref="BeginLoad"/>; slices and resources; <see cref="WriteWindow"/>; <see cref="Complete"/>; Dispose.
/// A trial whose server never started has no load and goes from events to <see cref="Complete"/>.</para>
/// <para>Thread: slices and the window from one thread, resources from one other, layers from a third, events from any (locked).</para>
/// </remarks>
public sealed class TrialWriter : IDisposable
{
    /// <summary>Tag of the line that holds the response times of the whole window, by due instant.</summary>
    public const string WindowResponseTag = "window-response";

    /// <summary>Tag of the line that holds the service times of the whole window, by due instant.</summary>
    public const string WindowServiceTag = "window-service";

    private const double SliceLengthS = 1;

    private readonly TrialFolder _folder;
    private readonly JsonLinesWriter<EventRecord> _events;
    private readonly Lock _eventsLock = new();
    private JsonLinesWriter<SliceRecord>? _slices;
    private JsonLinesWriter<ResourceRecord>? _resources;
    private JsonLinesWriter<LayerRecord>? _layers;
    private HistogramLogWriter? _times;
    private double _windowStartS = double.NaN;
    private double _windowEndS;

    /// <summary>Told of every event, after it is written, on the thread that wrote it; null: nobody is.</summary>
    public Action<EventRecord>? EventWritten { get; init; }

    /// <summary>Begins a trial: creates its folder and events.jsonl.</summary>
    /// <exception cref="IOException">This attempt was begun before (a repetition is a new attempt), or the folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public TrialWriter(TrialFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        _folder = folder;
        Directory.CreateDirectory(folder.Path);
        _events = new JsonLinesWriter<EventRecord>(folder.EventsFile, RunJson.Lines.EventRecord);
    }

    /// <summary>The load starts: second 0 of slices, resources and times.</summary>
    /// <exception cref="InvalidOperationException">It has begun already.</exception>
    public void BeginLoad(DateTimeOffset startUtc)
    {
        if (_times is not null)
        {
            throw new InvalidOperationException("The load of this trial has begun already.");
        }

        _slices = new JsonLinesWriter<SliceRecord>(_folder.SlicesFile, RunJson.Lines.SliceRecord);
        _resources = new JsonLinesWriter<ResourceRecord>(_folder.ResourcesFile, RunJson.Lines.ResourceRecord);
        _times = new HistogramLogWriter(_folder.TimesFile, startUtc, HistogramLogWriter.NanosecondsAsMilliseconds);
    }

    /// <summary>Writes one second: its line, and one histogram line for each metric that has values.</summary>
    /// <param name="slice">The second.</param>
    /// <param name="times">Nanoseconds by metric: response, service, lag, first-byte, connect, failed.</param>
    public void WriteSlice(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times)
    {
        ArgumentNullException.ThrowIfNull(slice);
        ArgumentNullException.ThrowIfNull(times);
        Begun(_slices).Write(slice);
        foreach (var (metric, histogram) in times)
        {
            if (histogram.Count > 0)
            {
                Begun(_times).Write(metric, slice.TS, SliceLengthS, histogram);
            }
        }

        Begun(_times).Flush();
        if (slice.Phase == PhaseName.Window)
        {
            _windowStartS = double.IsNaN(_windowStartS) ? slice.TS : _windowStartS;
            _windowEndS = slice.TS + SliceLengthS;
        }
    }

    /// <summary>Writes one reading of one service.</summary>
    public void WriteResource(ResourceRecord resource) => Begun(_resources).Write(resource);

    /// <summary>Writes one reading of what a service tells of itself; from one thread. The file is made with the first.</summary>
    public void WriteLayer(LayerRecord reading)
    {
        _layers ??= new JsonLinesWriter<LayerRecord>(_folder.LayersFile, RunJson.Lines.LayerRecord);
        _layers.Write(reading);
    }

    /// <summary>Writes an event; may be called from any thread, before the load as well.</summary>
    public void WriteEvent(EventRecord happened)
    {
        lock (_eventsLock)
        {
            _events.Write(happened);
        }

        EventWritten?.Invoke(happened);
    }

    /// <summary>Writes the histograms of the whole window, so that rounds can be merged from the disk. Seconds cannot be added up to it: they go by the instant of completion.</summary>
    public void WriteWindow(Histogram response, Histogram service)
    {
        var startS = double.IsNaN(_windowStartS) ? 0 : _windowStartS;
        var lengthS = _windowEndS - startS;
        Begun(_times).Write(WindowResponseTag, startS, lengthS, response);
        Begun(_times).Write(WindowServiceTag, startS, lengthS, service);
        Begun(_times).Flush();
    }

    /// <summary>Writes trial.json, which makes the trial a finished one, whatever its state; again when more is known of it.</summary>
    public void Complete(TrialRecord trial) => RunWriter.WriteWhole(_folder.TrialFile, trial, RunJson.Files.TrialRecord);

    /// <summary>Closes the files. Without <see cref="Complete"/> the trial stays unfinished.</summary>
    public void Dispose()
    {
        _slices?.Dispose();
        _resources?.Dispose();
        _layers?.Dispose();
        _times?.Dispose();
        _events.Dispose();
    }

    private static T Begun<T>(T? writer) => writer ?? throw new InvalidOperationException("The load of this trial has not begun.");
}
