namespace Prony.Experiments.Comparing;

/// <summary>What of two runs is compared, and by what.</summary>
public sealed record RunComparisonOptions
{
    /// <summary>The only candidate to compare, by its name in each run. Default: every name that both runs have.</summary>
    public CandidateNames? Candidate { get; init; }

    /// <summary>The metric that decides, one of <see cref="Measurement.Runs.Metrics"/> or response.pNN. Default: the primary metric of the old run.</summary>
    public string? Metric { get; init; }

    /// <summary>Smallest difference worth acting on, a share above 0. Default: that of the old run.</summary>
    public double? Margin { get; init; }
}

/// <summary>One candidate by its names.</summary>
/// <param name="Old">In the old run.</param>
/// <param name="New">In the new run.</param>
public sealed record CandidateNames(string Old, string New);
