using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Verdicts;

/// <summary>Response and service times of a candidate at one load, all rounds merged.</summary>
/// <param name="ResponseNs">Empty when no round's histogram could be read and there are several rounds: percentiles are merged or absent, never averaged.</param>
/// <param name="ServiceNs">As above.</param>
/// <param name="Response">The merged histogram; null when there is none.</param>
internal sealed record MergedTimes(Distribution ResponseNs, Distribution ServiceNs, Histogram? Response)
{
    internal static MergedTimes Of(IReadOnlyList<TrialRecord> trials, Func<TrialRecord, WindowHistograms?> histograms)
    {
        var windows = trials.Select(histograms).OfType<WindowHistograms>().ToList();
        if (windows.Count < trials.Count)
        {
            return trials.Count == 1
                ? new MergedTimes(trials[0].Load!.ResponseNs, trials[0].Load!.ServiceNs, null)
                : new MergedTimes(Distribution.Empty, Distribution.Empty, null);
        }

        var response = Merged(windows.Select(window => window.Response));
        return new MergedTimes(Distribution.Of(response), Distribution.Of(Merged(windows.Select(window => window.Service))), response);
    }

    private static Histogram Merged(IEnumerable<Histogram> histograms)
    {
        var merged = Histogram.ForDurations();
        foreach (var histogram in histograms)
        {
            merged.Add(histogram);
        }

        return merged;
    }
}
