using System.Text.Json;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Spectre.Console;

namespace Prony.Reporting.Comparing;

/// <summary>The views of two runs against each other. All say the same; none computes anything that is not in the record.</summary>
/// <remarks>Pure but for the console; thread-safe when the console is.</remarks>
public static class CompareReport
{
    /// <summary>For a person at a terminal; fits the width of the console.</summary>
    public static void Terminal(RunComparisonRecord record, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(console);
        TerminalRenderer.Write(console, CompareDocument.Of(record));
    }

    /// <summary>For a comment on a pull request or a ticket.</summary>
    public static string Markdown(RunComparisonRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return MarkdownRenderer.Render(CompareDocument.Of(record));
    }

    /// <summary>For machines (schema prony.compare/1).</summary>
    public static string Json(RunComparisonRecord record) => JsonSerializer.Serialize(record, RunJson.Files.RunComparisonRecord);
}
