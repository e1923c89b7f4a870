using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>What services told of themselves, a line for each: "queue 24 on average, 31 at most; requests 812/s".</summary>
internal static class LayerView
{
    /// <summary>Null when none told anything.</summary>
    public static Bullets? Of(PointVerdict point, IReadOnlyList<string> names)
    {
        var lines = names.SelectMany(name => point.Candidates[name].Layers.GroupBy(layer => layer.Service)
            .Select(service => new Bullet($"{name}, {service.Key}", string.Join("; ", service.Select(Text)) + "."))).ToList();
        return lines.Count == 0 ? null : new Bullets(lines);
    }

    private static string Text(LayerSummary layer) =>
        layer.Counter ? $"{layer.Name} {(layer.PerS is { } perS ? Figure.PerSecond(perS) + "/s" : Figure.Unknown)}"
        : layer is { Mean: { } mean, Max: { } max } ? $"{layer.Name} {Number(mean)} on average, {Number(max)} at most"
        : $"{layer.Name} {Figure.Unknown}";

    private static string Number(double value) => value.ToString(Math.Abs(value) < 10 ? "0.##" : "#,0", CultureInfo.InvariantCulture);
}
