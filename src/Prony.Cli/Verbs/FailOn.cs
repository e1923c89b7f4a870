using System.CommandLine;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary><c>--fail-on</c>: verdicts of the primary metric that make a command end with <see cref="ExitCodes.ObjectiveMissed"/>.</summary>
internal static class FailOn
{
    private static readonly string[] Known = [VerdictName.Worse, VerdictName.Inconclusive, VerdictName.Invalid];

    /// <summary>The option; may be given several times, each with one verdict or several separated by commas.</summary>
    public static Option<string[]> CreateOption()
    {
        var option = new Option<string[]>("--fail-on")
        {
            Description = "End with code 4 when the primary metric's verdict is one of these: worse, inconclusive, invalid (separated by commas)",
            HelpName = "VERDICTS",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = _ => [],
        };
        option.CustomParser = result =>
        {
            var verdicts = result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)).Distinct().ToArray();
            foreach (var unknown in verdicts.Except(Known))
            {
                var nearest = NearestName.Find(unknown, Known);
                result.AddError($"--fail-on: '{unknown}' is not one of {string.Join(", ", Known)}.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}");
            }

            return verdicts;
        };
        option.CompletionSources.Add(Known);
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

    /// <summary>The comparisons of two runs that decide.</summary>
    public static IEnumerable<(string Verdict, string Sentence)> Primary(RunComparisonRecord? record) => record is null ? [] : record.Scenarios.Values
        .SelectMany(scenario => scenario.Points)
        .SelectMany(point => point.Comparisons)
        .Where(comparison => comparison.Metric == record.Primary)
        .Select(comparison => (comparison.Verdict, comparison.Sentence));
}
