using Prony.Reporting.Documents;

namespace Prony.Reporting.Pages;

/// <summary>A part of a page that can be linked to.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Heading">Its name.</param>
/// <param name="Blocks">What stands in it; a section without any is left out.</param>
internal sealed record PageSection(string Id, string Heading, IReadOnlyList<Block> Blocks);
