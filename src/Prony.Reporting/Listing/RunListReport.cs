using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Spectre.Console;

namespace Prony.Reporting.Listing;

/// <summary>The runs of a folder for a person at a terminal: a few lines each, newest first.</summary>
/// <remarks>Pure but for the console; thread-safe when the console is.</remarks>
public static class RunListReport
{
    /// <summary>More candidates than this are counted, and the first of them named.</summary>
    private const int MostCandidates = 4;

    /// <summary>Writes the list; it fits the width of the console.</summary>
    public static void Terminal(RunListRecord list, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(console);
        TerminalRenderer.Write(console, Of(list));
    }

    private static IEnumerable<Block> Of(RunListRecord list)
    {
        if (list.Runs.Count == 0)
        {
            yield return new Prose(null, $"No runs in {list.Folder}. 'prony run' writes one.", Tone.Aside);
        }

        foreach (var run in list.Runs)
        {
            yield return new Facts([.. Lines(run)]);
        }

        if (list.Unreadable.Count > 0)
        {
            yield return new Heading("Could not be read");
            yield return new Bullets([.. list.Unreadable.Select(run => new Bullet(run.Name, run.Reason, Tone.Doubtful))]);
        }
    }

    private static IEnumerable<Fact> Lines(RunListEntry run)
    {
        yield return new Fact(Date(run), run.Name);
        yield return new Fact(run.State, string.Join(", ", new[] { Kind(run), Rounds(run), Candidates(run.Candidates) }.Where(part => part.Length > 0)));
        if (run.Question is { Length: > 0 } question)
        {
            yield return new Fact("", question);
        }

        if (run.Answer is { } answer)
        {
            yield return new Fact("", "→ " + answer + (run.Preview ? " (preview)" : ""));
        }
    }

    private static string Kind(RunListEntry run) => run.Kind == RunKindName.Run ? "" : run.Kind;

    private static string Date(RunListEntry run) => run.CreatedUtc is { } created ? created.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : Figure.Unknown;

    private static string Rounds(RunListEntry run) => (run.Rounds, run.PlannedRounds) switch
    {
        ({ } rounds, { } planned) when rounds != planned => $"{Figure.Count(rounds)} of {Figure.Count(planned, "round")}",
        ({ } rounds, _) => Figure.Count(rounds, "round"),
        (null, { } planned) => $"{Figure.Count(planned, "round")} planned",
        _ => "",
    };

    private static string Candidates(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "",
        <= MostCandidates => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(MostCandidates - 1))} and {Figure.Count(names.Count - MostCandidates + 1)} more",
    };
}
