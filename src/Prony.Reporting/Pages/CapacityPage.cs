using Prony.Measurement.Runs;
using Prony.Reporting.Documents;

namespace Prony.Reporting.Pages;

/// <summary>The charts of a search for capacities.</summary>
internal static class CapacityPage
{
    public static IEnumerable<PageSection> Charts(ReportRecord data) =>
    [
        new("candidates", "Candidates", [.. data.Scenarios.Where(scenario => scenario.Points.Count > 0).Select(scenario => new Chart("forest", scenario.Name, "Capacity, candidate ÷ baseline, with its interval over rounds."))]),
        new("curves", "Curves", [.. data.Scenarios.Where(scenario => scenario.Curves.Any(curve => curve.Loads.Count > 0)).Select(scenario => new Chart(
            "curves", scenario.Name, $"Successes per second and p99 response (ms) of every trial over its load ({(scenario.LoadKind == "users" ? "users" : "requests per second")}), with the bracket of the capacity."))]),
    ];
}
