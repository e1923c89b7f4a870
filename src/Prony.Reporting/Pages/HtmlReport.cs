using Prony.Measurement.Runs;
using Prony.Reporting.Capacities;
using Prony.Reporting.Charts;
using Prony.Reporting.Imported;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Pages;

/// <summary>A run as one file for a browser: nothing in it asks a network, so it can be attached to a ticket.</summary>
/// <remarks>Reads the run directory; thread-safe. The charts come from the same records as the text (schema prony.report/1).</remarks>
public static class HtmlReport
{
    /// <summary>The page of a run.</summary>
    /// <param name="view">What there is of it.</param>
    /// <param name="directory">Where its trials are.</param>
    /// <exception cref="PageMissingException">This Prony was built without its page.</exception>
    public static string Of(RunView view, RunDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(directory);
        return Of(view, directory, PageFrame.Text);
    }

    /// <summary>The page of a search for capacities.</summary>
    /// <inheritdoc cref="Of(RunView, RunDirectory)" path="/exception"/>
    public static string Of(CapacityRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var data = CapacityCharts.Of(record);
        return PageFrame.Fill(PageFrame.Text, record.Experiment, PlainPage.Of(CapacityDocument.Of(record, width: null), CapacityPage.Charts(data)), data);
    }

    /// <summary>The page of settings that were tried.</summary>
    /// <inheritdoc cref="Of(RunView, RunDirectory)" path="/exception"/>
    public static string Of(TuneRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var data = new ReportRecord { Name = record.Experiment, Baseline = record.Candidate, Primary = record.Metric, Margin = Rounded.Of(record.Margin) };
        return PageFrame.Fill(PageFrame.Text, record.Experiment, PlainPage.Of(TuneDocument.Of(record), []), data);
    }

    internal static string Of(RunView view, RunDirectory directory, string? frame)
    {
        if (view.Plan is { Imported: { } imported } plan)
        {
            var none = new ReportRecord { Name = plan.Experiment, Baseline = plan.Baseline, Primary = plan.Primary, Margin = Rounded.Of(plan.Margin) };
            return PageFrame.Fill(frame, plan.Experiment, PlainPage.Of(ImportedDocument.Of(plan, imported, width: null), []), none);
        }

        var (data, faults) = RunCharts.Of(view, directory);
        var page = new RunPage(view with { Faults = [.. view.Faults, .. faults] }, data);
        return PageFrame.Fill(frame, page.Title, page.Body(), data);
    }
}
