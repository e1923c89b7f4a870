namespace Prony.Measurement.Runs;

/// <summary>What a rate would cost by the figures of a run (prony cost --json, schema prony.cost/1): arithmetic, not a measurement (docs/methods/cost.md).</summary>
public sealed record CostRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.cost/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>Name of the run directory.</summary>
    public required string Run { get; init; }

    /// <summary>The rate that is to be served, per second.</summary>
    public required double RatePerS { get; init; }

    /// <summary>Part of what each copy can do that is left free, as a share.</summary>
    public required double Headroom { get; init; }

    /// <summary>Why the run is invalid by its own gates, a sentence; null where it is not.</summary>
    public string? RunInvalid { get; init; }

    /// <summary>What is missing of a search for capacities that was cut off, in a sentence; null otherwise.</summary>
    public string? Incomplete { get; init; }

    /// <summary>What the arithmetic takes for granted, a sentence each.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>Every candidate in every scenario.</summary>
    public required IReadOnlyList<CandidateCost> Candidates { get; init; }
}

/// <summary>What the rate would take with one candidate. Each interval goes from the cheaper to the dearer end; null where the run has none.</summary>
public sealed record CandidateCost
{
    /// <summary>What was asked.</summary>
    public required string Scenario { get; init; }

    /// <summary>Name of the candidate.</summary>
    public required string Candidate { get; init; }

    /// <summary>The load with its highest throughput, of those at which at most 0.1 % failed, over the rounds that gates allow; null when there is none.</summary>
    public PointRecord? Load { get; init; }

    /// <summary>Why a search for capacities has none, a sentence; null where it has one, and in a run.</summary>
    public string? Reason { get; init; }

    /// <summary>Its throughput there, per second, or its capacity; null likewise.</summary>
    public double? ThroughputPerS { get; init; }

    /// <summary>95 % interval of it over the rounds.</summary>
    public IntervalRecord? ThroughputInterval { get; init; }

    /// <summary>How many copies of the whole candidate serve the rate; null without a throughput.</summary>
    public double? Copies { get; init; }

    /// <summary>The copies at the ends of the interval.</summary>
    public IntervalRecord? CopiesInterval { get; init; }

    /// <summary>Price of one copy per month, shared services included; null where a service has no price or currencies differ.</summary>
    public StatedPrice? CopyPrice { get; init; }

    /// <summary>Price of all copies per month; null likewise.</summary>
    public double? PricePerMonth { get; init; }

    /// <summary>The price at the ends of the interval.</summary>
    public IntervalRecord? PriceInterval { get; init; }

    /// <summary>Price of a million requests at that rate all the time; null likewise.</summary>
    public double? PricePerMillion { get; init; }

    /// <summary>The same at the ends of the interval.</summary>
    public IntervalRecord? PerMillionInterval { get; init; }

    /// <summary>Its services, one by one, by the CPU that they took.</summary>
    public required IReadOnlyList<LayerCost> Layers { get; init; }
}

/// <summary>What the rate would take of one service, by its CPU alone.</summary>
public sealed record LayerCost
{
    /// <summary>Its name.</summary>
    public required string Service { get; init; }

    /// <summary>All candidates share it.</summary>
    public bool Shared { get; init; }

    /// <summary>CPU per success, mean over rounds, ns.</summary>
    public required double CpuPerRequestNs { get; init; }

    /// <summary>Cores that the rate takes, headroom included.</summary>
    public required double Cores { get; init; }

    /// <summary>95 % interval of it over the rounds; null below three rounds.</summary>
    public IntervalRecord? CoresInterval { get; init; }

    /// <summary>Machines of the stated size; null where no vCPUs are stated.</summary>
    public double? Machines { get; init; }

    /// <summary>The machines at the ends of the interval.</summary>
    public IntervalRecord? MachinesInterval { get; init; }

    /// <summary>Their price; null where none is stated.</summary>
    public StatedPrice? Price { get; init; }
}
