namespace Prony.Reporting.Personalities;

/// <summary>A known fault of another tool that would have changed the numbers of this very load.</summary>
/// <param name="Id">Its name: "wrk-correction".</param>
/// <param name="Sentence">What the original would have printed and what is true, both with their figures.</param>
public sealed record ToolFault(string Id, string Sentence);
