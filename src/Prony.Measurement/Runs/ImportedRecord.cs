namespace Prony.Measurement.Runs;

/// <summary>Somebody else's measurement: what files of other tools say, read by <c>prony import</c> (docs/imports.md).</summary>
/// <remarks>Nothing here was measured by Prony, and nothing is made up: a figure that the tool did not print is null, never 0.</remarks>
/// <param name="Files">What was read, in the order in which it was named.</param>
/// <param name="Results">What stood in it, in the order in which it stood there; at least one.</param>
public sealed record ImportedRecord(IReadOnlyList<ImportedFile> Files, IReadOnlyList<ImportedResult> Results)
{
    /// <summary>Kind of the candidates of such a plan, beside those of <see cref="CandidateKind"/>.</summary>
    public const string CandidateKindName = "imported";
}

/// <summary>A file that was read.</summary>
/// <param name="Name">As it was named on the command line.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its bytes, hexadecimal.</param>
public sealed record ImportedFile(string Name, long Bytes, string Sha256);

/// <summary>What one block of another tool's output says of one candidate at one load.</summary>
public sealed record ImportedResult
{
    /// <summary>What it is called here: the tool and its number ("hey-1"), or the name that was given for it.</summary>
    public required string Candidate { get; init; }

    /// <summary>The tool that printed it: "hey", "oha", "psrecord".</summary>
    public required string Tool { get; init; }

    /// <summary>In which of its formats: "text", "CSV".</summary>
    public required string Format { get; init; }

    /// <summary>The file that it stood in.</summary>
    public required string File { get; init; }

    /// <summary>The line of the file at which it begins, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>What was asked, as the tool prints it, secrets masked.</summary>
    public string? Target { get; init; }

    /// <summary>One of <see cref="LoadModelName"/>; null where the output does not tell.</summary>
    public string? Model { get; init; }

    /// <summary>Virtual users or connections.</summary>
    public int? Users { get; init; }

    /// <summary>The rate that was asked for, per second.</summary>
    public double? RatePerS { get; init; }

    /// <summary>How long it measured, seconds.</summary>
    public double? DurationS { get; init; }

    /// <summary>What the tool counts as requests.</summary>
    public long? Requests { get; init; }

    /// <summary>Requests that failed, as far as the output tells all of them: errors, and statuses other than 200 to 399.</summary>
    public long? Failures { get; init; }

    /// <summary>Requests per second as the tool prints them, which often counts failures too.</summary>
    public double? PrintedPerS { get; init; }

    /// <summary>Successes per second, where the output tells successes from failures: what Prony calls throughput.</summary>
    public double? ThroughputPerS { get; init; }

    /// <summary>Response times as the tool takes them.</summary>
    public ImportedTimes? Times { get; init; }

    /// <summary>Service times, of a tool that prints both (wrk2 -U).</summary>
    public ImportedTimes? Service { get; init; }

    /// <summary>What processes used.</summary>
    public ImportedUsage? Usage { get; init; }

    /// <summary>Responses by status code.</summary>
    public IReadOnlyDictionary<string, long> Status { get; init => field = value ?? new Dictionary<string, long>(); } = new Dictionary<string, long>();

    /// <summary>Errors by the tool's own words, secrets masked.</summary>
    public IReadOnlyDictionary<string, long> Errors { get; init => field = value ?? new Dictionary<string, long>(); } = new Dictionary<string, long>();

    /// <summary>What has to be known to read these figures, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init => field = value ?? []; } = [];

    /// <summary>What that tool's output cannot tell, a sentence each.</summary>
    public IReadOnlyList<string> CannotTell { get; init => field = value ?? []; } = [];
}

/// <summary>Times as another tool prints them, nanoseconds; what it does not print is null or absent.</summary>
public sealed record ImportedTimes
{
    /// <summary>How many times stand behind it.</summary>
    public long? Count { get; init; }

    /// <summary>Smallest.</summary>
    public double? MinNs { get; init; }

    /// <summary>Arithmetic mean.</summary>
    public double? MeanNs { get; init; }

    /// <summary>Standard deviation.</summary>
    public double? SdNs { get; init; }

    /// <summary>Largest.</summary>
    public double? MaxNs { get; init; }

    /// <summary>By their names: "50", "99.9".</summary>
    public IReadOnlyDictionary<string, double> PercentilesNs { get; init => field = value ?? new Dictionary<string, double>(); } = new Dictionary<string, double>();

    /// <summary>The last digit that is printed, ns: a time of 0 is one below it. Null where digits do not limit the figures.</summary>
    public double? ResolutionNs { get; init; }
}

/// <summary>What a process tree used, of a log with a row at each reading.</summary>
/// <param name="Samples">Rows.</param>
/// <param name="DurationS">From the first row to the last, seconds.</param>
/// <param name="CpuMeanCores">Mean of the rows, in cores (1 is one CPU busy).</param>
/// <param name="CpuPeakCores">The highest row, in cores.</param>
/// <param name="MemoryMeanBytes">Mean of the rows: resident sets, added up over the processes.</param>
/// <param name="MemoryPeakBytes">The highest row.</param>
public sealed record ImportedUsage(int Samples, double DurationS, double CpuMeanCores, double CpuPeakCores, double MemoryMeanBytes, double MemoryPeakBytes);
