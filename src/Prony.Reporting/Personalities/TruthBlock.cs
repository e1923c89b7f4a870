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

    private static readonly string[] Compared = ["50", "90", "99"];

    /// <summary>The lines for standard error, without the blank one before them; none when there is nothing to say.</summary>
    /// <param name="tool">Whose numbers were printed: "wrk".</param>
    /// <param name="load">What was measured.</param>
    /// <param name="faults">Those faults of the tool that would have changed these numbers.</param>
    public static IReadOnlyList<string> Lines(string tool, LoadRecord load, IReadOnlyList<ToolFault> faults) => Lines(tool, load, faults, printsResponse: false);

    /// <summary>The same, for a tool that may print response times itself.</summary>
    /// <param name="tool">Whose numbers were printed.</param>
    /// <param name="load">What was measured.</param>
    /// <param name="faults">Those faults of the tool that would have changed these numbers.</param>
    /// <param name="printsResponse">What was printed counts from the due instant already.</param>
    public static IReadOnlyList<string> Lines(string tool, LoadRecord load, IReadOnlyList<ToolFault> faults, bool printsResponse)
    {
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(faults);
        List<string> lines = [];
        if (!printsResponse && Differs(load))
        {
            lines.Add($"response time from the due instant: {Times(load.ResponseNs)}; {Printed(tool, load)}");
        }

        if (load.Requests.Censored + load.Requests.Unsent is > 0 and var open)
        {
            lines.Add($"{Figure.Count(open, "request")} of {Figure.Count(load.Requests.Due)} {(open == 1 ? "was" : "were")} never answered ({Figure.Count(load.Requests.Unsent)} not even sent); in the response time they stand with their age.");
        }

        lines.AddRange(load.Doubts
            .Where(doubt => doubt.Id != SharedCpus)
            .OrderBy(doubt => doubt.Level == GateState.Invalid ? 0 : 1)
            .Select(doubt => $"{(doubt.Level == GateState.Invalid ? "invalid" : "doubt")} {doubt.Id}: {doubt.Seen} {doubt.Advice}".TrimEnd()));
        lines.AddRange(faults.Select(fault => fault.Sentence));
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

    private static bool Differs(LoadRecord load) =>
        load.ResponseNs.Count > 0
        && (load.ServiceNs.Count == 0 || Compared.Any(p => load.ResponseNs.At(p) is var response && load.ServiceNs.At(p) is var service
            && response > service * WorthTelling && response - service > WorthTellingNs));

    private static string Printed(string tool, LoadRecord load) => load.ServiceNs.Count == 0
        ? "no request succeeded."
        : $"what {tool} prints counts from the sending: {Times(load.ServiceNs)}.";

    private static string Times(Distribution times) => string.Join(", ", Compared.Select(p => $"p{p} {Figure.Duration(times.At(p))}"));
}
