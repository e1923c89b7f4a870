using System.Text.Json.Serialization;

namespace Prony.Measurement.Runs;

/// <summary>A part of a window in which the load goes linearly from one value to another: rates or users, never both.</summary>
public sealed record StageRecord
{
    /// <summary>Requests per second at its beginning; null for a stage of users.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FromPerS { get; init; }

    /// <summary>Requests per second at its end; null for a stage of users.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ToPerS { get; init; }

    /// <summary>Users at its beginning; null for a stage of a rate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FromUsers { get; init; }

    /// <summary>Users at its end; null for a stage of a rate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ToUsers { get; init; }

    /// <summary>Its length, seconds.</summary>
    public required double ForS { get; init; }

    /// <summary>A stage of the open model.</summary>
    /// <param name="fromPerS">Requests per second at its beginning.</param>
    /// <param name="toPerS">At its end.</param>
    /// <param name="forS">Its length, seconds.</param>
    public static StageRecord OfRate(double fromPerS, double toPerS, double forS) => new() { FromPerS = fromPerS, ToPerS = toPerS, ForS = forS };

    /// <summary>A stage of the closed model.</summary>
    /// <param name="from">Users at its beginning.</param>
    /// <param name="to">At its end.</param>
    /// <param name="forS">Its length, seconds.</param>
    public static StageRecord OfUsers(int from, int to, double forS) => new() { FromUsers = from, ToUsers = to, ForS = forS };

    internal bool IsOfUsers => FromUsers is not null;

    internal double From => FromUsers ?? FromPerS ?? 0;

    internal double To => ToUsers ?? ToPerS ?? 0;
}
