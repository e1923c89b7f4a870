using Prony.Experiments.Gates;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>Collects the whole seconds of a window while it runs.</summary>
/// <remarks>Thread: one call at a time.</remarks>
public sealed class WindowSeconds
{
    private const double OneS = 1;

    /// <summary>Slices are cut at the window's end, which is known to a nanosecond: what is shorter by more than that is a part of a second.</summary>
    private const double RoundingS = 1e-6;

    private readonly List<WindowSecond> _seconds = [];

    /// <summary>A second is complete.</summary>
    /// <param name="slice">Its figures; those outside the window are passed over.</param>
    /// <param name="cores">CPU of the candidate in it, in cores; null when unknown.</param>
    public void Add(SliceRecord slice, double? cores)
    {
        ArgumentNullException.ThrowIfNull(slice);
        if (slice.Phase != PhaseName.Window)
        {
            return;
        }

        _seconds.Add(new WindowSecond(slice.P50Ns, slice.Completed > 0 ? cores * OneS * 1e9 / slice.Completed : null));
    }

    /// <summary>The seconds that the window held whole.</summary>
    /// <param name="durationS">Its length.</param>
    public IReadOnlyList<WindowSecond> Whole(double durationS) => [.. _seconds.Take(WholeIn(durationS))];

    /// <summary>How many whole seconds a window holds.</summary>
    internal static int WholeIn(double durationS) => (int)Math.Floor((durationS + RoundingS) / OneS);

    /// <summary>Whether the load of a plan is the same from the beginning of the window to its end: no stages, and every user began before it.</summary>
    public static bool IsConstant(LoadPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Model switch
        {
            OpenModel open => open.Stages.All(stage => stage.FromPerS == stage.ToPerS && stage.FromPerS == open.RatePerS),
            ClosedModel closed => closed.Ramp <= plan.Warmup && closed.Stages.All(stage => stage.From == closed.Users && stage.To == closed.Users),
            _ => true,
        };
    }
}
