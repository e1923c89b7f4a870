namespace Prony.Experiments.Gates;

/// <summary>What one service of a candidate did in a window: differences of readings at its ends, and what bounds it.</summary>
/// <param name="Name">Of the service.</param>
/// <param name="Cores">CPU ÷ time, dead processes included as far as they are counted.</param>
/// <param name="Processes">Those that lived through the window.</param>
public sealed record ServiceUse(string Name, double Cores, IReadOnlyList<ProcessUse> Processes)
{
    /// <summary>Time between the readings, seconds.</summary>
    public double LengthS { get; init; }

    /// <summary>Periods in which it was held back at a CPU limit; null when nothing counts them.</summary>
    public long? HeldPeriods { get; init; }

    /// <summary>How long its threads were held back, summed, seconds.</summary>
    public double HeldS { get; init; }

    /// <summary>Its lowest CPU limit in cores; null for none.</summary>
    public double? CpuLimitCores { get; init; }

    /// <summary>Open files of the process that is closest to its limit; null when unknown.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>That limit.</summary>
    public long OpenFilesLimit { get; init; }

    /// <summary>Connections that waited to be accepted at the window's end; null when unknown.</summary>
    public int? QueueWaiting { get; init; }

    /// <summary>Most that may wait.</summary>
    public int QueueLength { get; init; }

    /// <summary>Processes ("4711 python3") that lived before the load and at the window's start, and were gone at its end.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>How many of those had a part in the work: they used CPU under load, or another of the same name came.</summary>
    public int Lost { get; init; }

    /// <summary>Processes that came in the window and lived at its end.</summary>
    public IReadOnlyList<string> Came { get; init; } = [];

    /// <summary>The stack says that its workers end and come back by design.</summary>
    public bool Respawns { get; init; }

    /// <summary>All candidates share it.</summary>
    public bool Shared { get; init; }

    /// <summary>Share of its open files, 0 when unknown.</summary>
    internal double FilesShare => OpenFiles is { } open && OpenFilesLimit > 0 ? open / (double)OpenFilesLimit : 0;

    /// <summary>Share of its accept queue, 0 when unknown.</summary>
    internal double QueueShare => QueueWaiting is { } waiting && QueueLength > 0 ? waiting / (double)QueueLength : 0;
}

/// <summary>One process in a window.</summary>
/// <param name="Program">What it executes ("python3.11"); its short name where that is not known.</param>
/// <param name="Cores">CPU of its threads ÷ time.</param>
/// <param name="Threads">Live threads at the window's end.</param>
/// <param name="BusiestThreadCores">CPU of the thread that used most ÷ time; null when threads were not read.</param>
public sealed record ProcessUse(string Program, double Cores, int Threads, double? BusiestThreadCores);
