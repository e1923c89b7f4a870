using Prony.Cli.Exporting;
using Prony.Experiments.Running;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Cli.Tests.Exporting;

/// <summary>Feeds a store with seconds whose figures are known.</summary>
internal static class Fed
{
    public const long Ms = 1_000_000;

    public static TrialName Trial(int round = 1, string candidate = "async", string scenario = "work") => new(round, 1, candidate, scenario, new PointRecord(100, null));

    /// <summary>A second: 100 successes of 2 ms and 1 timeout of 2 s; the service web used 0.25 s of CPU.</summary>
    public static void Second(MetricStore store, TrialName trial, double atS = 0) => store.Add(
        trial,
        new SliceRecord(atS, PhaseName.Window, 103, 102, 100, new OutcomeCounts(100, 0, 0, 1, 0, 0, 0, 0, 0, 0), 7, 2 * Ms, 2 * Ms, 2 * Ms),
        new Dictionary<string, Histogram> { ["service"] = Times((2 * Ms, 100)), ["response"] = Times((2 * Ms, 100), (2_000 * Ms, 1)) },
        [new ResourceRecord(atS + 1, "web", 0.25, 50 << 20, 3, 12) { Switches = 40 }]);

    public static Histogram Times(params (long Ns, long Count)[] values)
    {
        var histogram = Histogram.ForDurations();
        foreach (var (ns, count) in values)
        {
            histogram.Record(ns, count);
        }

        return histogram;
    }

    public static TrialRecord Ended(TrialName trial, string state = TrialState.Completed) => new()
    {
        Round = trial.Round,
        Candidate = trial.Candidate,
        Scenario = trial.Scenario,
        Point = trial.Point,
        State = state,
    };
}
