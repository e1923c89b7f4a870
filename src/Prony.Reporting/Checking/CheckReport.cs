using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Spectre.Console;

namespace Prony.Reporting.Checking;

/// <summary>What <c>prony check</c> found, for a person at a terminal: a row for each stack, and below it what is wrong with whom.</summary>
/// <remarks>Pure but for the console; thread-safe when the console is.</remarks>
public static class CheckReport
{
    private const double BytesPerMebibyte = 1024 * 1024;

    /// <summary>Writes it; fits 100 columns.</summary>
    public static void Terminal(StackChecksRecord record, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(console);
        TerminalRenderer.Write(console, Of(record));
    }

    private static IEnumerable<Block> Of(StackChecksRecord record)
    {
        yield return new FigureTable(
            [
                new Column("stack", IsFigure: false), new Column("services"), new Column("processes"), new Column("ready"), new Column("settled"), new Column("PSS MiB"),
                new Column("answered"), new Column("stopped by", IsFigure: false), new Column("exit", IsFigure: false), new Column("left"),
            ],
            [.. record.Stacks.Select(Row)]);
        foreach (var stack in record.Stacks.Where(stack => stack.State is StackCheckState.Failed or StackCheckState.Skipped))
        {
            yield return new Prose(stack.Name, $"{stack.State}: {stack.Reason}.", stack.State == StackCheckState.Failed ? Tone.Bad : Tone.Doubtful);
            if (stack.Missing.Count > 0)
            {
                yield return new Bullets([.. stack.Missing.Select(missing => new Bullet(null, missing.Advice))]);
            }

            if (stack.LogTail.Count > 0)
            {
                yield return new Quote(stack.LogTail);
            }
        }
    }

    private static IReadOnlyList<string> Row(StackCheckRecord stack) =>
    [
        stack.Name,
        stack.Services.Count > 0 ? Figure.Count(stack.Services.Count) : Figure.Unknown,
        stack.Services.Count > 0 ? Figure.Count(stack.Services.Sum(service => service.Processes)) : Figure.Unknown,
        stack.ReadyS is { } ready ? Seconds(ready) : stack.State,
        stack.SettledS is { } settled ? Seconds(settled) : Figure.Unknown,
        stack.Services.Count > 0 ? (stack.Services.Sum(service => service.PssBytes) / BytesPerMebibyte).ToString("N0", CultureInfo.InvariantCulture) : Figure.Unknown,
        stack.Answer is { } answer ? answer.Status?.ToString(CultureInfo.InvariantCulture) ?? (answer.Text.StartsWith("accepts", StringComparison.Ordinal) ? "tcp" : "no") : Figure.Unknown,
        Joined(stack, stop => stop.Signal?.Replace("SIG", "", StringComparison.Ordinal) ?? "itself"),
        Joined(stack, stop => stop.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "?"),
        stack.Stops.Count > 0 ? Figure.Count(stack.Left.Count) : Figure.Unknown,
    ];

    private static string Joined(StackCheckRecord stack, Func<StopRecord, string> what) =>
        stack.Stops.Count > 0 ? string.Join("/", stack.Stops.Select(what).Distinct()) : Figure.Unknown;

    private static string Seconds(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";
}
