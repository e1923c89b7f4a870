using System.Globalization;
using System.Text.Json.Nodes;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Experiments.Gates;
using Prony.Measurement.Units;

namespace Prony.Experiments.Files;

/// <summary>The keys of <c>limits</c>.</summary>
internal static class LimitKeys
{
    private static readonly KeyType<LimitNumber> Number = new ScalarType<LimitNumber>("number or share", ReadNumber, NumberSchema, "from 0");

    public static readonly Key<LimitNumber> Warn = new("warn", Number, "Beyond it there is a doubt.") { DefaultNote = "the gate's own" };

    public static readonly Key<LimitNumber> Invalid = new("invalid", Number, "Beyond it there is no verdict.") { DefaultNote = "the gate's own" };

    public static readonly KeyTable Table = new("Limits of one gate, in its unit; shares as 1% or 0.01.", Warn, Invalid);

    public static readonly Key<IReadOnlyList<NamedEntry<BoundTable>>> Limits = new(
        "limits",
        new MapType<BoundTable>("GATE", new ScalarType<string>("gate", ReadGate, () => SchemaParts.Enumeration(Names)), new TableType(Table), "mapping of gates to limits"),
        "Limits of gates that differ from the defaults, by id (V07: the first row of that gate in docs/methods/gates.md) or by the row's name (failed requests differ). The report prints both.");

    private static IEnumerable<string> Names => GateLimits.All.Select(row => row.Id).Distinct().Concat(GateLimits.All.Select(row => row.Name));

    /// <summary>The row that a name stands for; null when there is none.</summary>
    public static GateLimit? Find(string name) => GateLimits.Find(name.ToUpperInvariant()) ?? GateLimits.All.FirstOrDefault(row => row.Name == name);

    private static JsonObject NumberSchema() => SchemaParts.AnyOf(
        new JsonObject { ["type"] = "number", ["minimum"] = 0 },
        SchemaParts.Text(@"^[0-9]+(\.[0-9]+)?%$"),
        SchemaParts.FromEnvironment());

    private static bool ReadGate(string text, out string value, out string? error)
    {
        value = text;
        error = Find(text) is not null ? null
            : $"'{text}' is no gate. {NearestName.Hint(text, Names, $"The gates are {string.Join(", ", GateLimits.All.Select(row => row.Id).Distinct())}.")}";
        return error is null;
    }

    private static bool ReadNumber(string text, out LimitNumber value, out string? error)
    {
        value = default;
        error = null;
        if (text.EndsWith('%'))
        {
            var read = ShareText.TryParse(text, out var share, out error);
            value = new LimitNumber(share, text, InPercent: true);
            return read;
        }

        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            error = $"'{text}' is not a limit. Expected a number from 0, such as 0.01, or a share such as 1%.";
            return false;
        }

        value = new LimitNumber(number, text, InPercent: false);
        return true;
    }
}

/// <summary>A limit as it was written.</summary>
/// <param name="Value">In the gate's unit.</param>
/// <param name="Text">As it stands in the file.</param>
/// <param name="InPercent">It is a share.</param>
internal readonly record struct LimitNumber(double Value, string Text, bool InPercent);
