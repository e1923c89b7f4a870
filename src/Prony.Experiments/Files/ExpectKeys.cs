using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Load.Checks;

namespace Prony.Experiments.Files;

/// <summary>The keys of an experiment file that say what a response has to be besides its status.</summary>
internal static class ExpectKeys
{
    public static readonly Key<string> HeaderEquals = new("equals", HeaderText(TextRelation.Equal, "text"), "The header's value is exactly that.");

    public static readonly Key<string> HeaderContains = new("contains", HeaderText(TextRelation.Contain, "text"), "The header's value holds that text.");

    public static readonly Key<string> HeaderMatches = new(
        "matches", HeaderText(TextRelation.Match, "regular expression"), "The pattern finds something in the header's value; ^ and $ are its ends.");

    public static readonly KeyTable HeaderTable = new("What a header of the response has to be.", HeaderEquals, HeaderContains, HeaderMatches);

    public static readonly Key<IReadOnlyList<NamedEntry<BoundTable>>> Headers = new(
        "headers",
        new MapType<BoundTable>("NAME", KeyTypes.HeaderName, new ShorthandType(HeaderTable, HeaderEquals), "mapping of names to texts or mappings", fewest: 1),
        "Headers that the response has to have. A text is the whole value; of several headers of one name, one is enough.");

    public static readonly Key<IReadOnlyList<Placed<ResponseCheck>>> BodyContains = new(
        "contains", BodyTexts(TextRelation.Contain, "text", "text or list of text"), "Text that the body holds, or several.");

    public static readonly Key<IReadOnlyList<Placed<ResponseCheck>>> BodyMatches = new(
        "matches",
        BodyTexts(TextRelation.Match, "regular expression", "regular expression or list of them"),
        "Pattern that finds something in the body (.NET syntax without look-around and back-references), or several.");

    public static readonly Key<int> BodyLength = new("length", KeyTypes.Integer(0, int.MaxValue), "Bytes of the body, without the framing of chunks.");

    public static readonly Key<ResponseCheck> BodySha256 = new(
        "sha256",
        new ScalarType<ResponseCheck>(
            "SHA-256",
            (string text, out ResponseCheck value, out string? error) => ResponseCheck.TryBodySha256(text, out value!, out error),
            () => SchemaParts.Text(@"^[0-9A-Fa-f]{64}$|\$\{")),
        "SHA-256 of the body, 64 hexadecimal digits.");

    public static readonly Key<IReadOnlyList<NamedEntry<JsonScalar>>> BodyJson = new(
        "json",
        new MapType<JsonScalar>("POINTER", new ScalarType<string>("JSON pointer", ReadPointer, () => SchemaParts.Text("^(/([^~]|~[01])*)?$")), new JsonScalarType(), "mapping of JSON pointers to values", fewest: 1),
        "Values in a JSON body by their pointers (RFC 6901), such as {/items/0/id: 5, /state: ready}. Numbers are compared by value; a quoted number is a text.");

    public static readonly KeyTable BodyTable = new("What the body of the response has to be.", BodyContains, BodyMatches, BodyLength, BodySha256, BodyJson);

    public static readonly Key<BoundTable> Body = new(
        "body", new ShorthandType(BodyTable, BodyContains), "What the body has to be; a text is one that it holds. It is looked at as it comes, so an encoded one (gzip) is not decoded.");

    public static readonly Key<int> Every = new(
        "every", KeyTypes.Integer(1, 1_000_000_000),
        "One response in so many is checked for headers and body, the first included; the others count by their status.")
    {
        Default = "1",
    };

    /// <summary>The name does not matter here: it is checked with the mapping.</summary>
    private static ScalarType<string> HeaderText(TextRelation relation, string label) => new(
        label,
        (string text, out string value, out string? error) =>
        {
            value = text;
            return ResponseCheck.TryHeader("X", relation, text, out _, out error);
        },
        SchemaParts.AnyScalar);

    private static ListType<ResponseCheck> BodyTexts(TextRelation relation, string label, string listLabel) => new(
        new ScalarType<ResponseCheck>(
            label,
            (string text, out ResponseCheck value, out string? error) => ResponseCheck.TryBody(relation, text, out value!, out error),
            SchemaParts.AnyScalar),
        listLabel,
        allowSingle: true,
        allowEmpty: false);

    private static bool ReadPointer(string text, out string value, out string? error)
    {
        value = text;
        return ResponseCheck.TryJson(text, JsonScalar.OfText(""), out _, out error);
    }
}
