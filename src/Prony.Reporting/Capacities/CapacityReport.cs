using System.Text.Json;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Spectre.Console;

namespace Prony.Reporting.Capacities;

/// <summary>The views of a search for capacities. All say the same; none computes anything that is not in the record.</summary>
/// <remarks>Pure but for the console; thread-safe when the console is.</remarks>
public static class CapacityReport
{
    /// <summary>For a person at a terminal; fits the width of the console.</summary>
    public static void Terminal(CapacityRecord record, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(console);
        TerminalRenderer.Write(console, CapacityDocument.Of(record, console.Profile.Width));
    }

    /// <summary>For a comment on a pull request or a ticket.</summary>
    public static string Markdown(CapacityRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return MarkdownRenderer.Render(CapacityDocument.Of(record, width: null));
    }

    /// <summary>For machines (schema prony.capacity/1).</summary>
    public static string Json(CapacityRecord record) => JsonSerializer.Serialize(record, RunJson.Files.CapacityRecord);
}
