using Prony.Experiments.Running;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Cli.Exporting;

/// <summary>The metrics of a run: counted once a second from what the run tells, read by whoever exports them.</summary>
/// <remarks>Thread-safe. Threads that send requests never come here.</remarks>
internal sealed class MetricStore
{
    /// <summary>Rounds of which values are given: the one that is made and the one before, so that who reads now and then sees its last values. Older series would only add up.</summary>
    private const int RoundsGiven = 2;

    private const string CandidateAttribute = "prony.candidate";
    private const string KindAttribute = "prony.event.kind";
    private const string StateAttribute = "prony.trial.state";

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Candidate, string Scenario, string Load, int Round), TrialSeries> _series = [];
    private readonly Dictionary<(string Candidate, string Kind), long> _events = [];
    private readonly Dictionary<(string Candidate, string State), long> _trials = [];
    private int _rounds;
    private int _round;

    /// <summary>A window is measured now: what is not urgent waits.</summary>
    public bool IsMeasuring { get; private set; }

    public void Planned(int rounds)
    {
        lock (_lock)
        {
            _rounds = rounds;
        }
    }

    public void PhaseStarted(TrialName trial, string phase)
    {
        lock (_lock)
        {
            IsMeasuring = phase == PhaseName.Window;
            if (_round != trial.Round)
            {
                _round = trial.Round;
                foreach (var old in _series.Keys.Where(key => key.Round <= trial.Round - RoundsGiven).ToList())
                {
                    _series.Remove(old);
                }
            }
        }
    }

    public void Add(TrialName trial, SliceRecord slice, IReadOnlyDictionary<string, Histogram> times, IReadOnlyList<ResourceRecord> resources)
    {
        lock (_lock)
        {
            Of(trial).Add(slice, times, resources);
        }
    }

    public void Ended(TrialRecord trial)
    {
        lock (_lock)
        {
            Count(_trials, (trial.Candidate, trial.State));
            if (_series.TryGetValue((trial.Candidate, trial.Scenario, trial.Point.Name, trial.Round), out var series))
            {
                series.End();
            }
        }
    }

    public void Happened(TrialName trial, EventRecord happened)
    {
        lock (_lock)
        {
            Count(_events, (trial.Candidate, happened.Kind));
        }
    }

    /// <summary>The values of a metric, to be looked at inside: they change afterwards.</summary>
    public void Read(Action<Func<Metric, IEnumerable<MetricPoint>>> reader)
    {
        lock (_lock)
        {
            reader(Points);
        }
    }

    /// <summary>Durations that came since they were taken last.</summary>
    /// <param name="most">At most so many.</param>
    public List<NewDurations> TakeNew(long most)
    {
        var taken = new List<NewDurations>();
        lock (_lock)
        {
            foreach (var series in _series.Values)
            {
                most -= Take(Metric.Duration, series, series.Service, most, taken);
                most -= Take(Metric.Response, series, series.Response, most, taken);
            }
        }

        return taken;
    }

    private static long Take(Metric metric, TrialSeries series, DurationBuckets durations, long most, List<NewDurations> taken)
    {
        var values = new List<(double Seconds, long Times)>();
        var count = durations.TakeNew(most, values);
        if (count > 0)
        {
            taken.Add(new NewDurations(metric, series.Attributes, values));
        }

        return count;
    }

    private IEnumerable<MetricPoint> Points(Metric metric) =>
        metric == Metric.Rounds ? [new([], _rounds)]
        : metric == Metric.Round ? [new([], _round)]
        : metric == Metric.Trials ? Counted(_trials, StateAttribute)
        : metric == Metric.Events ? Counted(_events, KindAttribute)
        : _series.Values.SelectMany(series => series.Points(metric));

    private static IEnumerable<MetricPoint> Counted(Dictionary<(string Candidate, string What), long> counts, string attribute) =>
        counts.Select(count => new MetricPoint([new(CandidateAttribute, count.Key.Candidate), new(attribute, count.Key.What)], count.Value));

    private static void Count(Dictionary<(string, string), long> counts, (string, string) key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    private TrialSeries Of(TrialName trial)
    {
        var key = (trial.Candidate, trial.Scenario, trial.Point.Name, trial.Round);
        if (!_series.TryGetValue(key, out var series))
        {
            series = _series[key] = new TrialSeries(
            [
                new(CandidateAttribute, trial.Candidate),
                new("prony.scenario", trial.Scenario),
                new("prony.load", trial.Point.Name),
                new("prony.round", (long)trial.Round),
            ]);
        }

        return series;
    }
}

/// <summary>Durations that are to be passed on.</summary>
/// <param name="Metric">Which.</param>
/// <param name="Attributes">Whose.</param>
/// <param name="Values">Seconds, and how many times each.</param>
internal sealed record NewDurations(Metric Metric, KeyValuePair<string, object?>[] Attributes, IReadOnlyList<(double Seconds, long Times)> Values);
