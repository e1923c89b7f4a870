using System.Globalization;
using System.Text;
using Prony.Experiments.Definitions;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Templates;

/// <summary>The file of an experiment that came from a command line: commented, to be changed by hand, and meaning the same.</summary>
public static class CommandLineFile
{
    /// <summary>The text of the file.</summary>
    /// <param name="definition">What <see cref="Files.CommandLineExperiment"/> made of the commands, with what the command line changed in it.</param>
    /// <param name="commands">The commands, as they were typed.</param>
    public static string Text(ExperimentDefinition definition, IReadOnlyList<string> commands)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(commands);
        var (phases, scenario) = (definition.Phases, definition.Scenarios[0]);
        var text = new StringBuilder();
        text.Append(string.Create(CultureInfo.InvariantCulture, $$"""
            # Written by `prony run … --init`. docs/reference.md lists every key.
            name: {{definition.Name}}
            question: Which of the commands serves better?   # the report begins with it

            baseline: {{definition.Baseline}}   # the candidate that the others are compared with
            primary: {{definition.Primary}}   # decides the verdict
            margin: {{ShareOf(definition.Margin)}}   # smaller differences are "equivalent"
            rounds: {{(definition.UntilDecided ? "until-decided" : definition.Rounds)}}   # each round starts every candidate afresh
            seed: {{definition.Seed}}   # the order of candidates; the same seed gives the same plan

            phases:
              warmup: {{Length(phases.WarmupS)}}   # load before the window, left out of the result
              measure: {{Length(phases.MeasureS)}}   # the window
              drain: {{Length(phases.DrainS)}}   # longest wait for answers after the window
              idle: {{Length(phases.IdleS)}}   # before the load: what a candidate uses while nobody asks
              pause: {{Length(phases.PauseS)}}   # between two candidates

            candidates:   # commands run in the folder of this file, without a shell

            """).ReplaceLineEndings("\n"));
        foreach (var (candidate, command) in definition.Candidates.Zip(CommandsOf(definition, commands)))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {candidate.Name}:\n    run: {Quoted(command)}\n");
        }

        text.Append(string.Create(CultureInfo.InvariantCulture, $$"""

            scenarios:
              {{scenario.Name}}:
                request: {get: {{Quoted(scenario.Requests[0].PathAndQuery)}}}
                load: {{Load(scenario.Points[0])}}

            """).ReplaceLineEndings("\n"));
        return text.ToString();
    }

    /// <summary><c>--only</c> may have left some out; the first candidate came from the first command, and so on.</summary>
    private static IEnumerable<string> CommandsOf(ExperimentDefinition definition, IReadOnlyList<string> commands) => definition.Candidates.Select(
        candidate => commands.First(command => Files.Keys.CommandWords.TrySplit(command, out var words, out _) && words.SequenceEqual(candidate.Stack!.Stack.Services[0].Command)));

    private static string Load(PointRecord point) => point.RatePerS is { } rate
        ? $"{{rate: {RateText.Exact(rate)}}}   # open model: so many requests a second, whether the server keeps up or not"
        : string.Create(CultureInfo.InvariantCulture, $"{{users: {point.Users}}}   # closed model: each virtual user waits for its answer before it asks again");

    private static string Length(double? seconds) => seconds is { } length ? DurationText.Short((long)Math.Round(length * 1e9)).Replace(" ", "", StringComparison.Ordinal) : "auto";

    private static string ShareOf(double share) => share.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>In single quotes nothing is special to YAML but the quote itself; ${NAME} would be a variable to Prony, and $${NAME} is the text.</summary>
    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal).Replace("${", "$${", StringComparison.Ordinal)}'";
}
