using System.CommandLine;
using System.Globalization;
using Prony.Cli.Control;
using Prony.Cli.Parsing;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Files.Nodes;
using Prony.Experiments.Running;
using Prony.Experiments.Tuning;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Reporting.Capacities;
using Prony.Statistics.Comparison;
using Spectre.Console;

namespace Prony.Cli.Verbs;

/// <summary><c>prony tune FILE --vary workers=1..16</c>: which settings of a stack serve best.</summary>
internal static class TuneVerb
{
    private static readonly Argument<string> File = new("FILE") { Description = "An experiment file: its request and load, and the candidate whose settings are varied" };

    private static readonly Option<string[]> Vary = new("--vary")
    {
        Description = "A parameter of the stack with the values to try: workers=1..16 or threads=1,2,4,8; may be given several times",
        HelpName = "NAME=VALUES",
        AllowMultipleArgumentsPerToken = false,
        Required = true,
    };

    private static readonly Option<string?> Only = new("--only") { Description = "The candidate whose settings are varied (default: the baseline)", HelpName = "NAME" };

    private static readonly Option<string?> Scenario = new("--scenario") { Description = "What to ask, where the file has several scenarios (default: the first)", HelpName = "NAME" };

    private static readonly Option<long?> Users = Values.Users("--users", "-c");

    private static readonly Option<double?> Rate = Values.Rate("--rate", "-r");

    private static readonly Option<string?> Metric = Values.Choice("--metric", [.. TuneQuestion.KnownMetrics, Metrics.Capacity]);

    private static readonly SearchFlags Search = new();

    private static readonly Option<bool> UsersSearch = new("--users-search") { Description = "With --slo: the largest number of users (closed model) instead of the highest rate" };

    private static readonly Option<long?> Rounds = Values.Count("--rounds", 1, 100);

    private static readonly Option<string[]> Profiles = new("--profile") { Description = "Put this profile of the file over it; may be given several times", HelpName = "NAME", AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [] };

    private static readonly Option<bool> Plan = new("--plan") { Description = "Print the stages and how long they take at most; start nothing" };

    private static readonly Option<string> Out = new("--out") { Description = "Parent of the folder with the runs of the stages", HelpName = "DIR", DefaultValueFactory = _ => "runs" };

    private static readonly Option<string?> Json = new("--json") { Description = "Write what was found as JSON; - for standard output, the report then goes to standard error", HelpName = "FILE" };

    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No progress and no report; errors still" };

    private static readonly Option<bool> NoColor = new("--no-color") { Description = "No colours (as NO_COLOR)" };

    private static readonly Option<bool> NoTui = new("--no-tui") { Description = "Progress as plain lines, even on a terminal" };

