namespace Prony.Reporting.Documents;

/// <summary>Fields of comma-separated values (RFC 4180). Pure; thread-safe.</summary>
internal static class CsvText
{
    /// <summary>A field, in quotes where it holds a comma, a quote or a line end.</summary>
    public static string Field(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
