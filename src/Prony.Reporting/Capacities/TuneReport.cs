using System.Text.Json;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Spectre.Console;

namespace Prony.Reporting.Capacities;

/// <summary>The views of tuned settings. All say the same; none computes anything that is not in the record.</summary>
/// <remarks>Pure but for the console; thread-safe when the console is.</remarks>
public static class TuneReport
{
    /// <summary>For a person at a terminal; fits the width of the console.</summary>
    public static void Terminal(TuneRecord record, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(console);
        TerminalRenderer.Write(console, TuneDocument.Of(record));
    }

    /// <summary>For a comment on a pull request or a ticket.</summary>
    public static string Markdown(TuneRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return MarkdownRenderer.Render(TuneDocument.Of(record));
    }

    /// <summary>For machines (schema prony.tune/1).</summary>
    public static string Json(TuneRecord record) => JsonSerializer.Serialize(record, RunJson.Files.TuneRecord);
}
