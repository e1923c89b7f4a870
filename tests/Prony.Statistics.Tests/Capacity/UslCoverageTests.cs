using Prony.Measurement.Units;
using Prony.Statistics.Capacity;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Capacity;

/// <summary>What the intervals and the claims are worth, in seeded worlds: seven loads from 1 to 64, three windows each.</summary>
[Trait("Speed", "Slow")]
public sealed class UslCoverageTests
{
    private const int Worlds = 400;

    private static readonly UslCurve Peaked = new(0.03, 0.001, 100);   // peak at 31.1

    [Fact]
    public void Intervals_cover_the_truth_in_about_95_percent_of_the_worlds()
    {
        var fits = Fits(Peaked, 0.02, seed: 1);
        var truth = Peaked.PeakN;

        Share(fits, fit => Covers(fit.Alpha.Low, fit.Alpha.High, Peaked.Alpha)).ShouldBeInRange(0.92, 0.98);
        Share(fits, fit => Covers(fit.Beta.Low, fit.Beta.High, Peaked.Beta)).ShouldBeInRange(0.92, 0.98);
        Share(fits, fit => Covers(fit.Gamma.Low, fit.Gamma.High, Peaked.Gamma)).ShouldBeInRange(0.92, 0.98);
        Share(fits, fit => Covers(fit.Peak.NLow, fit.Peak.NHigh, truth)).ShouldBeInRange(0.92, 0.98);
        Share(fits, fit => Covers(fit.Peak.XLow, fit.Peak.XHigh, Peaked.Throughput(truth))).ShouldBeInRange(0.92, 0.98);
        Share(fits, fit => fit.Peak.State == UslPeakState.Measured).ShouldBe(1);
    }

    [Fact]
    public void A_law_that_holds_is_rarely_said_not_to() =>
        Share(Fits(Peaked, 0.02, seed: 2), fit => fit.LackOfFit!.P < UslFit.LeastFitP).ShouldBeInRange(0, 0.025);

    [Fact]
    public void A_server_that_never_falls_is_rarely_given_a_peak()
    {
        var fits = Fits(new UslCurve(0.05, 0, 100), 0.02, seed: 3);

        // One side of a 95 % interval, and of those the ones whose peak is far away are not given.
        Share(fits, fit => fit.Peak.N is not null).ShouldBeLessThan(0.03);
        Share(fits, fit => fit.Beta.AtBound).ShouldBeInRange(0.4, 0.6);
    }

    private static List<UslFit> Fits(UslCurve curve, double sd, ulong seed)
    {
        var random = new SplitMix64(seed);
        var fits = new List<UslFit>();
        for (var i = 0; i < Worlds; i++)
        {
            fits.Add(Sweeps.Fit(Sweeps.Measured(curve, sd, ref random)));
        }

        return fits;
    }

    private static bool Covers(double? low, double? high, double truth) => low <= truth && truth <= high;

    private static double Share(List<UslFit> fits, Func<UslFit, bool> which) => fits.Count(which) / (double)fits.Count;
}
