namespace Prony.Load.Arrivals;

/// <summary>A place in the schedule of one generator thread, which owns every <c>step</c>-th arrival.</summary>
/// <remarks>With a count of requests the arrivals end after the first so many that are due in the window, counted over all threads.</remarks>
internal struct ArrivalCursor
{
    /// <summary>The due instant of an arrival that does not exist.</summary>
    public const long Never = long.MaxValue;

    private readonly IArrivalSchedule _schedule;
    private readonly long _startNs;
    private readonly int _step;
    private readonly long _endIndex;

    /// <summary>Stands at the thread's first arrival.</summary>
    /// <param name="schedule">For this cursor alone.</param>
    /// <param name="startNs">Instant to which the schedule's offsets are added.</param>
    /// <param name="first">Number of the thread.</param>
    /// <param name="step">Number of threads.</param>
    /// <param name="endIndex">First index that does not arrive any more; <see cref="long.MaxValue"/> for none.</param>
    public ArrivalCursor(IArrivalSchedule schedule, long startNs, int first, int step, long endIndex)
    {
        _schedule = schedule;
        _startNs = startNs;
        _step = step;
        _endIndex = endIndex;
        Index = first;
        Look();
    }

    /// <summary>Number of the arrival in the schedule, over all threads.</summary>
    public long Index { get; private set; }

    /// <summary>When the arrival is due; <see cref="Never"/> after the last.</summary>
    public long DueNs { get; private set; }

    /// <summary>Goes to the thread's next arrival.</summary>
    public void Advance()
    {
        Index += _step;
        Look();
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

    private void Look() => DueNs = Index < _endIndex ? _startNs + _schedule.DueOffsetNs(Index) : Never;
}
