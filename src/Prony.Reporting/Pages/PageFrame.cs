using System.Reflection;
using System.Text;
using System.Text.Json;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;

namespace Prony.Reporting.Pages;

/// <summary>The page that src/Prony.Reporting/web builds: one file with its script and its style, and three marks for what belongs to a run.</summary>
internal static class PageFrame
{
    private const string Resource = "report.html";
    private const string TitleMark = "<!--prony:title-->";
    private const string BodyMark = "<!--prony:body-->";
    private const string DataMark = "<!--prony:data-->";

    private static readonly Lazy<string?> BuiltIn = new(Read);

    /// <summary>The page of this build; null when it was built without npm.</summary>
    public static string? Text => BuiltIn.Value;

    /// <summary>Puts a report into a page.</summary>
    /// <param name="frame">The page with its marks.</param>
    /// <param name="title">For the title bar, as text.</param>
    /// <param name="body">HTML.</param>
    /// <param name="data">For the charts.</param>
    /// <exception cref="PageMissingException">There is no page.</exception>
    /// <exception cref="InvalidOperationException">A mark is not in the page exactly once.</exception>
    public static string Fill(string? frame, string title, string body, ReportRecord data)
    {
        var page = frame ?? throw new PageMissingException();
        var text = new StringBuilder(page.Length + body.Length);
        var done = 0;

        // In the order of the page, never by replacing in what was put in already.
        (string Mark, string Content)[] parts = [(TitleMark, HtmlRenderer.Escape(title)), (BodyMark, body), (DataMark, Script(data))];
        foreach (var (at, mark, content) in parts.Select(part => (At: Find(page, part.Mark), part.Mark, part.Content)).OrderBy(part => part.At))
        {
            text.Append(page, done, at - done).Append(content);
            done = at + mark.Length;
        }

        return text.Append(page, done, page.Length - done).ToString();
    }

    /// <summary>JSON that stands in a script element: nothing in it can end the element or be taken for markup (HTML Living Standard, 4.12.1.3).</summary>
    internal static string Script(ReportRecord data)
    {
        var json = new StringBuilder(JsonSerializer.Serialize(data, RunJson.Lines.ReportRecord));
        json.Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026").Replace("\u2028", "\\u2028").Replace("\u2029", "\\u2029");
        return json.Insert(0, "<script type=\"application/json\" id=\"prony-data\">").Append("</script>").ToString();
    }

    private static int Find(string page, string mark)
    {
        var at = page.IndexOf(mark, StringComparison.Ordinal);
        return at >= 0 && page.IndexOf(mark, at + mark.Length, StringComparison.Ordinal) < 0
            ? at
            : throw new InvalidOperationException($"The page of the reports has the mark {mark} {(at < 0 ? "nowhere" : "more than once")}; it has to have it once.");
    }

    private static string? Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
