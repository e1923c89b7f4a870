using System.Globalization;
using Prony.Measurement.Histograms;
using Xunit.Abstractions;

namespace Prony.Load.Tests.Truth;

/// <summary>Measured figures beside the true ones, in milliseconds unless said otherwise.</summary>
internal sealed class Sheet(ITestOutputHelper output)
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Notes a figure and whether it lies between <paramref name="low"/> and <paramref name="high"/>.</summary>
    public void Between(string what, double measured, double truth, double low, double high)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{what,-34} measured {measured,10:0.000}  true {truth,10:0.000}  allowed {low:0.000} to {high:0.000}");
        output.WriteLine(line);
        if (measured < low || measured > high)
        {
            _faults.Add(line);
        }
    }

    /// <summary>Compares mean and percentiles of a histogram with those on paper: at least the truth less <paramref name="share"/>, at most the truth with it and <paramref name="extraMs"/> (path and wake-ups; twice that from p99 up).</summary>
    public void Close(string what, Histogram measured, Sample truth, double[] percentiles, double share, double extraMs)
    {
        Nearly($"{what} mean", measured.Mean, truth.Mean, share, extraMs);
        foreach (var p in percentiles)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{what} p{p}");
            Nearly(name, measured.ValueAtPercentile(p), truth.At(p), share, p >= 99 ? 2 * extraMs : extraMs);
        }
    }

    /// <summary>One figure, given in nanoseconds.</summary>
    public void Nearly(string what, double measuredNs, double truthNs, double share, double extraMs) =>
        Between(what, measuredNs / 1e6, truthNs / 1e6, (truthNs * (1 - share) / 1e6) - 0.001, (truthNs * (1 + share) / 1e6) + extraMs);
}
