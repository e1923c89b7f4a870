using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Prony.Load.Checks;

/// <summary>A JSON value that is neither object nor list, to compare with. Immutable and thread-safe.</summary>
public sealed class JsonScalar
{
    private readonly JsonTokenType _kind;
    private readonly byte[] _string = [];
    private readonly double _number;
    private readonly decimal? _exact;

    private JsonScalar(JsonTokenType kind, string text) => (_kind, Text) = (kind, text);

    private JsonScalar(string value)
        : this(JsonTokenType.String, $"\"{value}\"") => _string = Encoding.UTF8.GetBytes(value);

    private JsonScalar(string text, double number, decimal? exact)
        : this(JsonTokenType.Number, text) => (_number, _exact) = (number, exact);

    /// <summary>As people read it: a text in quotes, not escaped, so that a secret in it can be found and masked.</summary>
    public string Text { get; }

    /// <summary>A text.</summary>
    public static JsonScalar OfText(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new JsonScalar(value);
    }

    /// <summary>Reads a number, true, false, null or a quoted text, as JSON writes them (RFC 8259).</summary>
    public static bool TryRead(string json, [NotNullWhen(true)] out JsonScalar? scalar)
    {
        ArgumentNullException.ThrowIfNull(json);
        scalar = null;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
            if (reader.Read())
            {
                scalar = reader.TokenType switch
                {
                    JsonTokenType.String => new JsonScalar(reader.GetString()!),
                    JsonTokenType.Number => new JsonScalar(json.Trim(), reader.GetDouble(), Exact(ref reader)),
                    JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null => new JsonScalar(reader.TokenType, json.Trim()),
                    _ => null,
                };
                _ = reader.Read();   // throws when more follows
            }
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            scalar = null;
        }

        return scalar is not null;
    }

    /// <summary>Whether the value that a reader stands on is the same: numbers by their value (5 is 5.0), texts with their escapes resolved.</summary>
    internal bool Equals(ref Utf8JsonReader reader) => reader.TokenType == _kind && _kind switch
    {
        JsonTokenType.String => reader.ValueTextEquals(_string),
        JsonTokenType.Number => IsSameNumber(ref reader),
        _ => true,
    };

    /// <summary>A double has 53 bits, too few for long identifiers; a decimal loses small numbers. Only together they tell what is equal.</summary>
    private bool IsSameNumber(ref Utf8JsonReader reader) =>
        reader.TryGetDouble(out var number) && number.Equals(_number) && (_exact is not { } exact || Exact(ref reader) is not { } other || exact == other);

    private static decimal? Exact(ref Utf8JsonReader reader) => reader.TryGetDecimal(out var exact) ? exact : null;
}
