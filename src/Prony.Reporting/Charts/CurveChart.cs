using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Statistics.Capacity;

namespace Prony.Reporting.Charts;

/// <summary>A candidate over its loads as a chart draws it.</summary>
internal static class CurveChart
{
    /// <summary>So many points make a line look like a curve.</summary>
    private const int LawPoints = 48;

    public static ReportCurve Of(CurveRecord curve) => new(
        Foreign.Line(curve.Candidate),
        [.. curve.Points.Select(point => Rounded.Of(point.At))],
        [.. curve.Points.Select(point => Interval(point.ThroughputPerS))],
        [.. curve.Points.Select(point => Interval(point.FailuresPerS))],
        [.. curve.Points.Select(point => Rounded.Ms(point.ResponseNs.GetValueOrDefault("50")?.Value))],
        [.. curve.Points.Select(point => Rounded.Ms(point.ResponseNs.GetValueOrDefault("99")?.Value))],
        [.. curve.Points.Select(point => Rounded.OrNull(point.CpuCores?.Value))],
        [.. curve.Points.Select(point => Rounded.OrNull(point.MemoryPssBytes?.Value))],
        Law(curve),
        Rounded.OrNull(curve.Knee?.At),
        Rounded.OrNull(curve.Fall.PeakAt),
        null);

    private static ReportInterval Interval(CurveFigure? figure) => new(Rounded.OrNull(figure?.Value), Rounded.OrNull(figure?.Low), Rounded.OrNull(figure?.High));

    /// <summary>The law knows requests in flight, the chart has users: between measured loads the one follows the other linearly.</summary>
    private static ReportLaw? Law(CurveRecord curve)
    {
        var known = curve.Points.Where(point => point.InFlight is { Value: > 0 }).Select(point => (point.At, InFlight: point.InFlight!.Value)).OrderBy(point => point.At).ToList();
        if (curve.Usl is not { Alpha: { } alpha, Beta: { } beta, Gamma: { } gamma } || known.Count < 2)
        {
            return null;
        }

        var law = new UslCurve(alpha, beta, gamma);
        var (first, last) = (known[0].At, known[^1].At);
        var loads = Enumerable.Range(0, LawPoints).Select(i => first + ((last - first) * i / (LawPoints - 1))).ToList();
        return new ReportLaw(
            [.. loads.Select(Rounded.Of)],
            [.. loads.Select(load => Rounded.Of(law.Throughput(InFlightAt(known, load))))],
            string.Create(CultureInfo.InvariantCulture, $"Universal scalability law over measured requests in flight: contention {alpha:G3}, coherency {beta:G3}, one alone {gamma:G4}/s."));
    }

    private static double InFlightAt(List<(double At, double InFlight)> known, double load)
    {
        var next = Math.Max(1, known.FindIndex(point => point.At >= load));
        var (from, to) = (known[next - 1], known[next]);
        return from.InFlight + ((to.InFlight - from.InFlight) * (load - from.At) / (to.At - from.At));
    }
}
