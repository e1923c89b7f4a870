using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>One rate or several, each a load of its own, or a mapping that describes a ramp.</summary>
internal sealed class RateLoadType(ListType<double> steps, KeyTable ramp) : KeyType<RateLoad>
{
    public override string Label => "rate, list of rates or mapping";

    public override IEnumerable<(string Suffix, KeyTable Table)> Tables => [("", ramp)];

    public override JsonObject Schema() => SchemaParts.AnyOf(steps.Schema(), ramp.Schema());

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out RateLoad value)
    {
        if (node is MapNode map)
        {
            value = new RateLoad([], ramp.Bind(map, path, bag));
            return true;
        }

        var read = steps.TryRead(node, path, bag, out var rates);
        value = new RateLoad(read ? rates : [], null);
        return read;
    }
}

/// <summary>Rates to be measured one by one, or a ramp.</summary>
internal sealed record RateLoad(IReadOnlyList<Placed<double>> Steps, BoundTable? Ramp);
