namespace Prony.Experiments.Files.Imports;

/// <summary>Something that a file asks of another program and that Prony does in another way.</summary>
/// <param name="Line">Line of the file, 1-based; 0: the whole file.</param>
/// <param name="Text">A sentence.</param>
public sealed record ImportNote(int Line, string Text);
