using Prony.Experiments.Objectives;
using Prony.Measurement.Units;

namespace Prony.Cli;

/// <summary>The measured figure of an objective as a person reads it.</summary>
internal static class ObjectiveValue
{
    public static string Format(Objective objective, double? value) => (objective.Metric, value) switch
    {
        (_, null) => "unknown",
        ("failures", { } share) => ShareText.Format(share),
        ("throughput", { } rate) => RateText.Format(rate),
        (_, { } ns) => DurationText.Format((long)ns),
    };
}
