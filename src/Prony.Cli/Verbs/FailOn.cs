using System.CommandLine;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary><c>--fail-on</c>: verdicts of the primary metric, and refuted claims, that make a command end with <see cref="ExitCodes.ObjectiveMissed"/>.</summary>
internal static class FailOn
{
    /// <summary>Stands for claims of the experiment that are refuted.</summary>
    private const string Claims = "claims";

    private static readonly string[] Verdicts = [VerdictName.Worse, VerdictName.Inconclusive, VerdictName.Invalid];

    /// <summary>The option; may be given several times, each with one verdict or several separated by commas.</summary>
    /// <param name="withClaims">There are claims, too: of one run, not of two.</param>
    public static Option<string[]> CreateOption(bool withClaims)
    {
        string[] known = withClaims ? [.. Verdicts, Claims] : Verdicts;
        var option = new Option<string[]>("--fail-on")
        {
            Description = "End with code 4 when the primary metric's verdict is one of these: worse, inconclusive, invalid"
                + (withClaims ? "; or with claims, when a claim is refuted" : "") + " (separated by commas)",
            HelpName = "VERDICTS",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = _ => [],
        };
        option.CustomParser = result =>
        {
            var verdicts = result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)).Distinct().ToArray();
            foreach (var unknown in verdicts.Except(known))
            {
                var nearest = NearestName.Find(unknown, known);
                result.AddError($"--fail-on: '{unknown}' is not one of {string.Join(", ", known)}.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}");
            }

            return verdicts;
        };
        option.CompletionSources.Add(known);
        return option;
    }

    /// <summary>Says which comparisons meet it; nothing when none does.</summary>
    /// <returns>Whether one does.</returns>
    public static bool IsMet(IReadOnlyList<string> verdicts, IEnumerable<(string Verdict, string Sentence)> primary, Terminal terminal)
    {
        var met = primary.Where(comparison => verdicts.Contains(comparison.Verdict)).ToList();
        foreach (var (verdict, sentence) in met)
        {
            terminal.Fail($"--fail-on {verdict}: {sentence}");
        }

        return met.Count > 0;
    }

    /// <summary>The comparisons of one run that decide.</summary>
    public static IEnumerable<(string Verdict, string Sentence)> Primary(VerdictRecord? verdict) => verdict is null ? [] : verdict.Scenarios.Values
        .SelectMany(scenario => scenario.Points)
        .SelectMany(point => point.Comparisons)
        .Where(comparison => comparison.Metric == verdict.Primary)
        .Select(comparison => (comparison.Verdict, comparison.Sentence));

    /// <summary>The claims of a run that were refuted, under the word that asks for them.</summary>
    public static IEnumerable<(string Verdict, string Sentence)> Refuted(VerdictRecord? verdict) =>
        (verdict?.Claims ?? []).Where(claim => claim.State == ClaimState.Refuted).Select(claim => (Claims, $"{claim.Says}: {claim.Sentence}"));

    /// <summary>The comparisons of two runs that decide.</summary>
    public static IEnumerable<(string Verdict, string Sentence)> Primary(RunComparisonRecord? record) => record is null ? [] : record.Scenarios.Values
        .SelectMany(scenario => scenario.Points)
        .SelectMany(point => point.Comparisons)
        .Where(comparison => comparison.Metric == record.Primary)
        .Select(comparison => (comparison.Verdict, comparison.Sentence));
}
