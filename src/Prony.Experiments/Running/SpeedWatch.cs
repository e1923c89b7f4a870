using Prony.Measurement.Machine;

namespace Prony.Experiments.Running;

/// <summary>Compares the speed of the CPUs before a load and after it, where frequencies cannot be read: in most virtual machines.</summary>
/// <remarks>Both times nothing is loaded. What looks slower is tried again: a neighbour comes and goes, a CPU that was slowed for heat or power stays so for seconds.</remarks>
internal sealed class SpeedWatch
{
    private const int MostTries = 4;

    /// <summary>A smaller change is not looked at twice.</summary>
    private const double Noticeable = 0.03;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(25);

    private readonly SpinProbe _before = Best(static _ => false);

    /// <summary>After ÷ before, less 1; null when other programs kept the CPUs too busy to tell.</summary>
    public double? Change()
    {
        var after = Best(probe => Math.Abs(Ratio(probe) - 1) > Noticeable);
        return _before.IsSteady && after.IsSteady ? Ratio(after) - 1 : null;
    }

    private double Ratio(SpinProbe after) => _before.ShortestNs / after.ShortestNs;

    private static SpinProbe Best(Predicate<SpinProbe> isOdd)
    {
        var best = SpinProbe.Run();
        for (var i = 1; i < MostTries && (!best.IsSteady || isOdd(best)); i++)
        {
            Thread.Sleep(BetweenTries);
            var next = SpinProbe.Run();
            best = !best.IsSteady || (next.IsSteady && next.ShortestNs < best.ShortestNs) ? next : best;
        }

        return best;
    }
}
