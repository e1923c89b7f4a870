using Prony.Experiments.Claims;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files;

/// <summary>Reads claims and checks the names in them.</summary>
/// <param name="names">What they may name.</param>
/// <param name="bag">Collects the errors.</param>
internal sealed class ClaimReader(ClaimNames names, DiagnosticBag bag)
{
    /// <summary>The claims, as far as they can be read.</summary>
    public IReadOnlyList<PlannedClaim> Read(IReadOnlyList<Placed<BoundTable>> entries) => [.. entries.Select((entry, index) => Read(entry.Value, $"claims[{index}]"))];

    private PlannedClaim Read(BoundTable table, string path)
    {
        var claim = new PlannedClaim(
            table.GetOrDefault(ClaimKeys.Says) ?? string.Empty,
            table.GetOrDefault(ClaimKeys.Source),
            table.GetOrDefault(ClaimKeys.Scenario) ?? (table.IsWritten(ClaimKeys.Check) ? names.First : null),
            table.GetOrDefault(ClaimKeys.Check),
            table.GetOrDefault(ClaimKeys.Expect)?.Trim(),
            table.TryGet(ClaimKeys.Margin, out var margin) ? margin : null,
            table.GetOrDefault(ClaimKeys.NotTestable));
        if (table.TryGet(ClaimKeys.Scenario, out var scenario) && names.Scenarios.Count > 0 && !names.Scenarios.ContainsKey(scenario))
        {
            Unknown(table.At(ClaimKeys.Scenario), null, $"{path}: there is no scenario '{scenario}'", scenario, names.Scenarios.Keys, "scenarios");
        }

        if (claim.Check is { } check)
        {
            ReadCheck(table, path, claim, check);
        }

        return claim;
    }

    private void ReadCheck(BoundTable table, string path, PlannedClaim claim, string check)
    {
        var at = table.At(ClaimKeys.Check);
        if (!table.IsWritten(ClaimKeys.Expect))
        {
            bag.Add(at, $"'{ClaimKeys.Expect.Name}' is missing in {path}", ClaimKeys.Expect.Meaning);
        }

        var (expression, error) = ExpressionParser.Read(check);
        if (expression is null)
        {
            Add(at, error!.At, $"{path}.check: {error.Message}", error.Hint);
            return;
        }

        if (!expression.Calls.Any())
        {
            Add(at, 0, $"{path}.check: it names no metric, so that nothing is measured for it", $"The metrics are {string.Join(", ", ClaimMetrics.Names)}.");
        }

        foreach (var call in expression.Calls)
        {
            CheckNames(at, path, claim.Scenario, call);
        }

        if (claim.Expect is not null)
        {
            ReadExpect(table, path, claim.Expect, expression);
        }
    }

    private void ReadExpect(BoundTable table, string path, string expect, ClaimExpression expression)
    {
        var (expectation, error) = ClaimExpectation.Read(expect, expression.Unit);
        if (expectation is null)
        {
            Add(table.At(ClaimKeys.Expect), error!.At, $"{path}.expect: {error.Message}", error.Hint);
            return;
        }

        if (expectation.Equivalent && expression is not Arithmetic { Sign: '/', Left: MetricCall above, Right: MetricCall below })
        {
            bag.Add(table.At(ClaimKeys.Expect), $"{path}.expect: equivalent needs a check that is METRIC(one) / METRIC(other)", "For anything else write \"between A and B\".");
        }
        else if (expectation.Equivalent && expression is Arithmetic { Left: MetricCall one, Right: MetricCall other } && one.Metric != other.Metric)
        {
            bag.Add(table.At(ClaimKeys.Expect), $"{path}.expect: equivalent compares one metric, and the check has {one.Metric} and {other.Metric}", "For anything else write \"between A and B\".");
        }

        if (!expectation.Equivalent && table.IsWritten(ClaimKeys.Margin))
        {
            bag.Add(table.At(ClaimKeys.Margin), $"{path}: a margin has no meaning with expect: {expectation.Text}", "Remove it, or write expect: equivalent.");
        }
    }

