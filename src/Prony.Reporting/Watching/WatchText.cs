using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Imported;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Watching;

/// <summary>What a <see cref="RunFollower"/> finds, a line each, for a log or a pipe.</summary>
/// <remarks>Pure and thread-safe.</remarks>
public static class WatchText
{
    /// <summary>The line; control characters are taken out of it.</summary>
    public static string Line(Followed found) => Foreign.Line(found switch
    {
        FollowedPlan { Plan.Imported: { } imported } plan => $"{plan.Plan.Experiment}: {ImportedDocument.Word}, {ImportedDocument.Banner(imported).Text}",
        FollowedPlan plan => $"{plan.Plan.Experiment}: {PlanReport.Size(plan.Plan)}{(plan.Done > 0 ? $"; {Figure.Count(plan.Done, "trial")} done" : "")}",
        FollowedStart start => $"{start.Trial.Name}: started",
        FollowedSecond second => $"{second.Trial.Name} {Seconds(second.Slice.TS)} {second.Slice.Phase}: {Of(second.Slice)}{Services(second.Services)}",
        FollowedEvent happened => $"{happened.Trial.Name} {Seconds(happened.Event.TS)}{(happened.Event.Service is { } service ? " " + service : "")}: {happened.Event.Text}",
        FollowedEnd end => $"{end.Trial.Name}: {End(end.Record)}",
        FollowedFault fault => "cannot be read: " + fault.Text,
        _ => "",
    });

    /// <summary>"completed, 948.0 requests/s, p50 105 ms, p99 152 ms, 0 failures; V28 warn".</summary>
    private static string End(TrialRecord trial)
    {
        var gates = trial.Gates.Where(gate => gate.State is GateState.Invalid or GateState.Warn).OrderBy(gate => gate.State == GateState.Invalid ? 0 : 1).Select(gate => $"{gate.Id} {gate.State}").Distinct().ToList();
        var figures = trial.Load is { } load
            ? $", {Figure.PerSecond(load.ThroughputPerS)} requests/s, p50 {Figure.Percentile(load.ResponseNs, "50")}, p99 {Figure.Percentile(load.ResponseNs, "99")}, {Figure.Count(load.Requests.Failures(), "failure")}"
            : "";
        return trial.State + (trial.Reason is { } reason ? $": {reason}" : "") + figures + (gates.Count > 0 ? "; " + string.Join(", ", gates) : "");
    }

    private static string Of(SliceRecord slice) =>
        $"{Figure.PerSecond(slice.Outcomes.Success)} requests/s, p50 {Time(slice.P50Ns)}, p99 {Time(slice.P99Ns)}, {Figure.Count(slice.Outcomes.Failed(), "failure")}, {Figure.Count(slice.InFlight)} in flight";

    private static string Services(IReadOnlyList<ResourceRecord> services) =>
        string.Concat(services.Select(service => $"; {service.Service} {Figure.Cores(service.CpuS)} cores, {Figure.Bytes(service.RssBytes)}"));

    private static string Time(long ns) => Figure.Duration(ns == 0 ? null : ns);

    private static string Seconds(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