    public static Command Create()
    {
        Users.Description = "Closed model with N virtual users, instead of the load of the file";
        Rate.Description = "Open model, RATE requests a second, instead of the load of the file";
        Metric.Description = "What decides (default: throughput for users, response.p99 for a rate; cpu-per-request is the cost; capacity with --slo)";
        Search.Slo.Description = "The capacity decides: the highest load at which a setting keeps this, such as 'response.p99 <= 100ms'; may be given several times (with --metric capacity alone: the objectives of the file)";
        Search.Width.Description = "With --slo: width of the brackets of the last stage, upper ÷ lower - 1 (default: 5%); stages of many settings have wider ones";
        Search.Start.Description = "With --slo: load of the first trial (default: 100/s, or 8 users)";
        Search.Max.Description = "With --slo: highest load that is tried (default: 10 million/s, or as many users as connections may be open)";
        Search.Trial.Description = "With --slo: length of a trial, without its warm-up (default: 10s)";
        Rounds.Description = "Rounds of the last stage (default: 6, the fewest that can tell settings apart)";
        var command = new Command("tune", "Find the settings of a stack that serve best, in stages of paired rounds; settings that cannot be told apart are named together")
        {
            File, Vary, Only, Scenario, Users, Rate, Metric, Search.Slo, UsersSearch, Search.Start, Search.Max, Search.Width, Search.Trial, Rounds, Profiles, Plan, Out, Json, Quiet, NoColor, NoTui,
        };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var json = parsed.GetValue(Json);
        var quiet = parsed.GetValue(Quiet);
        var terminal = Terminal.Create(parsed.GetValue(NoColor), resultsToError: json == "-");
        var read = ExperimentFile.Read(parsed.GetValue(File)!, ExperimentSource.EnvironmentVariables(), parsed.GetValue(Profiles)!);
        if (read.Value is not { } file)
        {
            terminal.Say(DiagnosticText.Format(read.Diagnostics));
            return ExitCodes.WrongUse;
        }

        var byCapacity = IsByCapacity(parsed);
        var definition = file with { Scenarios = [byCapacity ? CapacitySource.Chosen(file, parsed.GetValue(Scenario)) : ScenarioOf(file, parsed)] };
        var question = QuestionOf(definition, parsed);
        var size = Size(definition, question);
        if (parsed.GetValue(Plan))
        {
            terminal.Output.WriteLine(size + " Nothing was started.");
            return ExitCodes.Done;
        }

        using var jsonFile = JsonOutput.Open(json);
        using var progress = ProgressSink.ForRun(terminal, quiet, plain: parsed.GetValue(NoTui));
        await using var control = RunControl.Start("tune", definition.Name, definition.Secrets.Mask);
        using var interrupts = new Interrupts(progress.Say);
        control.Quit = interrupts.End;
        Action<string> told = quiet ? _ => { } : progress.Say;
        told(size);
        var settings = new RunSettings(parsed.GetValue(Out)!, CacheFolder.Path, Preview: false) { Steered = control.Steer };
        IRunObserver watch = byCapacity ? new CapacityWatch(progress) : new RunWatch(progress) { HasStages = true };
        var outcome = await new Tuner(definition, question, settings, watch, told, TimeProvider.System).RunAsync(interrupts.Stop);
        progress.Dispose();
        if (outcome.Tuned is { } tuned)
        {
            jsonFile?.Write(tuned, RunJson.Files.TuneRecord);
            if (!quiet)
            {
                TuneReport.Terminal(tuned, terminal.Output);
            }
        }

        var code = Ended(outcome, terminal, quiet);
        return interrupts.ExitCode ?? code;
    }

    private static int Ended(TuneOutcome outcome, Terminal terminal, bool quiet)
    {
        if (!quiet)
        {
            terminal.Say("Runs of the stages: " + outcome.Folder);
        }

        if (outcome is { Problem: null, Tuned.Best.Count: > 0 })
        {
            return ExitCodes.Done;
        }

        if (outcome.Problem is { Kind: RunProblemKind.Interrupted })
        {
            if (outcome.Tuned is null && !quiet)
            {
                terminal.Say("Not one round was whole, so nothing is known of any setting.");
            }

            return ExitCodes.Interrupted;
        }

        terminal.Fail(outcome.Problem?.Message ?? $"no valid result. {outcome.Tuned?.Sentences[0] ?? "No setting gave a usable round."}");
        foreach (var line in outcome.Problem?.Details ?? [])
        {
            terminal.Say("  " + line);
        }

        return outcome.Problem?.Kind == RunProblemKind.CannotStart ? ExitCodes.CannotStart : ExitCodes.NoValidResult;
    }

    private static TuneQuestion QuestionOf(ExperimentDefinition definition, ParseResult parsed)
    {
        var name = parsed.GetValue(Only) ?? definition.Baseline;
        var names = definition.Candidates.Select(candidate => candidate.Name).ToList();
        var candidate = definition.Candidates.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new UsageException($"--only: there is no candidate '{name}'. {NearestName.Hint(name, names, $"The candidates are {string.Join(", ", names)}.")}");
        var isRate = definition.Scenarios[0].Points[0].RatePerS is not null;
        var byCapacity = IsByCapacity(parsed);
        var rounds = (int)(parsed.GetValue(Rounds) ?? ComparisonRules.FewestRounds);
        var search = byCapacity ? Search.Question(parsed, parsed.GetValue(UsersSearch) ? UsersSearch : null, definition.Objectives, rounds) : null;
        try
        {
            return new TuneQuestion(
                name,
                byCapacity ? Metrics.Capacity : parsed.GetValue(Metric) ?? (isRate ? Metrics.ResponseP99 : Metrics.Throughput),
                TuneQuestion.Combine(candidate, [.. parsed.GetValue(Vary)!.Select(VariedParameter.Parse)]),
                rounds)
            {
                Capacity = search,
            };
        }
        catch (FormatException wrong)
        {
            throw new UsageException("--vary: " + wrong.Message);
        }
    }

