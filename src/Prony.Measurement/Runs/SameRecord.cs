namespace Prony.Measurement.Runs;

/// <summary>What has to be alike of the answers of all candidates (gate V08).</summary>
/// <param name="Body">One of <see cref="SameBodyName"/>.</param>
/// <param name="Tolerance">Largest difference of the mean length of the content, as a share of the baseline's; null: the default of the gate.</param>
public sealed record SameRecord(string Body, double? Tolerance);

/// <summary>How alike the content of answers has to be, as it is written.</summary>
public static class SameBodyName
{
    /// <summary>Every byte of a sample.</summary>
    public const string Exact = "exact";

    /// <summary>Their mean length. The default everywhere.</summary>
    public const string Length = "length";

    /// <summary>Nothing of it.</summary>
    public const string Any = "any";
}

/// <summary>Whether a server may close connections, as it is written.</summary>
public static class KeepAliveName
{
    /// <summary>It gives a doubt.</summary>
    public const string Auto = "auto";

    /// <summary>It forbids a verdict.</summary>
    public const string Required = "required";
}

/// <summary>One answer of a candidate, fetched before the window: the same request is asked of all.</summary>
/// <param name="Request">Which request of the scenario, from 0.</param>
/// <param name="Status">Its status code; 0 when there was no answer.</param>
/// <param name="Bytes">Of its content, as received.</param>
/// <param name="Encoding">Its content coding; identity for none.</param>
/// <param name="Sha256">Of the content as received, hexadecimal; empty when there was no answer.</param>
/// <param name="Problem">Why there was no answer; null otherwise.</param>
public sealed record AnswerRecord(int Request, int Status, long Bytes, string Encoding, string Sha256, string? Problem = null);
