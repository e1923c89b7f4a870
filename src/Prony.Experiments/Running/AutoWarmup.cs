using Prony.Load.Plans;

namespace Prony.Experiments.Running;

/// <summary>How long a warm-up may take that ends when the server is steady. Pure and thread-safe.</summary>
public static class AutoWarmup
{
    /// <summary>Fewest seconds: it is not judged before.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    /// <summary>Most seconds: then the window begins, steady or not.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>The plan with such a warm-up; users that begin over time have all begun before it is judged.</summary>
    public static LoadPlan Apply(LoadPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var ramp = plan.Model is ClosedModel closed ? closed.Ramp : TimeSpan.Zero;
        return plan with { Warmup = Longest + ramp, ShortestWarmup = Shortest + ramp };
    }

    /// <summary>The plan with the warm-up of an experiment: of a length, or automatic; a load with stages changes by itself and gets the shortest.</summary>
    /// <param name="plan">Its model decides.</param>
    /// <param name="lengthS">Seconds; null: automatic.</param>
    internal static LoadPlan Apply(LoadPlan plan, double? lengthS) => (lengthS, LoadShape.ToRecords(plan.Model)) switch
    {
        ({ } seconds, _) => plan with { Warmup = TimeSpan.FromSeconds(seconds) },
        (null, { }) => plan with { Warmup = Shortest },
        _ => Apply(plan),
    };
}
