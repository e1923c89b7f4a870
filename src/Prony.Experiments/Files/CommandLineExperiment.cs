using System.Globalization;
using Prony.Experiments.Data;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Files;

/// <summary>The experiment behind `prony run 'COMMAND {port}' 'COMMAND {port}'`.</summary>
public static class CommandLineExperiment
{
    /// <summary>Virtual users when neither users nor a rate is given.</summary>
    public const int DefaultUsers = 50;

    /// <summary>Builds the experiment: one candidate for each command, the first is the baseline, one scenario that GETs a path.</summary>
    /// <param name="commands">At least two, each with {port}.</param>
    /// <param name="users">Closed model; null: <see cref="DefaultUsers"/> unless <paramref name="rate"/> is given.</param>
    /// <param name="rate">Open model, per second; null: closed.</param>
    /// <param name="path">Path to ask. Default on the command line: /.</param>
    /// <param name="folder">Where the commands run; null: the current directory.</param>
    /// <param name="phases">Lengths of the phases; null: the defaults of an experiment file.</param>
    /// <param name="rounds">Null: the default of an experiment file.</param>
    public static ReadResult<ExperimentDefinition> Build(
        IReadOnlyList<string> commands,
        int? users,
        double? rate,
        string path,
        string? folder = null,
        PhaseLengths? phases = null,
        int? rounds = null)
    {
        ArgumentNullException.ThrowIfNull(commands);
        ArgumentNullException.ThrowIfNull(path);
        var bag = new DiagnosticBag();
        foreach (var command in commands)
        {
            UrlPasswords.Hide(command, bag.Secrets);
        }

        var words = commands.Select((command, index) => ReadCommand(command, index, bag)).ToList();
        CheckOptions(commands.Count, users, rate, path, rounds, bag);
        if (!bag.IsEmpty)
        {
            return new ReadResult<ExperimentDefinition>(null, bag.ToList());
        }

        var names = CommandNames.Of(words);
        var point = rate is { } perS ? new PointRecord(null, perS, ArrivalsName.Poisson) : new PointRecord(users ?? DefaultUsers, null);
        var scenario = new ScenarioDefinition(
            "get", [new RequestDefinition("GET", path, [], default)], StatusSet.Default, TimeSpan.FromSeconds(30), [point]);
        var candidates = names.Zip(words, (name, command) =>
            new CandidateEntry(name, CandidateKind.Run, CommandStack.Of(name, command, Path.GetFullPath(folder ?? ".")), null, null, Optional: false));
        var experiment = new ExperimentDefinition
        {
            Name = KeyTypes.CloseName(string.Join("-vs-", names)) is { Length: <= 60 } joined ? joined : $"{names[0]}-vs-others",
            Baseline = names[0],
            Primary = ExperimentReader.DefaultPrimary([scenario]),
            Candidates = [.. candidates],
            Scenarios = [scenario],
            Texts = new Dictionary<string, string> { ["command-line"] = bag.Secrets.Mask(string.Join('\n', commands)) },
            Secrets = bag.Secrets,
        };
        experiment = experiment with { Phases = phases ?? experiment.Phases, Rounds = rounds ?? experiment.Rounds };
        return new ReadResult<ExperimentDefinition>(experiment, []);
    }

    private static IReadOnlyList<string> ReadCommand(string command, int index, DiagnosticBag bag)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"command {index + 1}");
        if (!CommandWords.TrySplit(command, out var words, out var error))
        {
            bag.AddWhole(where, error);
        }
        else if (!CommandStack.HasPort(words))
        {
            bag.AddWhole(where, $"'{command}': {CommandStack.MissingPort}", CommandStack.MissingPortHint);
        }

        return words;
    }

    private static void CheckOptions(int commands, int? users, double? rate, string path, int? rounds, DiagnosticBag bag)
    {
        if (commands < 2)
        {
            bag.AddWhole("command line", "one command has nothing to be compared with", "Give a second command, or use `prony load URL` on a running server.");
        }

        if (users is not null && rate is not null)
        {
            bag.AddWhole("command line", "--users and --rate are two kinds of load", "Give one of them.");
        }

        CheckValue("--users", LoadKeys.Users.Type, users?.ToString(CultureInfo.InvariantCulture), bag);
        CheckValue("--rate", LoadKeys.Rate.Type, rate is { } perS ? RateText.Exact(perS) : null, bag);
        CheckValue("--rounds", ExperimentKeys.Rounds.Type, rounds?.ToString(CultureInfo.InvariantCulture), bag);
        CheckValue("--path", KeyTypes.RequestPath, path, bag);
        foreach (var problem in RequestCheck.Find(new RequestDefinition("GET", path, [], default), data: null, "Data need an experiment file."))
        {
            bag.AddWhole("command line", $"--path: {problem.Message}", problem.Hint);
        }
    }

    /// <summary>By the same rules as in a file.</summary>
    private static void CheckValue(string option, KeyType type, string? text, DiagnosticBag bag)
    {
        if (text is null)
        {
            return;
        }

        var own = new DiagnosticBag();
        type.TryReadObject(new ScalarNode(new SourceFile("", "/", text), 1, 1, text, isPlain: false), option, own, out _);
        foreach (var diagnostic in own.ToList())
        {
            bag.AddWhole("command line", diagnostic.Message, diagnostic.Hint);
        }
    }
}
