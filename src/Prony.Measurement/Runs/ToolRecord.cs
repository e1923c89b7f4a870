namespace Prony.Measurement.Runs;

/// <summary>What wrote a record.</summary>
public sealed record ToolRecord(string Name, string Version)
{
    /// <summary>This build of Prony.</summary>
    public static ToolRecord Current { get; } =
        new("prony", typeof(ToolRecord).Assembly.GetName().Version?.ToString(3) ?? "0.0.0");
}
