namespace Prony.Measurement.Runs;

/// <summary>What may make a comparison unfair: what the candidates are made of, side by side (docs/methods/fairness.md).</summary>
/// <param name="Factor">What is meant to differ, as the experiment says; empty when it does not say.</param>
/// <param name="Rows">One property a row.</param>
public sealed record FairnessRecord(IReadOnlyList<string> Factor, IReadOnlyList<FairnessRow> Rows);

/// <summary>One property of all candidates.</summary>
/// <param name="Name">Its name, as `factor` and `declares` write it: "processes", "access-log", a parameter.</param>
/// <param name="Kind">One of <see cref="FairnessKind"/>.</param>
/// <param name="Values">Candidate to text; without those of whom it is not known.</param>
/// <param name="Differs">Two candidates that are known differ.</param>
/// <param name="Undeclared">They differ, the experiment names a factor, and this is none of it: a doubt (V26).</param>
public sealed record FairnessRow(string Name, string Kind, IReadOnlyDictionary<string, string> Values, bool Differs, bool Undeclared);

/// <summary>Where a property is known from, as it is written.</summary>
public static class FairnessKind
{
    /// <summary>The experiment: which stack, which parameters.</summary>
    public const string Definition = "definition";

    /// <summary>The stack's own words (`declares`).</summary>
    public const string Declared = "declared";

    /// <summary>What was seen in the windows.</summary>
    public const string Measured = "measured";
}

/// <summary>What served: the program of a service's first process, and the files that its command names.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Program">The file that the process executes.</param>
/// <param name="Sha256">Of that file's content and of every file that the command names, hexadecimal.</param>
public sealed record IdentityRecord(string Service, string Program, string Sha256)
{
    /// <summary>Most connections that may wait to be accepted, as the kernel granted it; null when nobody listens where the service is asked, or the kernel does not tell.</summary>
    public int? Backlog { get; init; }
}
