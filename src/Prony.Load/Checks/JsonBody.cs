using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Prony.Load.Checks;

/// <summary>What a JSON check found.</summary>
internal enum JsonFinding
{
    Equal,
    Different,
    Absent,
    NotJson,
}

/// <summary>Looks up one value in a JSON body, without building a document and without allocation.</summary>
internal static class JsonBody
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    /// <summary>Compares the value that the pointer names. The body is read to its end: one that is cut off is no JSON.</summary>
    /// <param name="body">UTF-8; a byte order mark is passed over.</param>
    /// <param name="pointer">Of members of one name, the first counts.</param>
    /// <param name="expected">What the value should be.</param>
    /// <param name="value">The value's bytes, of an object or a list the first; empty when there is none.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static JsonFinding Look(ReadOnlySpan<byte> body, JsonPointer pointer, JsonScalar expected, out ReadOnlySpan<byte> value)
    {
        value = default;
        body = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        if (!MayBegin(body))
        {
            return JsonFinding.NotJson;
        }

        try
        {
            var reader = new Utf8JsonReader(body, Options);
            var finding = JsonFinding.Absent;
            if (reader.Read() && Seek(ref reader, pointer.Tokens))
            {
                finding = expected.Equals(ref reader) ? JsonFinding.Equal : JsonFinding.Different;
                value = body[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
            }

            while (reader.Read())
            {
            }

            return finding;
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            // The reader has no other way to say it. What is thrown costs some 20 µs, and only for a body that looked like JSON at first.
            return JsonFinding.NotJson;
        }
    }

    /// <summary>An error page in HTML is told apart without an exception.</summary>
    private static bool MayBegin(ReadOnlySpan<byte> body)
    {
        var first = body.IndexOfAnyExcept(" \t\r\n"u8);
        return first >= 0 && body[first] is (byte)'{' or (byte)'[' or (byte)'"' or (byte)'-' or (byte)'t' or (byte)'f' or (byte)'n' or (>= (byte)'0' and <= (byte)'9');
    }

    private static bool Seek(ref Utf8JsonReader reader, ReadOnlySpan<JsonPointer.Token> tokens)
    {
        foreach (ref readonly var token in tokens)
        {
            var found = reader.TokenType switch
            {
                JsonTokenType.StartObject => SeekMember(ref reader, token.Name),
                JsonTokenType.StartArray => SeekItem(ref reader, token.Index),
                _ => false,
            };
            if (!found)
            {
                return false;
            }
        }

        return true;
    }

    private static bool SeekMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            if (!reader.Read() || isIt)
            {
                return isIt;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool SeekItem(ref Utf8JsonReader reader, int index)
    {
        for (var at = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; at++)
        {
            if (at == index)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
