namespace Prony.Reporting.Personalities.Oha;

/// <summary>oha's requests per second over time: of stretches of at most a hundredth of a second that end with an answer (oha 1.15, src/printer.rs).</summary>
/// <remarks>Pure; thread-safe.</remarks>
internal static class OhaRates
{
    private const double IntervalS = 0.01;

    /// <summary>The rates, from small to large.</summary>
    /// <param name="endsS">When answers ended, seconds from the start, in any order.</param>
    internal static List<double> Of(IEnumerable<double> endsS)
    {
        List<double> ends = [.. endsS.Append(0).Order()];
        List<double> rates = [];
        var at = 0;
        while (at + 1 < ends.Count)
        {
            var from = at++;
            while (at + 1 < ends.Count && ends[from] + IntervalS > ends[at + 1])
            {
                at++;
            }

            rates.Add((at - from) / (ends[at] - ends[from]));
        }

        rates.Sort();
        return rates;
    }
}