    private void CheckNames(Node at, string path, string? ownScenario, MetricCall call)
    {
        if (names.Candidates.Count > 0 && !names.Candidates.Contains(call.Candidate.Text))
        {
            Unknown(at, call.Candidate.At, $"{path}.check: there is no candidate '{call.Candidate.Text}'", call.Candidate.Text, names.Candidates, "candidates");
        }
        else if (call.Service is { } service && names.Services.GetValueOrDefault(call.Candidate.Text) is { Count: > 0 } services && !services.Contains(service.Text))
        {
            Unknown(at, service.At, $"{path}.check: {call.Candidate.Text} has no service '{service.Text}'", service.Text, services, "services");
        }

        if (call.Scenario is { } named && names.Scenarios.Count > 0 && !names.Scenarios.ContainsKey(named.Text))
        {
            Unknown(at, named.At, $"{path}.check: there is no scenario '{named.Text}'", named.Text, names.Scenarios.Keys, "scenarios");
        }
        else if ((call.Scenario?.Text ?? ownScenario) is { } scenario && names.Scenarios.GetValueOrDefault(scenario) is { Count: > 0 } points)
        {
            CheckLoad(at, path, scenario, points, call);
        }
    }

    private void CheckLoad(Node at, string path, string scenario, IReadOnlyList<PointRecord> points, MetricCall call)
    {
        if (call.Load is null && !names.SingleLoads.Contains(scenario))
        {
            // Stages have no name to be written, and a run has one load of stages: several are of several profiles.
            var loads = points.Where(point => point.Stages is null).ToList();
            if (loads.Count > 0)
            {
                Add(at, call.At, $"{path}.check: scenario '{scenario}' has several loads, and {call.Metric}({call.Candidate.Text}) names none", $"Write one of them: {call.Metric}({call.Candidate.Text}, {Written(loads[0])}). There are {Written(loads)}.");
            }
        }
        else if (call.Load is { } load && !points.Any(load.Means))
        {
            Add(at, load.At, $"{path}.check: scenario '{scenario}' has no load {load.Text}", points.All(point => point.Stages is not null) ? "Its load goes through stages: name none." : $"There are {Written(points)}.");
        }
    }

    private static string Written(IEnumerable<PointRecord> points) => string.Join(", ", points.Where(point => point.Stages is null).Select(Written));

    private static string Written(PointRecord point) => point.Users is { } users ? FormattableString.Invariant($"users={users}") : "rate=" + Measurement.Units.RateText.Exact(point.RatePerS!.Value);

    private void Unknown(Node node, int? at, string message, string name, IEnumerable<string> known, string what)
    {
        var hint = NearestName.Hint(name, known, $"The {what} are {string.Join(", ", known)}.");
        if (at is { } position)
        {
            Add(node, position, message, hint);
        }
        else
        {
            bag.Add(node, message, hint);
        }
    }

    /// <summary>Points into the text where it stands in the file as it is read; where it was folded or escaped, the message counts the characters.</summary>
    private void Add(Node node, int at, string message, string? hint)
    {
        if (node is not ScalarNode scalar)
        {
            bag.Add(node, message, hint);
            return;
        }

        var line = scalar.File.Line(scalar.Line) ?? string.Empty;
        var start = scalar.Column - 1;
        start += start < line.Length && line[start] is '"' or '\'' ? 1 : 0;
        if (start <= line.Length && line.AsSpan(start).StartsWith(scalar.Text, StringComparison.Ordinal))
        {
            bag.Add(scalar.File, scalar.Line, start + at + 1, message, hint);
        }
        else
        {
            bag.Add(node, FormattableString.Invariant($"{message} (character {at + 1} of the text)"), hint);
        }
    }
}
