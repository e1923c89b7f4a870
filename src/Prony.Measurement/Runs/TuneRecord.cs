namespace Prony.Measurement.Runs;

/// <summary>Which settings of a stack serve best (tune.json, schema prony.tune/1; docs/methods/tuning.md).</summary>
public sealed record TuneRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.tune/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>What wrote it.</summary>
    public ToolRecord Tool { get; init; } = ToolRecord.Current;

    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Whose settings were varied.</summary>
    public required string Candidate { get; init; }

    /// <summary>What was asked.</summary>
    public required string Scenario { get; init; }

    /// <summary>At which load; that of the first trial where capacities decide.</summary>
    public required PointRecord Load { get; init; }

    /// <summary>How capacities were searched for in the last stage; null where a figure at one load decides.</summary>
    public CapacitySettings? Capacity { get; init; }

    /// <summary>What decides: one of <see cref="Metrics"/>.</summary>
    public required string Metric { get; init; }

    /// <summary>Smallest difference worth acting on, as a share.</summary>
    public required double Margin { get; init; }

    /// <summary>Stages in order; the last one decides, from rounds of its own.</summary>
    public required IReadOnlyList<TuneStage> Stages { get; init; }

    /// <summary>The last stage was made; false while stages are left, and when it was stopped, killed or given up before: what it says is a preview then. Null in records of older versions.</summary>
    public bool? Whole { get; init; }

    /// <summary>The one setting that is better than all others of the last stage; null where it cannot be told apart from another, and in a preview.</summary>
    public string? Winner { get; init; }

    /// <summary>Settings of the last stage that cannot be told apart from the one that is ahead, that one first; in a preview only that one.</summary>
    public IReadOnlyList<string> Best { get; init => field = value ?? []; } = [];

    /// <summary>The answer in plain sentences.</summary>
    public IReadOnlyList<string> Sentences { get; init => field = value ?? []; } = [];
}

/// <summary>Rounds in which all settings that were left took part.</summary>
/// <param name="Run">Name of the run directory, beside this file.</param>
/// <param name="Rounds">How many were to be made; of a stage that was not concluded, those that all settings took part in.</param>
/// <param name="Settings">The settings, the best first.</param>
public sealed record TuneStage(string Run, int Rounds, IReadOnlyList<TunedSetting> Settings)
{
    /// <summary>Width of its brackets, upper ÷ lower − 1; null where no capacity was searched for.</summary>
    public double? Width { get; init; }

    /// <summary>It was not concluded: it was cut off, or gave no valid result. Default: false, also in records of older versions.</summary>
    public bool CutOff { get; init; }
}

/// <summary>One setting in one stage.</summary>
/// <param name="Name">Such as workers-4.</param>
/// <param name="Value">Geometric mean of the metric over rounds, in its unit; null without a usable round.</param>
/// <param name="Ratio">Against the best of the stage, geometric mean over common rounds; null without.</param>
/// <param name="Low">Lower end of the interval of the ratio for all pairs of settings together; null but in the last stage.</param>
/// <param name="High">Upper end.</param>
/// <param name="State">best, kept, dropped, failed, or open: it carried more than could be tried; in the last stage best, worse, equivalent, not-told-apart, not-compared (too few rounds count), failed or open; in one that was cut off best, not-compared, failed or open.</param>
/// <param name="Reason">Why it failed, is open or was not compared; null otherwise.</param>
public sealed record TunedSetting(string Name, double? Value, double? Ratio, double? Low, double? High, string State, string? Reason)
{
    /// <summary>Rounds that count for it and for the best of the stage; null but in the last stage, where nothing counts, and in records of older versions.</summary>
    public int? Pairs { get; init; }

    /// <summary>Rounds that were made of both; null likewise.</summary>
    public int? Made { get; init; }
}
