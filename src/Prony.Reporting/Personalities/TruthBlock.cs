using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Personalities;

/// <summary>What Prony has to say about numbers that were just printed as another tool prints them; nothing where nothing differs.</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class TruthBlock
{
    /// <summary>Generator and server share CPUs: true of every load on one's own machine, and said by <c>prony load</c>.</summary>
    private const string SharedCpus = "V28";

    /// <summary>A difference below this is not worth a line.</summary>
    private const double WorthTelling = 1.1;
    private const long WorthTellingNs = 100_000;

    private static readonly double[] Compared = [50, 90, 99];

    /// <summary>The lines for standard error, without the blank one before them, about numbers that count from the due instant; none when there is nothing to say.</summary>
    /// <param name="tool">Whose numbers were printed: "hey".</param>
    /// <param name="load">What was measured.</param>
    /// <param name="faults">Those faults of the tool that would have changed these numbers.</param>
    public static IReadOnlyList<string> Lines(string tool, LoadRecord load, IReadOnlyList<ToolFault> faults)
    {
        ArgumentNullException.ThrowIfNull(load);
        return Lines(tool, load, faults, []);
    }

    /// <summary>The same, for a tool that may print other times than those from the due instant.</summary>
    /// <param name="tool">Whose numbers were printed: "wrk".</param>
    /// <param name="load">What was measured.</param>
    /// <param name="faults">Those faults of the tool that would have changed these numbers.</param>
    /// <param name="printed">The times that were printed.</param>
    /// <param name="response">Those of the same answers from the due instant.</param>
    public static IReadOnlyList<string> Lines(string tool, LoadRecord load, IReadOnlyList<ToolFault> faults, ToolTimes printed, ToolTimes response)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(printed);
        ArgumentNullException.ThrowIfNull(response);
        return Lines(tool, load, faults, printed.Count == 0 && load.ResponseNs.Count > 0 ? [$"{tool} prints no times, for no request was answered; those without an answer had waited up to {Figure.Duration(load.ResponseNs.Max)}."]
            : Differ(printed, response) ? [$"response time from the due instant: {Times(response)}; what {tool} prints counts from the sending: {Times(printed)}."]
            : []);
    }

    private static IReadOnlyList<string> Lines(string tool, LoadRecord load, IReadOnlyList<ToolFault> faults, List<string> lines)
    {
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(faults);
        if (load.Requests.Censored + load.Requests.Unsent is > 0 and var open)
        {
            lines.Add($"{Figure.Count(open, "request")} of {Figure.Count(load.Requests.Due)} {(open == 1 ? "was" : "were")} never answered ({Figure.Count(load.Requests.Unsent)} not even sent); in the response time they stand with their age.");
        }

        lines.AddRange(load.Doubts
            .Where(doubt => doubt.Id != SharedCpus)
            .OrderBy(doubt => doubt.Level == GateState.Invalid ? 0 : 1)
            .Select(doubt => $"{(doubt.Level == GateState.Invalid ? "invalid" : "doubt")} {doubt.Id}: {doubt.Seen} {ToolWords.Of(tool, doubt.Advice)}".TrimEnd()));
        lines.AddRange(faults.Select(fault => ToolWords.OfFault(tool, fault.Sentence)));
        return Block(tool, lines);
    }

    /// <summary>The lines about figures that are no load: of a recording.</summary>
    /// <param name="tool">Whose figures were printed.</param>
    /// <param name="faults">Those faults of the tool that would have changed them.</param>
    public static IReadOnlyList<string> Lines(string tool, IReadOnlyList<ToolFault> faults)
    {
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(faults);
        return Block(tool, [.. faults.Select(fault => fault.Sentence)]);
    }

    private static IReadOnlyList<string> Block(string tool, List<string> lines) =>
        lines.Count == 0 ? [] : [$"Prony on these numbers (what {tool} does not tell; --no-truth silences this):", .. lines.Select(line => "  - " + line)];

    private static bool Differ(ToolTimes printed, ToolTimes response) =>
        Compared.Any(p => response.At(p) is var due && printed.At(p) is var sent && due > sent * WorthTelling && due - sent > WorthTellingNs);

    private static string Times(ToolTimes times) => string.Join(", ", Compared.Select(p => $"p{FixedText.Of(p, 0)} {Figure.Duration(times.At(p))}"));
}
