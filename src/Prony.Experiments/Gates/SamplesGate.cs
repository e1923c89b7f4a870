using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Quantiles;

namespace Prony.Experiments.Gates;

/// <summary>
/// V10: are there requests enough for a percentile? n·(1 − p) of the window; below 100 it is unsteady, below ceil(ln 0.025 ÷ ln p) values it has no upper limit and is withheld.
/// To warn, n is divided by tau (<see cref="IndependenceRecord"/>): requests of one window depend on each other, and so many say as much as n ÷ tau independent ones.
/// </summary>
internal sealed class SamplesGate : IGate
{
    /// <summary>Below it requests are as good as independent.</summary>
    private const double LeastToTell = 1.2;

    private const string NoneDecides = "no percentile decides: neither the primary metric nor an objective is one";

    private const double DefaultS = 60;

    /// <summary>Nobody waits longer for one window.</summary>
    private const double LongestS = 1800;

    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Samples);
        if (facts.Percentile is not { } percentile)
        {
            return GateFinding.NotApplicable(row, NoneDecides);
        }

        var p = percentile / 100;
        var count = facts.Load.ResponseNs.Count;
        var tau = Math.Max(1, facts.Load.Independence?.Tau ?? 1);
        var slowest = count * (100 - percentile) / 100;
        var beyond = slowest / tau;
        var fewest = PercentileRanks.FewestValues(p);
        var tooFew = count < fewest;
        if (facts.Quick && (tooFew || beyond < row.Warn))
        {
            return GateFinding.Unknown(row, "window too short (preview)", beyond, row.Warn);
        }

        var name = "p" + percentile.ToString("0.##", CultureInfo.InvariantCulture);
        var advice = Advice(facts, name, row.Warn!.Value * tau / (1 - p));
        return GateFinding.ByLimits(row, beyond, row.Warn, tooFew ? double.PositiveInfinity : null, state => new DoubtWords(
            tooFew
                ? $"The window held {CountText.Of(count, "response")}; {name} needs at least {CountText.Of(fewest)}."
                : $"{name} rests on the {CountText.Of((long)Math.Round(slowest), "slowest response", "slowest responses")} of {CountText.Of(count)}{Weight(tau, beyond)}.",
            tooFew
                ? $"With so few responses {name} has no upper limit: it is withheld."
                : $"Below {CountText.Of((long)row.Warn!.Value)} a percentile of one window is unsteady.",
            advice)) switch
        {
            // The limit that was missed, not the infinity that stood for "below the smallest number of values".
            { Record.State: GateState.Invalid } invalid => invalid with { Record = invalid.Record with { Limit = fewest * (1 - p) } },
            var finding => finding,
        };
    }

    private static string Weight(double tau, double beyond) => tau < LeastToTell
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $", which say as much as {Math.Max(1, Math.Round(beyond)):0} independent ones because neighbours are alike (tau {tau:0.#})");

    private static string Advice(TrialFacts facts, string name, double responses)
    {
        var count = facts.Load.ResponseNs.Count;
        var seconds = count == 0 ? DefaultS : responses / count * facts.Load.Window.DurationS;
        return seconds > LongestS
            ? $"To rely on {name}, let rounds decide ({(facts.SingleLoad ? "prony run" : "as the verdict does")}), whose interval does not rest on single requests; lower percentiles need fewer responses."
            : $"To rely on {name}, {facts.Longer(Length(seconds))}; lower percentiles need fewer responses.";
    }

    /// <summary>The window that would hold that many responses at the rate of this one, rounded up to what a person would type.</summary>
    private static string Length(double seconds)
    {
        var step = seconds switch { <= 20 => 1, <= 120 => 5, _ => 60 };
        var rounded = Math.Ceiling(seconds / step) * step;
        return rounded < 180
            ? string.Create(CultureInfo.InvariantCulture, $"{rounded:0}s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(rounded / 60):0}m");
    }
}
