using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Articles;

/// <summary>How each candidate was started, and what somebody types to make the run again.</summary>
internal static class ArticleConfigurations
{
    public static IEnumerable<Block> Of(RunView view)
    {
        foreach (var candidate in view.Plan?.Candidates ?? [])
        {
            yield return new Heading(candidate.Name);
            yield return new Facts([.. Facts(candidate, view.Verdict?.Fairness)]);
            if (CommandsOf(candidate) is { Count: > 0 } commands)
            {
                yield return new Quote(commands);
            }
        }

        if (view.Plan is { SharedSetup: { Count: > 0 } shared })
        {
            yield return new Heading("Shared services");
            yield return new Quote([.. shared.Select(service => $"{service.Name}: {service.Command}")]);
        }
    }

    /// <summary>What makes the run again, and what shows it again.</summary>
    public static IEnumerable<Block> Commands(RunView view)
    {
        if (view.Plan is { } plan)
        {
            yield return new Quote([Reproduction.Command(plan), $"prony report {view.Name}"]);
        }
    }

    private static IEnumerable<Fact> Facts(PlannedCandidate candidate, FairnessRecord? fairness)
    {
        yield return new Fact(candidate.Kind switch { CandidateKind.Run => "Command", CandidateKind.Url => "Address", _ => "Stack" }, candidate.Stack);
        var with = candidate.With.Where(parameter => parameter.Value.Length > 0).ToList();
        if (with.Count > 0)
        {
            yield return new Fact("Settings", string.Join(", ", with.Select(parameter => $"{parameter.Key}: {Resolved(parameter.Value, candidate)}")));
        }

        if (candidate.Declares.Count > 0)
        {
            yield return new Fact("Says of itself", string.Join(", ", candidate.Declares.Select(said => $"{said.Key}: {said.Value}")));
        }

        var seen = fairness?.Rows.Where(row => row.Kind == FairnessKind.Measured && row.Values.ContainsKey(candidate.Name)).Select(row => $"{row.Name}: {row.Values[candidate.Name]}").ToList() ?? [];
        if (seen.Count > 0)
        {
            yield return new Fact("As seen", string.Join(", ", seen));
        }
    }

    private static List<string> CommandsOf(PlannedCandidate candidate) =>
        [.. candidate.Setup.Select(service => $"{service.Name}: {Resolved(service.Command, candidate)}")];

    /// <summary>Parameters that are plain values stand in place of their names; what follows from a start (ports, folders) stays as it was written.</summary>
    private static string Resolved(string text, PlannedCandidate candidate) => candidate.With
        .Where(parameter => !parameter.Value.Contains('{', StringComparison.Ordinal))
        .Aggregate(text, (resolved, parameter) => resolved.Replace("{" + parameter.Key + "}", parameter.Value, StringComparison.Ordinal));
}
