namespace Prony.Load.Arrivals;

/// <summary>A place in the schedule of one generator thread, which owns every <c>step</c>-th arrival.</summary>
/// <remarks>
/// With a count of requests the arrivals end after the first so many that are due in the window, counted over all threads.
/// Where the length of the warm-up is open, warm-up and window have a schedule each: the cursor goes over to the window's at the instant at which <see cref="ContinueAt"/> lets it begin.
/// </remarks>
internal struct ArrivalCursor
{
    /// <summary>The due instant of an arrival that does not exist.</summary>
    public const long Never = long.MaxValue;

    /// <summary>Number of the first request of a warm-up whose end is open: beyond every count of requests, so that no number comes twice.</summary>
    public const long FirstOfWarmup = 1_000_000_000_000;

    private readonly int _first;
    private readonly int _step;
    private IArrivalSchedule _schedule;
    private WindowArrivals? _window;
    private long _startNs;
    private long _endPlace;
    private long _cutNs = Never;
    private long _place;
    private long _numbersFrom;

    /// <summary>Stands at the thread's first arrival.</summary>
    /// <param name="schedule">For this cursor alone.</param>
    /// <param name="startNs">Instant to which the schedule's offsets are added.</param>
    /// <param name="first">Number of the thread.</param>
    /// <param name="step">Number of threads.</param>
    /// <param name="endIndex">First index that does not arrive any more; <see cref="long.MaxValue"/> for none.</param>
    /// <param name="window">What follows on an instant that is not known yet; null: <paramref name="schedule"/> is that of the whole load.</param>
    public ArrivalCursor(IArrivalSchedule schedule, long startNs, int first, int step, long endIndex, WindowArrivals? window = null)
    {
        _schedule = schedule;
        _startNs = startNs;
        _first = first;
        _step = step;
        _endPlace = endIndex;
        _window = window;
        _place = first;
        _numbersFrom = window is null ? 0 : FirstOfWarmup;
        Look();
    }

    /// <summary>Number of the request, over all threads.</summary>
    public readonly long Index => _numbersFrom + _place;

    /// <summary>When the arrival is due; <see cref="Never"/> after the last.</summary>
    public long DueNs { get; private set; }

    /// <summary>Goes to the thread's next arrival.</summary>
    public void Advance()
    {
        _place += _step;
        Look();
    }

    /// <summary>The window's own arrivals follow from that instant on; those of the warm-up that would be due later do not come.</summary>
    public void ContinueAt(long windowStartNs)
    {
        _cutNs = windowStartNs;
        GoOver();
    }

    /// <summary>Index of the first arrival due at or after an offset, over all threads.</summary>
    public static long FirstIndexAt(IArrivalSchedule schedule, long offsetNs)
    {
        long index = 0;
        while (schedule.DueOffsetNs(index) < offsetNs)
        {
            index++;
        }

        return index;
    }

    private void Look()
    {
        DueNs = _place < _endPlace ? _startNs + _schedule.DueOffsetNs(_place) : Never;
        GoOver();
    }

    private void GoOver()
    {
        if (DueNs < _cutNs || _window is not { } window)
        {
            return;
        }

        _window = null;
        _schedule = window.Schedule;
        _endPlace = window.EndIndex;
        _startNs = _cutNs;
        _place = _first;
        _numbersFrom = 0;
        Look();
    }
}

/// <summary>The arrivals of a window that begins when its warm-up has ended.</summary>
/// <param name="Schedule">From the window's first instant; for one cursor alone.</param>
/// <param name="EndIndex">First index that does not arrive any more; <see cref="long.MaxValue"/> for none.</param>
internal sealed record WindowArrivals(IArrivalSchedule Schedule, long EndIndex);
