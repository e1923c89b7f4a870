namespace Prony.Measurement.Runs;

/// <summary>What <c>prony doctor</c> found (schema prony.doctor/1): what this machine lacks for measuring, and for the stacks that were named.</summary>
public sealed record DoctorRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.doctor/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>What looked.</summary>
    public ToolRecord Tool { get; init; } = ToolRecord.Current;

    /// <summary>Wall clock at its start.</summary>
    public required DateTimeOffset StartedUtc { get; init; }

    /// <summary>Where it ran.</summary>
    public required MachineRecord Machine { get; init; }

    /// <summary>The machine, finding by finding.</summary>
    public required IReadOnlyList<DoctorFinding> Findings { get; init; }

    /// <summary>Each stack or candidate that was named. Default: none.</summary>
    public IReadOnlyList<StackNeeds> Stacks { get; init => field = value ?? []; } = [];

    /// <summary>The command that installs every Debian package that is missing; null when none is.</summary>
    public string? InstallCommand { get; init; }
}

/// <summary>One thing that was looked at.</summary>
/// <param name="What">What.</param>
/// <param name="State">One of <see cref="DoctorState"/>.</param>
/// <param name="Seen">What is there.</param>
/// <param name="Why">Why it matters; null when all is well.</param>
/// <param name="Advice">What to do; null when nothing is to be done.</param>
public sealed record DoctorFinding(string What, string State, string Seen, string? Why = null, string? Advice = null);

/// <summary>How a finding is meant, as it is written.</summary>
public static class DoctorState
{
    /// <summary>As it should be.</summary>
    public const string Ok = "ok";

    /// <summary>Prony works, and results may suffer.</summary>
    public const string Warn = "warn";

    /// <summary>Something cannot be done without it.</summary>
    public const string Missing = "missing";
}

/// <summary>What a stack, or a candidate of an experiment, does not find.</summary>
/// <param name="Name">Of the stack, or "EXPERIMENT: CANDIDATE".</param>
/// <param name="Optional">The experiment goes on without it.</param>
/// <param name="Missing">What is missing; empty when everything is there.</param>
public sealed record StackNeeds(string Name, bool Optional, IReadOnlyList<MissingRecord> Missing);
