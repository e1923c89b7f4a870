using System.CommandLine;
using System.Globalization;
using Prony.Experiments.Capacities;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Files.Nodes;
using Prony.Load.Plans;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Prony.Statistics.Comparison;

namespace Prony.Cli.Verbs;

/// <summary>What <c>prony capacity</c> is to look for: a file or an address, with what the flags say.</summary>
internal static class CapacitySource
{
    private const double DefaultUrlWarmupS = 2;
    private const double FewestStartUsers = 8;
    private const int MostUsers = 100_000;

    /// <summary>Files that Prony itself opens beside connections.</summary>
    private const int OwnFiles = 256;

    private static readonly TimeSpan ShortestTrial = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestTrial = TimeSpan.FromHours(1);

    /// <summary>The experiment with the one scenario that is asked, or what is wrong with its file.</summary>
    /// <exception cref="UsageException">The flags do not fit it.</exception>
    public static ReadResult<ExperimentDefinition> Read(CapacityOptions options, ParseResult parsed)
    {
        var what = parsed.GetValue(options.What)!;
        var read = IsAddress(what) ? new ReadResult<ExperimentDefinition>(OfAddress(what, options, parsed), []) : OfFile(what, options, parsed);
        return read.Value is { } definition
            ? new ReadResult<ExperimentDefinition>(definition with
            {
                Scenarios = [Chosen(definition, parsed.GetValue(options.Scenario))],
                Phases = parsed.GetValue(options.Warmup) is { } warmup ? definition.Phases with { WarmupS = warmup.Length?.TotalSeconds } : definition.Phases,
            }, [])
            : read;
    }

    /// <summary>What is looked for.</summary>
    /// <exception cref="UsageException">Values contradict each other.</exception>
    public static CapacityQuestion Question(CapacityOptions options, ParseResult parsed, ExperimentDefinition definition)
    {
        var users = parsed.GetValue(options.Users);
        var most = users ? Math.Max(FewestStartUsers, Math.Min(MostUsers, ProcessLimits.OpenFiles() - OwnFiles)) : new CapacityQuestion().Highest;
        var highest = parsed.GetValue(options.Max) ?? most;
        var start = parsed.GetValue(options.Start) ?? Math.Min(highest, users ? FewestStartUsers : new CapacityQuestion().Start);
        Check(users, start, highest, most);
        var trial = parsed.GetValue(options.Trial) ?? TimeSpan.FromSeconds(new CapacityQuestion().TrialS);
        if (trial < ShortestTrial || trial > LongestTrial)
        {
            throw new UsageException("--trial: a trial takes between 500ms and 1h.");
        }

        var slo = parsed.GetValue(options.Slo)!;
        return new CapacityQuestion
        {
            Objectives = slo.Length > 0 ? slo : definition.Objectives,
            Users = users,
            Width = parsed.GetValue(options.Width) ?? new CapacityQuestion().Width,
            Start = start,
            Highest = highest,
            TrialS = trial.TotalSeconds,
            Rounds = (int)(parsed.GetValue(options.Rounds) ?? (definition.Candidates.Count == 1 ? 1 : ComparisonRules.FewestRounds)),
        };
    }

    private static bool IsAddress(string what) => what.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || what.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static void Check(bool users, double start, double highest, double most)
    {
        if (users && !(double.IsInteger(start) && double.IsInteger(highest)))
        {
            throw new UsageException("--users: --start and --max are whole numbers of users.");
        }

        if (start > highest)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--start {start} lies above --max {highest}."));
        }

        if (start <= 0 || highest > most)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--start and --max: loads lie above 0 and are at most {most:#,0}."));
        }
    }

    private static ExperimentDefinition OfAddress(string text, CapacityOptions options, ParseResult parsed)
    {
        if (parsed.GetValue(options.Only) is not null || parsed.GetValue(options.Profiles)!.Length > 0 || parsed.GetValue(options.Scenario) is not null)
        {
            throw new UsageException("--only, --profile and --scenario belong to an experiment file; an address is asked as it stands.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.UserInfo.Length > 0)
        {
            throw new UsageException($"'{text}' is not an address that can be asked. Expected something like http://127.0.0.1:8080/.");
        }

        var defaults = new ExperimentDefinition { Name = "capacity", Baseline = "server", Primary = Metrics.Capacity, Candidates = [], Scenarios = [] };
        return defaults with
        {
            Candidates = [new CandidateEntry("server", CandidateKind.Url, null, new Uri(url.GetLeftPart(UriPartial.Authority)), null, Optional: false)],
            Scenarios =
            [
                new ScenarioDefinition("get", [new RequestDefinition("GET", url.PathAndQuery, [], default)], StatusSet.Default, TimeSpan.FromSeconds(30), [new PointRecord(null, 1, ArrivalsName.Poisson)]),
            ],
            Phases = defaults.Phases with { WarmupS = DefaultUrlWarmupS, IdleS = 0, PauseS = 0 },
            Texts = new Dictionary<string, string> { ["command-line"] = text },
        };
    }

    private static ReadResult<ExperimentDefinition> OfFile(string file, CapacityOptions options, ParseResult parsed)
    {
        var read = ExperimentFile.Read(file, ExperimentSource.EnvironmentVariables(), parsed.GetValue(options.Profiles)!);
        if (read.Value is not { } definition)
        {
            return read;
        }

        var only = parsed.GetValue(options.Only)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

        // A capacity stands by itself: without the baseline the first that is named takes its place.
        var isKnown = only.Length > 0 && definition.Candidates.Any(candidate => candidate.Name == only[0]);
        definition = isKnown && !only.Contains(definition.Baseline) ? definition with { Baseline = only[0] } : definition;
        return new ExperimentOverrides(Quick: false, only, Rounds: null).Apply(definition);
    }

    private static ScenarioDefinition Chosen(ExperimentDefinition definition, string? name)
    {
        var names = definition.Scenarios.Select(scenario => scenario.Name).ToList();
        var chosen = name is null ? definition.Scenarios[0]
            : definition.Scenarios.FirstOrDefault(scenario => scenario.Name == name)
            ?? throw new UsageException($"--scenario: there is no scenario '{name}'. {NearestName.Hint(name, names, $"The scenarios are {string.Join(", ", names)}.")}");
        return chosen.Events.Count == 0 ? chosen : throw WithEvents(chosen.Name, [.. definition.Scenarios.Where(scenario => scenario.Events.Count == 0).Select(scenario => scenario.Name)]);
    }

    /// <summary>What a server loses while something is done to it is no matter of the load, and a trial would have another event than the next.</summary>
    private static UsageException WithEvents(string scenario, List<string> others) => new(
        $"The scenario '{scenario}' has events, and a server to which things are done has no one capacity. "
            + (others.Count > 0 ? $"Choose another with --scenario: {string.Join(", ", others)}." : "Write one without events and choose it with --scenario."));
}
