namespace Prony.Reporting.Personalities;

/// <summary>A fault of another tool that would have changed the figures of this very load.</summary>
/// <param name="Id">Short name, the tool's first: "hey-first-million".</param>
/// <param name="Sentence">What the original would have printed and what is true: both figures.</param>
public sealed record ToolFault(string Id, string Sentence);
