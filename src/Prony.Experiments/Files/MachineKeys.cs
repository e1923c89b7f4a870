using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prony.Experiments.Files.Keys;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Files;

/// <summary>The keys of <c>machine</c> and <c>machines</c>: what a service is said to run on. Only stated.</summary>
internal static partial class MachineKeys
{
    private const double MostVcpus = 4096;
    private const string PriceForm = "Expected an amount, a currency and the month, such as \"28 USD/month\".";

    public static readonly Key<double> Vcpus = new(
        "vcpus",
        new ScalarType<double>("number", ReadVcpus, () => SchemaParts.Number("number", 0.01m, (decimal)MostVcpus), "0.01 to 4096"),
        "Its CPUs.");

    public static readonly Key<long> Memory = new(
        "memory",
        new ScalarType<long>("bytes", ReadMemory, () => SchemaParts.AnyOf(
            new JsonObject { ["type"] = "integer", ["minimum"] = 1 }, SchemaParts.Text(@"^[0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB)?$"), SchemaParts.FromEnvironment())),
        "Its memory, such as 4GiB.");

    public static readonly Key<string> Storage = new("storage", KeyTypes.Text, "Its storage, in any words, such as 80GB.");

    public static readonly Key<StatedPrice> Price = new(
        "price",
        new ScalarType<StatedPrice>("price", ReadPrice, () => SchemaParts.AnyOf(SchemaParts.Text(PricePattern), SchemaParts.FromEnvironment())),
        "What it costs, such as \"28 USD/month\". The currency is kept as it is written, and sums are made where all are the same; Prony knows no prices.");

    public static readonly Key<string> Note = new("note", KeyTypes.Text, "Anything else, such as its region.");

    public static readonly KeyTable Table = new("A machine that is stated for a service: the report prints it, nothing enforces it.", Vcpus, Memory, Storage, Price, Note);

    public static readonly Key<BoundTable> Machine = new(
        "machine", new TableType(Table), "The machine that it is meant for, printed in the table of the set-up and never enforced (see 'limits' for that); of an included stack it stands for all its services.");

    public static readonly Key<IReadOnlyList<NamedEntry<BoundTable>>> Machines = new(
        "machines",
        new MapType<BoundTable>("SERVICE", KeyTypes.Name, new TableType(Table), "mapping of services to machines"),
        "Machines of the candidates' services, by the name of the service, for all candidates that have one of that name; goes before what their stacks state.");

    private const string PricePattern = @"^[0-9]+(\.[0-9]+)? ?[^\s0-9/]+ ?/ ?month$";

    /// <summary>What a service or an include states; null for nothing.</summary>
    public static StatedMachine? Read(BoundTable service) => service.TryGet(Machine, out var table) ? Of(table) : null;

    /// <summary>What a table of this shape states.</summary>
    public static StatedMachine Of(BoundTable table) => new(
        table.TryGet(Vcpus, out var vcpus) ? vcpus : null,
        table.TryGet(Memory, out var memory) ? memory : null,
        table.GetOrDefault(Storage),
        table.GetOrDefault(Price),
        table.GetOrDefault(Note));

    private static bool ReadVcpus(string text, out double value, out string? error)
    {
        error = !double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) ? $"'{text}' is not a number of CPUs, such as 2."
            : value is < 0.01 or > MostVcpus ? $"{text} is out of range: expected 0.01 to 4096."
            : null;
        return error is null;
    }

    private static bool ReadMemory(string text, out long value, out string? error)
    {
        if (ByteText.TryParse(text, out value, out error) && value == 0)
        {
            error = $"{text} is no memory.";
        }

        return error is null;
    }

    private static bool ReadPrice(string text, out StatedPrice value, out string? error)
    {
        var match = Written().Match(text.Trim());
        value = match.Success ? new StatedPrice(double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), match.Groups[2].Value) : null!;
        error = match.Success ? null : $"'{text}' is not a price. {PriceForm}";
        return match.Success;
    }

    [GeneratedRegex(@"^([0-9]{1,12}(?:\.[0-9]{1,6})?) ?([^\s0-9/]{1,12}) ?/ ?month$")]
    private static partial Regex Written();
}
