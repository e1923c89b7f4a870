using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Spectre.Console;

namespace Prony.Reporting.Checking;

/// <summary>What <c>prony doctor</c> found, for a person at a terminal: a line for each finding.</summary>
/// <remarks>Pure but for the console; thread-safe when the console is.</remarks>
public static class DoctorReport
{
    /// <summary>Writes it.</summary>
    public static void Terminal(DoctorRecord record, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(console);
        TerminalRenderer.Write(console, Of(record));
    }

    private static IEnumerable<Block> Of(DoctorRecord record)
    {
        yield return new Heading("This machine");
        yield return new Bullets([.. record.Findings.Select(Line)]);
        if (record.Stacks.Count > 0)
        {
            yield return new Heading("What the stacks need");
            yield return new Bullets([.. record.Stacks.Select(Line)]);
        }

        if (record.InstallCommand is { } command)
        {
            yield return new Prose("To install what Debian has", command);
        }
    }

    private static Bullet Line(DoctorFinding finding) => new(
        finding.State,
        string.Join(" ", new[] { $"{finding.What}: {finding.Seen}.", finding.Why, finding.Advice }.OfType<string>()),
        ToneOf(finding.State));

    private static Bullet Line(StackNeeds stack)
    {
        if (stack.Missing.Count == 0)
        {
            return new Bullet(DoctorState.Ok, $"{stack.Name}: everything is there.", ToneOf(DoctorState.Ok));
        }

        var state = stack.Optional ? DoctorState.Warn : DoctorState.Missing;
        var optional = stack.Optional ? " It is optional: a run goes on without it." : "";
        return new Bullet(state, $"{stack.Name}: {string.Join(" ", stack.Missing.Select(m => m.Advice))}{optional}", ToneOf(state));
    }

    private static Tone ToneOf(string state) => state switch
    {
        DoctorState.Ok => Tone.Good,
        DoctorState.Warn => Tone.Doubtful,
        _ => Tone.Bad,
    };
}
