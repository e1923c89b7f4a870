namespace Prony.Reporting.Documents;

/// <summary>One piece of a report. A view composes blocks once; a renderer per medium shows them, and all escaping is the renderer's.</summary>
internal abstract record Block;

/// <summary>The name of the report.</summary>
internal sealed record Title(string Text) : Block;

/// <summary>Starts a section.</summary>
internal sealed record Heading(string Text) : Block
{
    /// <summary>0, or how far below the sections around it, where a medium has levels.</summary>
    public int Depth { get; init; }
}

/// <summary>What the reader must not miss.</summary>
internal sealed record Alert(string Word, string Text) : Block;

/// <summary>A line of running text, with a word in front of it or none.</summary>
internal sealed record Prose(string? Label, string Text, Tone Tone = Tone.Plain) : Block
{
    /// <summary>As of a <see cref="Bullet"/>.</summary>
    public string? State { get; init; }
}

/// <summary>Sentences that stand side by side.</summary>
internal sealed record Bullets(IReadOnlyList<Bullet> Items) : Block;

/// <summary>One of <see cref="Bullets"/>: <paramref name="Label"/> is stressed.</summary>
internal sealed record Bullet(string? Label, string Text, Tone Tone = Tone.Plain)
{
    /// <summary>A word of a record (better, warn, confirmed) in front of it, where a medium shows states by colour too; null for none.</summary>
    public string? State { get; init; }
}

/// <summary>Names and what they are, a pair a line.</summary>
internal sealed record Facts(IReadOnlyList<Fact> Items) : Block;

/// <summary>One of <see cref="Facts"/>.</summary>
internal sealed record Fact(string Name, string Value);

/// <summary>A table of figures.</summary>
internal sealed record FigureTable(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : Block
{
    /// <summary>What it shows, where a medium has captions; null for none.</summary>
    public string? Caption { get; init; }
}

/// <summary>A column of a <see cref="FigureTable"/>.</summary>
internal sealed record Column(string Header, bool IsFigure = true)
{
    /// <summary>Its cells are states (ok, warn, confirmed), where a medium shows states by colour too.</summary>
    public bool IsState { get; init; }
}

/// <summary>Lines that somebody else wrote, shown as they are except for control characters.</summary>
internal sealed record Quote(IReadOnlyList<string> Lines) : Block;

/// <summary>Bars of a histogram.</summary>
internal sealed record Bars(IReadOnlyList<Bar> Rows) : Block;

/// <summary>One of <see cref="Bars"/>.</summary>
/// <param name="Label">What it counts.</param>
/// <param name="Share">Its length, 0 to 1 of the longest.</param>
/// <param name="Text">Behind the bar.</param>
internal sealed record Bar(string Label, double Share, string Text);

/// <summary>A place for a chart, in a medium that draws; others have the tables.</summary>
/// <param name="Kind">forest, percentiles, timeline, curves, heatmap or rounds.</param>
/// <param name="Scenario">Of which scenario.</param>
/// <param name="Caption">What it shows, in a line, with units.</param>
internal sealed record Chart(string Kind, string Scenario, string Caption) : Block;

/// <summary>Detail that a reader may want to skip; folded where the medium can fold.</summary>
internal sealed record Fold(string Heading, IReadOnlyList<Block> Blocks) : Block;

/// <summary>How a text is meant. A text must say the same without colour.</summary>
internal enum Tone
{
    Plain,
    Good,
    Bad,
    Doubtful,
    Aside,
}