    /// <summary>Whether the capacity decides.</summary>
    /// <exception cref="UsageException">Flags contradict each other.</exception>
    private static bool IsByCapacity(ParseResult parsed)
    {
        var metric = parsed.GetValue(Metric);
        var isAsked = parsed.GetValue(Search.Slo)!.Length > 0;
        if (!isAsked && metric != Metrics.Capacity)
        {
            Refuse(parsed, [UsersSearch, Search.Start, Search.Max, Search.Width, Search.Trial], "belongs to a search for the capacity: give what a load must keep, such as --slo 'response.p99 <= 100ms'.");
            return false;
        }

        if (isAsked && metric is not (null or Metrics.Capacity))
        {
            throw new UsageException($"With --slo the capacity decides, and --metric {metric} has no place beside it.");
        }

        Refuse(parsed, [Users, Rate], "fixes the load, and the capacity is searched for: leave it out (--users-search looks for users instead of a rate).");
        return true;
    }

    private static void Refuse(ParseResult parsed, Option[] options, string why)
    {
        if (options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new UsageException($"{given.Name} {why}");
        }
    }

    private static ScenarioDefinition ScenarioOf(ExperimentDefinition definition, ParseResult parsed)
    {
        var name = parsed.GetValue(Scenario);
        var names = definition.Scenarios.Select(scenario => scenario.Name).ToList();
        var scenario = name is null ? definition.Scenarios[0]
            : definition.Scenarios.FirstOrDefault(scenario => scenario.Name == name)
            ?? throw new UsageException($"--scenario: there is no scenario '{name}'. {NearestName.Hint(name, names, $"The scenarios are {string.Join(", ", names)}.")}");
        var (users, rate) = (parsed.GetValue(Users), parsed.GetValue(Rate));
        return (users, rate) switch
        {
            ({ }, { }) => throw new UsageException("--users and --rate exclude each other."),
            ({ } n, null) => scenario with { Points = [new PointRecord((int)n, null)] },
            (null, { } perS) => scenario with { Points = [new PointRecord(null, perS, ArrivalsName.Poisson)] },
            _ when scenario.Points.Count > 1 => throw new UsageException($"The scenario '{scenario.Name}' has {scenario.Points.Count} loads, and settings are tuned at one. Choose it with --users N or --rate RATE."),
            _ => scenario,
        };
    }

    private static string Size(ExperimentDefinition definition, TuneQuestion question)
    {
        var stages = question.Stages.Select(stage => $"{CountText.Of(stage.Settings, "setting")} × {CountText.Of(stage.Rounds, "round")}");
        var isKnown = question.Capacity is not null || definition.Scenarios[0].Points[0].HasKnownLength;
        var (expected, longest) = question.DurationS(isKnown ? definition.Phases : definition.Phases with { MeasureS = 0 });
        var what = question.Capacity is null ? "" : " by capacity";
        var usual = expected is { } about ? string.Create(CultureInfo.InvariantCulture, $"about {Minutes(about)} min, ") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Tuning {question.Candidate}{what}: at most {string.Join(", then ", stages)}; {usual}{(isKnown ? $"at most about {Minutes(longest)} min" : $"at least {Minutes(longest)} min for all of them and as long as the requests take")}, more where rounds have to be repeated or a stage begins again.");
    }

    private static double Minutes(double seconds) => Math.Ceiling(seconds / 60);
}
