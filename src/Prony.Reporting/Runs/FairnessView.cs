using Prony.Measurement.Runs;
using Prony.Reporting.Documents;

namespace Prony.Reporting.Runs;

/// <summary>What differs between the candidates beside their figures; nothing where nothing does.</summary>
internal static class FairnessView
{
    /// <summary>A command or a path can be long: enough of it to tell two apart, the rest stands under "How to reproduce".</summary>
    private const int MostCharacters = 32;

    public static IEnumerable<Block> Of(FairnessRecord? fairness, IReadOnlyList<string> names, int? width)
    {
        var rows = fairness?.Rows.Where(row => row.Differs).ToList() ?? [];
        if (rows.Count == 0)
        {
            yield break;
        }

        yield return new Heading("What differs between the candidates");
        var labels = new TableColumn(new Column("", IsFigure: false), rows.ConvertAll(row => row.Name + (row.Undeclared ? " (not meant)" : "")));
        var columns = names.Select(name => (IReadOnlyList<TableColumn>)[new TableColumn(new Column(name, IsFigure: false), rows.ConvertAll(row => Text(row.Values.GetValueOrDefault(name))))]);
        foreach (var table in TableColumn.Fit([labels], [.. columns], width))
        {
            yield return table;
        }

        yield return new Prose(
            null,
            fairness!.Factor.Count == 0
                ? "The experiment names no factor, so that this is listed and not judged."
                : $"Meant to differ: {string.Join(", ", fairness.Factor)}. Threads follow from the program and are not judged.",
            Tone.Aside);
    }

    // Two commands often begin alike, and two paths end alike: the middle goes.
    private static string Text(string? value) => value switch
    {
        null => "–",
        { Length: > MostCharacters } => string.Concat(value.AsSpan(0, MostCharacters / 2 - 1), "…", value.AsSpan(value.Length - (MostCharacters / 2))),
        _ => value,
    };
}
