using Prony.Cli.Verbs;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

public sealed class FitTextTests
{
    private static readonly FitRecord Measured = new()
    {
        Source = "sweep.csv",
        NColumn = "users",
        XColumn = "per_s",
        Points = 12,
        Levels = 6,
        NMin = 1,
        NMax = 32,
        Alpha = 0.0987296,
        AlphaStandardError = 0.010339,
        AlphaLow = 0.0753410,
        AlphaHigh = 0.122118,
        Beta = 0.00458942,
        BetaStandardError = 0.000254156,
        BetaLow = 0.00401448,
        BetaHigh = 0.00516436,
        Gamma = 10.1619,
        GammaStandardError = 0.308497,
        GammaLow = 9.46405,
        GammaHigh = 10.8598,
        Peak = "measured",
        NStar = 14.0136,
        NStarLow = 13.2493,
        NStarHigh = 14.8219,
        XStar = 45.6165,
        XStarLow = 44.4994,
        XStarHigh = 46.7617,
        ContentionLimit = 102.927,
        LogFit = new LogFitRecord(0.0990388, 0.00462074, 10.1865),
    };

    [Fact]
    public void A_fit_is_told_in_whole_lines() => FitText.Lines(Measured).ShouldBe(
    [
        "Universal scalability law of 12 points (users 1 to 32, 6 different loads)",
        "X(N) = gamma·N / (1 + alpha·(N - 1) + beta·N·(N - 1)), least squares; intervals at 95 %",
        "",
        "            estimate  std. error   interval",
        "  alpha      0.09873     0.01034   0.07534 to 0.1221          contention: the part that only one can do at a time",
        "  beta      0.004589   0.0002542   0.004014 to 0.005164       coherency: what each pair costs to agree",
        "  gamma        10.16      0.3085   9.464 to 10.86             per_s of one alone",
        "",
        "Peak: X* = 45.62 (44.5 to 46.76) at N* = 14.01 (13.25 to 14.82).",
        "Contention alone would leave at most X = 102.9, whatever N (gamma / alpha): a limit of the law, not a measurement.",
        "Fitted to ln X instead: alpha 0.09904, beta 0.004621, gamma 10.19.",
    ]);

    [Theory]
    [InlineData("not-seen", "Peak: none seen up to N = 32.")]
    [InlineData("too-far", "Peak: too far beyond the measured loads to be given.")]
    [InlineData("disputed", "Peak: not claimed, because two ways to weigh the points disagree.")]
    public void A_peak_that_is_not_claimed_has_no_figure(string peak, string expected) =>
        FitText.Lines(Measured with { Peak = peak, NStar = null, XStar = null }).ShouldContain(expected);

    [Fact]
    public void An_extrapolated_peak_and_one_without_interval_are_told_so() =>
        FitText.Lines(Measured with { Peak = "extrapolated", NStarLow = null, NStarHigh = null }).ShouldContain("Peak: X* = 45.62 (44.5 to 46.76) at N* = 14.01, extrapolated.");

    [Fact]
    public void Doubts_stand_at_the_end()
    {
        var doubt = new DoubtRecord("few-loads", GateState.Warn, "Only 5 different N.", "Why.", "What to do.");

        FitText.Lines(Measured with { Doubts = [doubt] }).Last().ShouldBe("Doubt few-loads: Only 5 different N. Why. What to do.");
    }
}
