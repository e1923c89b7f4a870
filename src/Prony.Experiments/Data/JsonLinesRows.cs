using System.Text;
using System.Text.Json;
using Prony.Load.Plans;

namespace Prony.Experiments.Data;

/// <summary>Reads JSON lines: an object of texts, numbers, truth values and nulls on each line. The first object names the columns; empty lines are passed over.</summary>
/// <remarks>A text becomes the value without its quotes and escapes; everything else stays as it is written.</remarks>
internal static class JsonLinesRows
{
    /// <summary>All rows.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="start">First byte after a byte order mark.</param>
    /// <exception cref="DataFormatException">The text is no such thing.</exception>
    public static DataTableBuilder Read(byte[] text, int start)
    {
        List<string>? columns = null;
        DataTableBuilder? rows = null;
        var number = 0;
        for (var at = start; at < text.Length;)
        {
            number++;
            var end = Array.IndexOf(text, (byte)'\n', at);
            var line = text.AsMemory(at, (end < 0 ? text.Length : end) - at);
            at = end < 0 ? text.Length : end + 1;
            if (line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            using var json = Parse(line, number);
            columns ??= ReadColumns(json.RootElement, number);
            rows ??= new DataTableBuilder(columns);
            DataFile.CheckRoom(rows, number);
            AddRow(rows, columns, json.RootElement, number);
        }

        return rows ?? throw new DataFormatException(0, "the data file is empty", "Each of its lines is a JSON object, such as {\"name\": \"ann\"}.");
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> line, int number)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            throw new DataFormatException(number, "this line is not JSON", "Each line is one JSON object, such as {\"name\": \"ann\"}.");
        }

        if (json.RootElement.ValueKind == JsonValueKind.Object)
        {
            return json;
        }

        json.Dispose();
        throw new DataFormatException(number, "this line is JSON, but not an object", "Each line is one JSON object, such as {\"name\": \"ann\"}.");
    }

    private static List<string> ReadColumns(JsonElement first, int number)
    {
        var columns = first.EnumerateObject().Select(property => property.Name).ToList();
        DataFile.CheckColumns(columns, number);
        return columns.Count > 0 ? columns : throw new DataFormatException(number, "this object is empty, so there are no columns");
    }

    private static void AddRow(DataTableBuilder rows, List<string> columns, JsonElement row, int number)
    {
        var count = 0;
        foreach (var property in row.EnumerateObject())
        {
            count++;
            if (!columns.Contains(property.Name))
            {
                throw new DataFormatException(number, $"the object has '{property.Name}', which the first one has not", "All objects have the same names.");
            }
        }

        foreach (var column in columns)
        {
            if (!row.TryGetProperty(column, out var value))
            {
                throw new DataFormatException(number, $"the object lacks '{column}', which the first one has", "All objects have the same names.");
            }

            rows.Add(TextOf(value, column, number));
        }

        if (count != columns.Count)
        {
            throw new DataFormatException(number, "the object has a name twice");
        }

        rows.EndRow(number);
    }

    private static byte[] TextOf(JsonElement value, string column, int number)
    {
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            throw new DataFormatException(number, $"'{column}' is a list or an object", "Values are texts, numbers, true, false or null; write it as a text.");
        }

        try
        {
            return Encoding.UTF8.GetBytes(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
        }
        catch (InvalidOperationException)
        {
            throw new DataFormatException(number, $"'{column}' holds half of a surrogate pair, which no text can");
        }
    }
}
