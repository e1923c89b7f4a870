namespace Prony.Measurement.Runs;

/// <summary>What one validity gate (docs/methods/gates.md) found.</summary>
/// <param name="Id">V01 to V29.</param>
/// <param name="Value">The measured figure, in the gate's unit; null when unknown.</param>
/// <param name="Limit">The limit that the state was decided with; null when the gate does not apply.</param>
/// <param name="State">ok, warn, invalid, unknown or not-applicable (<see cref="GateState"/>).</param>
/// <param name="Reason">Why it is unknown or not applicable; null otherwise.</param>
/// <param name="Candidate">Whom it speaks of; null when it is about the whole run or a single load.</param>
public sealed record GateRecord(string Id, double? Value, double? Limit, string State, string? Reason = null, string? Candidate = null);

/// <summary>The states of a gate as they are written.</summary>
public static class GateState
{
    /// <summary>Within its limits.</summary>
    public const string Ok = "ok";

    /// <summary>The result stands, with a doubt.</summary>
    public const string Warn = "warn";

    /// <summary>No verdict may rest on this.</summary>
    public const string Invalid = "invalid";

    /// <summary>Could not be measured here; the reason says why.</summary>
    public const string Unknown = "unknown";

    /// <summary>Does not speak for this kind of load.</summary>
    public const string NotApplicable = "not-applicable";
}

/// <summary>Limits of a gate that an experiment set instead of the defaults.</summary>
/// <param name="Id">V01 to V29.</param>
/// <param name="Warn">Beyond it: a doubt, in the gate's unit; null: the default.</param>
/// <param name="Invalid">Beyond it: no verdict; null: the default.</param>
public sealed record LimitRecord(string Id, double? Warn, double? Invalid)
{
    /// <summary>Which of the gate's rows, by its name in the table of limits; null: the first.</summary>
    public string? Name { get; init; }

    /// <summary>The limits that hold without the change, for the report.</summary>
    public double? DefaultWarn { get; init; }

    /// <summary>The same for invalid.</summary>
    public double? DefaultInvalid { get; init; }
}

/// <summary>A reason to distrust a result, worded for a person.</summary>
/// <param name="Id">The gate that found it.</param>
/// <param name="Level">warn or invalid.</param>
/// <param name="Seen">What was seen, with figures.</param>
/// <param name="Limit">The limit and why it matters.</param>
/// <param name="Advice">What to do.</param>
public sealed record DoubtRecord(string Id, string Level, string Seen, string Limit, string Advice);
