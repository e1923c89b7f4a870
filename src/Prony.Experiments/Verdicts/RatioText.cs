using System.Globalization;

namespace Prony.Experiments.Verdicts;

/// <summary>A ratio and its interval in words: from 2 on "5.9 times as much", below as percent ("12 % more").</summary>
/// <remarks>Digits follow the width of the interval: as many as it can carry, never more than three decimals.</remarks>
internal sealed class RatioText
{
    private const double FromTimes = 2;

    private readonly MetricWords _words;
    private readonly bool _times;
    private readonly int _decimals;
    private readonly double _ratio;

    internal RatioText(double ratio, double? low, double? high, MetricWords words)
    {
        _ratio = ratio;
        _words = words;
        _times = ratio >= FromTimes;
        _decimals = Decimals(Shown(ratio), low is null || high is null ? null : Math.Abs(Shown(high.Value) - Shown(low.Value)));
        Effect = _times ? $"{Number(ratio)} times {words.Times}" : Percent(ratio);
        Interval = low is { } l && high is { } h ? Range(l, h) : null;
    }

    /// <summary>"5.9 times as much", "12 % less", "the same".</summary>
    internal string Effect { get; }

    /// <summary>"5.7 to 6.1", "8.8 % to 11.8 %" (in the effect's direction), "0.6 % less to 1.1 % more"; null without an interval.</summary>
    internal string? Interval { get; }

    private string Range(double low, double high)
    {
        if (_times)
        {
            return $"{Number(low)} to {Number(high)}";
        }

        if (low >= 1 == high >= 1 && !IsSame(low) && !IsSame(high))
        {
            // The direction is the effect's and was just said.
            var (near, far) = low >= 1 ? (low, high) : (high, low);
            return $"{Number(near)} % to {Number(far)} %";
        }

        return IsSame(low) && IsSame(high) ? "no spread" : $"{Percent(low)} to {Percent(high)}";
    }

    private string Percent(double ratio) =>
        IsSame(ratio) ? "the same" : $"{Number(ratio)} % {(ratio >= 1 ? _words.More : _words.Less)}";

    private bool IsSame(double ratio) => Math.Round(Shown(ratio), _decimals) == 0;

    private double Shown(double ratio) => _times ? ratio : Math.Abs(ratio - 1) * 100;

    private string Number(double ratio) => Shown(ratio).ToString("F" + _decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static int Decimals(double value, double? width)
    {
        var fewest = value >= 10 ? 0 : 1;
        if (width is not { } w)
        {
            return fewest;
        }

        for (var decimals = fewest; decimals <= 3; decimals++)
        {
            if (w * Math.Pow(10, decimals) >= 2)
            {
                return decimals;
            }
        }

        // Narrower than can be shown: more digits would only look precise.
        return fewest;
    }
}
