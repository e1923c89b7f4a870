namespace Prony.Measurement.Runs;

/// <summary>What <c>prony selftest</c> found (schema prony.selftest/1).</summary>
public sealed record SelfTestRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.selftest/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>What was tested.</summary>
    public ToolRecord Tool { get; init; } = ToolRecord.Current;

    /// <summary>Wall clock at its start.</summary>
    public required DateTimeOffset StartedUtc { get; init; }

    /// <summary>How long it took, seconds.</summary>
    public double DurationS { get; init; }

    /// <summary>The long one with strict tolerances (<c>--full</c>).</summary>
    public bool Full { get; init; }

    /// <summary>Where it ran.</summary>
    public required MachineRecord Machine { get; init; }

    /// <summary>One of <see cref="CheckState"/>: failed if one failed, else ok; what is unknown is neither.</summary>
    public required string State { get; init; }

    /// <summary>What was looked at, in order.</summary>
    public required IReadOnlyList<SelfTestCheck> Checks { get; init; }

    /// <summary>What the full one found to be the smallest differences that this machine shows.</summary>
    public IReadOnlyList<VisibleDifference> Visible { get; init; } = [];
}

/// <summary>One thing that the self-test looked at.</summary>
/// <param name="Id">a to h: the group that it belongs to, as <c>--only</c> takes it.</param>
/// <param name="What">What is tried.</param>
/// <param name="Expected">What must be seen.</param>
/// <param name="Seen">What was seen, with figures.</param>
/// <param name="State">One of <see cref="CheckState"/>.</param>
/// <param name="Reason">Why it is unknown, or what a failure means; null when it is ok.</param>
public sealed record SelfTestCheck(string Id, string What, string Expected, string Seen, string State, string? Reason = null);

/// <summary>How a check of the self-test ended, as it is written.</summary>
public static class CheckState
{
    /// <summary>As expected.</summary>
    public const string Ok = "ok";

    /// <summary>Not as expected, and nothing excuses it.</summary>
    public const string Failed = "failed";

    /// <summary>Could not be decided here and now; the reason says why.</summary>
    public const string Unknown = "unknown";
}

/// <summary>The smallest difference in a metric that a machine shows: half the width of the interval of a candidate compared with itself.</summary>
/// <param name="Metric">One of <see cref="Metrics"/>, or response.pNN.</param>
/// <param name="Share">As a share: 0.021 is 2.1 %.</param>
/// <param name="FoundUtc">When the self-test found it.</param>
public sealed record VisibleDifference(string Metric, double Share, DateTimeOffset FoundUtc);

/// <summary>What full self-tests found, by machine (selftest.json in the cache folder, schema prony.visible/1).</summary>
public sealed record VisibleDifferences
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.visible/1";

    /// <summary>What was written.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>One entry for each machine that was tested; a home folder may be shared by several.</summary>
    public IReadOnlyList<MachineDifferences> Machines { get; init => field = value ?? []; } = [];
}

/// <summary>The smallest visible differences of one machine.</summary>
public sealed record MachineDifferences(MachineRecord Machine, IReadOnlyList<VisibleDifference> Visible);
