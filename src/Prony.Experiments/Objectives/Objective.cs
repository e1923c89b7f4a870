using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Objectives;

/// <summary>A bound that a load must keep, such as "response.p99 &lt;= 500ms" or "failures &lt;= 0.1%".</summary>
/// <param name="Text">As written.</param>
/// <param name="Metric">response.pNN, response.mean, failures or throughput.</param>
/// <param name="AtMost">True for &lt;=, false for &gt;=.</param>
/// <param name="Limit">In base units: ns, share, per second.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record Objective(string Text, string Metric, bool AtMost, double Limit)
{
    /// <summary>Reads an objective; an error says what is wrong and shows the right form.</summary>
    /// <exception cref="FormatException">It is not an objective; the message is for the person who wrote it.</exception>
    public static Objective Parse(string text) =>
        TryParse(text, out var objective, out var error) ? objective : throw new FormatException(error);

    /// <summary>As <see cref="Parse"/>, for callers that collect errors.</summary>
    /// <param name="text">For example "response.p99 &lt;= 500ms", "failures &lt;= 0.1%", "throughput &gt;= 100/s".</param>
    /// <param name="objective">The objective, when true is returned.</param>
    /// <param name="error">What is wrong and what to write instead, when false is returned.</param>
    public static bool TryParse(
        string text,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Objective? objective,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        (objective, error) = ObjectiveText.Read(text);
        return objective is not null;
    }

    /// <summary>Whether a load kept the bound, with what was measured in words.</summary>
    /// <param name="load">A finished load.</param>
    /// <param name="response">As in <see cref="ValueOf(LoadRecord, Histogram?)"/>.</param>
    public ObjectiveFinding Evaluate(LoadRecord load, Histogram? response = null)
    {
        var value = ValueOf(load, response);
        return new ObjectiveFinding(IsMetBy(value), value, ObjectiveText.Shown(Metric, value));
    }

    /// <summary>The figure of a load that this objective bounds, in base units; null when the load has none (no response at all, an unlisted percentile without a histogram).</summary>
    /// <param name="load">A finished load.</param>
    /// <param name="response">Its histogram of response times; without it only the percentiles of the record are known.</param>
    public double? ValueOf(LoadRecord load, Histogram? response = null)
    {
        ArgumentNullException.ThrowIfNull(load);
        return Metric switch
        {
            Metrics.Failures => load.Requests.FailureShare(),
            Metrics.Throughput => load.ThroughputPerS,
            _ => Metrics.ResponseOf(Metric, load.ResponseNs, response),
        };
    }

    /// <summary>As for one load, over all rounds of a candidate.</summary>
    /// <param name="summary">The candidate's figures over its rounds.</param>
    /// <param name="response">Its merged histogram of response times.</param>
    public double? ValueOf(CandidateSummary summary, Histogram? response = null)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return Metric switch
        {
            Metrics.Failures => summary.Failures,
            Metrics.Throughput => summary.ThroughputPerS,
            _ => Metrics.ResponseOf(Metric, summary.ResponseNs, response),
        };
    }

    /// <summary>Whether a figure keeps the bound. An unknown one does not: nothing shows that it was kept.</summary>
    public bool IsMetBy(double? value) => value is { } v && (AtMost ? v <= Limit : v >= Limit);
}

/// <summary>An objective against a measurement.</summary>
/// <param name="Met">The bound was kept.</param>
/// <param name="Value">In base units; null when nothing was measured.</param>
/// <param name="Measured">The same for a person: "512 ms", "0.2 %", "140/s", "nothing".</param>
public sealed record ObjectiveFinding(bool Met, double? Value, string Measured);
