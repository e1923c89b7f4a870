using System.CommandLine;
using System.Globalization;
using System.Net;
using Prony.Cli.Control;
using Prony.Experiments.Capacities;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Reporting.Capacities;
using Prony.Reporting.Pages;
using Spectre.Console;

namespace Prony.Cli.Verbs;

/// <summary><c>prony capacity FILE|URL</c>: the highest load that keeps objectives.</summary>
internal static class CapacityVerb
{
    public static Command Create()
    {
        var options = new CapacityOptions();
        var command = new Command("capacity", "Find the highest rate, or number of users, that keeps objectives: a bracket, why its upper end failed, and what was full there");
        options.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(options, parsed));
        return command;
    }

    private static async Task<int> RunAsync(CapacityOptions options, ParseResult parsed)
    {
        var json = parsed.GetValue(options.Json);
        var quiet = parsed.GetValue(options.Quiet);
        var terminal = Terminal.Create(parsed.GetValue(options.NoColor), resultsToError: json == "-");
        var asked = CapacitySource.Asked(options, parsed);
        var read = CapacitySource.Read(asked, options, parsed);
        if (read.Value is not { } definition)
        {
            terminal.Say(DiagnosticText.Format(read.Diagnostics));
            return ExitCodes.WrongUse;
        }

        var question = CapacitySource.Question(asked, options, parsed, definition);
        var permitted = Permit(definition, parsed.GetValue(options.Yes));
        var settings = new RunSettings(parsed.GetValue(options.Out)!, CacheFolder.Path, Preview: false)
        {
            Resume = parsed.GetValue(options.Resume),
            Invocation = new InvocationRecord(FileOf(asked.What), Quick: false, asked.Only, question.Rounds, UntilDecided: false) { Profiles = asked.Profiles },
            MayLoad = (host, address) => permitted.Contains(address) || TargetPermission.IsAllowed(host, address, parsed.GetValue(options.Yes)),
        };
        using var progress = ProgressSink.ForRun(terminal, quiet, plain: parsed.GetValue(options.NoTui));
        var watch = new CapacityWatch(progress);
        CapacityRunner Runner(RunSettings how) => new(definition, question, how, watch, text => Tell(progress, text, quiet), TimeProvider.System);
        var size = Size(definition, question, Runner(settings).Duration);
        if (parsed.GetValue(options.Plan))
        {
            terminal.Output.WriteLine(size + " Nothing was started.");
            return ExitCodes.Done;
        }

        // What is left of a search that is resumed only its trials know.
        watch.Size = settings.Resume is null ? size : null;

        using var jsonFile = JsonOutput.Open(json);
        await using var control = RunControl.Start("capacity", definition.Name, definition.Secrets.Mask);
        using var interrupts = new Interrupts(progress.Say);
        control.Quit = interrupts.End;
        var outcome = await Runner(settings with { Steered = control.Steer }).RunAsync(interrupts.Stop);
        progress.Dispose();
        Show(outcome, terminal, quiet);
        if (outcome.Capacity is { } capacity)
        {
            jsonFile?.Write(capacity, RunJson.Files.CapacityRecord);
            PageFile.AfterRun(outcome.Folder, _ => HtmlReport.Of(capacity), terminal, quiet);
        }

        return interrupts.ExitCode ?? ExitCodeOf(outcome);
    }

    private static string? FileOf(string what) => File.Exists(ExperimentFile.Find(what)) ? Path.GetFullPath(ExperimentFile.Find(what)) : null;

    private static HashSet<IPAddress> Permit(ExperimentDefinition definition, bool yes)
    {
        var permitted = new HashSet<IPAddress>();
        foreach (var url in definition.Candidates.Select(candidate => candidate.Url).Append(definition.Scenarios[0].Way.Proxy).OfType<Uri>())
        {
            var target = TargetPermission.Resolve(url, url.GetLeftPart(UriPartial.Authority));
            TargetPermission.Demand(target, yes);
            permitted.Add(((IPEndPoint)target.EndPoint).Address);
        }

        return permitted;
    }

    private static void Tell(ProgressSink progress, string text, bool quiet)
    {
        if (!quiet)
        {
            progress.Say(text);
        }
    }

    /// <summary>How much there is to do at most: told before anything starts.</summary>
    private static string Size(ExperimentDefinition definition, CapacityQuestion question, (TimeSpan Expected, TimeSpan Longest) duration)
    {
        var most = CapacityQuestion.MostTrials + ((question.Rounds - 1) * CapacityQuestion.MostTrialsLater);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Capacity of {CountText.Of(definition.Candidates.Count, "candidate")} in {CountText.Of(question.Rounds, "round")}: at most {CountText.Of(most * definition.Candidates.Count, "trial")} of {question.TrialS:0.###} s, about {Time(duration.Expected)}, at most {Time(duration.Longest)}.");
    }

    private static string Time(TimeSpan time) => time < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min");

    private static void Show(CapacityOutcome outcome, Terminal terminal, bool quiet)
    {
        if (outcome.NothingLeft && !quiet)
        {
            terminal.Say($"Nothing is left to do: the search in {outcome.Folder} has ended. What it found is below; a new one is made without --resume.");
        }

        if (outcome.Capacity is { } capacity && !quiet)
        {
            CapacityReport.Terminal(capacity, terminal.Output);
        }

        if (outcome.Folder is { } folder && !quiet)
        {
            terminal.Say("Run directory: " + folder);
        }

        if (outcome.Problem is { Kind: not RunProblemKind.Interrupted } problem)
        {
            terminal.Fail(problem.Message);
            foreach (var line in problem.Details)
            {
                terminal.Say("  " + line);
            }
        }
        else if (outcome.Capacity is { } found && Undecided(found) is { } candidate)
        {
            // A code other than 0 never comes without a word.
            terminal.Fail("no capacity. " + candidate.Sentence);
        }
    }

    private static CapacityCandidate? Undecided(CapacityRecord capacity) =>
        capacity.Candidates.FirstOrDefault(candidate => candidate.Searches.All(search => search.Lower is null));

    private static int ExitCodeOf(CapacityOutcome outcome) => outcome switch
    {
        { Problem.Kind: RunProblemKind.CannotStart } => ExitCodes.CannotStart,
        { Problem.Kind: RunProblemKind.CannotResume } => ExitCodes.WrongUse,
        { Problem.Kind: RunProblemKind.NoValidResult or RunProblemKind.SharedServiceDied } => ExitCodes.NoValidResult,
        { Capacity: null } => ExitCodes.NoValidResult,
        { Capacity: { } capacity } when Undecided(capacity) is { } candidate =>
            candidate.Searches.Any(search => search.End == SearchEndName.LowestMissed) ? ExitCodes.ObjectiveMissed : ExitCodes.NoValidResult,
        _ => ExitCodes.Done,
    };
}
