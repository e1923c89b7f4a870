using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Statistics.SteadyState;

namespace Prony.Experiments.Running;

/// <summary>Follows the warm-up of one load and, where its end is open, says when the server is steady: by MSER-5 on the 0.2 s means of response and of CPU per request.</summary>
/// <remarks>docs/methods/steady-state.md. Not thread-safe: one call at a time, from the coordinating thread of the load.</remarks>
public sealed class WarmupJudge
{
    /// <summary>Fewest means that are judged.</summary>
    internal const int FewestMeans = 25;

    /// <summary>Most means that are judged, the last ones: what lies 12 s back is no longer asked about.</summary>
    internal const int MostMeans = 60;

    /// <summary>Values in a row that have to leave it steady: with one judgement every 0.2 s, noise would soon let a single one pass in the middle of a transient.</summary>
    internal const int StepsInARow = 5;

    private readonly bool _isOpen;
    private readonly Trace _response = new(Metrics.Response);
    private readonly Trace _cost = new(Metrics.CpuPerRequest);
    private readonly SilenceDetector _silence = new();
    private long? _lastCpuNs;
    private bool _knowsCpu;
    private double? _lengthS;

    /// <param name="plan">Of the load.</param>
    public WarmupJudge(LoadPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _isOpen = plan.ShortestWarmup is not null;
    }

    /// <summary>The warm-up; null when there was none, or while it lasts.</summary>
    public WarmupRecord? Found => _lengthS is not > 0 ? null : new WarmupRecord(_lengthS.Value, Ended())
    {
        Unsteady = Ended() == WarmupEndName.NeverSteady ? [.. Unsteady()] : [],
    };

    /// <summary>Another 0.2 s are over.</summary>
    /// <param name="mean">Of the requests that ended in them.</param>
    /// <param name="cpuNs">CPU of the candidate so far, nanoseconds; null when unknown.</param>
    /// <returns>Whether the window may begin: the server is steady, or does not answer any more.</returns>
    public bool MayEnd(WarmupMean mean, long? cpuNs)
    {
        if (mean.Ended > 0)
        {
            _response.Add(mean.ResponseNs);
            if (cpuNs is { } now && _lastCpuNs is { } before)
            {
                _cost.Add(Math.Max(0, now - before) / (double)mean.Ended);
            }
        }

        _knowsCpu |= cpuNs is not null;
        _lastCpuNs = cpuNs;
        return _silence.Finding is not null || IsSteady();
    }

    /// <summary>A second is complete.</summary>
    public void SliceCompleted(SliceRecord slice)
    {
        ArgumentNullException.ThrowIfNull(slice);
        if (slice.Phase == PhaseName.Warmup)
        {
            _silence.Add(slice);
        }
        else if (slice.Phase == PhaseName.Window)
        {
            _lengthS ??= slice.TS;
        }
    }

    private string Ended() => !_isOpen ? WarmupEndName.Fixed
        : IsSteady() ? WarmupEndName.Steady
        : _silence.Finding is not null ? WarmupEndName.StoppedAnswering
        : Unsteady().Any() ? WarmupEndName.NeverSteady
        : WarmupEndName.TooFewAnswers;

    private bool IsSteady() => _response.SteadySteps >= StepsInARow && (!_knowsCpu || _cost.SteadySteps >= StepsInARow);

    private IEnumerable<string> Unsteady() =>
        from trace in new[] { _response, _cost } where trace.IsLongEnough && trace.SteadySteps < StepsInARow select trace.Metric;

    /// <summary>The 0.2 s means of one metric.</summary>
    private sealed class Trace(string metric)
    {
        private readonly List<double> _means = [];

        public string Metric => metric;

        public bool IsLongEnough => _means.Count >= FewestMeans;

        /// <summary>For how many values in a row it has been steady.</summary>
        public int SteadySteps { get; private set; }

        public void Add(double mean)
        {
            _means.Add(mean);
            if (IsLongEnough)
            {
                var count = Math.Min(_means.Count, MostMeans) / Mser.BatchLength * Mser.BatchLength;   // whole batches, the last ones
                SteadySteps = Mser.Of([.. _means[^count..]]).IsAtLimit ? 0 : SteadySteps + 1;
            }
        }
    }
}
