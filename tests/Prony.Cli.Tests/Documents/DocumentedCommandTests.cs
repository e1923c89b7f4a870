using System.CommandLine;
using Prony.Cli.Personalities;
using Prony.Cli.Tests.Personalities;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Documents;

/// <summary>Command lines in documents, experiments and stacks: each is one that Prony reads, about files and names that are there. Nothing is run.</summary>
public class DocumentedCommandTests
{
    private static readonly List<DocumentedCommand> All = DocumentedCommand.All();

    [Fact]
    public void Commands_are_found_in_every_kind_of_text()
    {
        Whole("docs/methods/comparing-runs.md").ShouldContain("run bench/experiment.yaml --out runs/main");
        Whole("docs/views.md").ShouldContain("show --latest");
        Whole("docs/supervision.md").ShouldContain("load http://127.0.0.1:34043/ -r 200 -d 12s --no-keepalive");
        Whole("experiments/recipeyak-sync-async-rust/README.md").ShouldContain("run experiments/recipeyak-sync-async-rust/experiment.yaml");
        Whole("experiments/channels-daphne/README.md").ShouldContain("capacity experiments/channels-daphne/experiment.yaml --scenario maximum --only gunicorn,redis-1 --slo failures <= 0.1% --plan");
        Whole("experiments/sync-vs-async.yaml").ShouldContain("run --quick experiments/sync-vs-async.yaml");
        Whole("docs/views.md").ShouldNotContain("report RUN --format FORMAT --output FILE", "there is much to replace");
        All.ShouldContain(command => !command.IsWhole && command.Place.StartsWith("docs/methods/cost.md:", StringComparison.Ordinal) && command.Words[0] == "cost");

        static IEnumerable<string> Whole(string file) =>
            All.Where(command => command.IsWhole && command.Place.StartsWith(file + ":", StringComparison.Ordinal)).Select(command => string.Join(' ', command.Words));
    }

    [Fact]
    public void Every_command_that_is_to_be_typed_is_understood() =>
        All.Where(command => command.IsWhole && !IsPersonality(command))
            .SelectMany(command => Program.CreateRoot().Parse(command.Words, Program.Configuration([.. command.Words])).Errors.Select(error => $"{command.Place}: {error.Message}"))
            .ShouldBeEmpty();

    [Fact]
    public void Every_verb_and_flag_that_a_text_names_is_there() =>
        All.Where(command => !IsPersonality(command)).SelectMany(command => Unknown(command.Words).Select(word => $"{command.Place}: {word}")).ShouldBeEmpty();

    [Theory]
    [InlineData("lod http://127.0.0.1/", "lod")]
    [InlineData("load URL --durration 5s -c 2", "--durration")]
    [InlineData("ctl icnr web", "icnr")]
    [InlineData("ctl incr web --rolling", "--rolling")]
    [InlineData("run --rounds=6 -z", "-z")]
    [InlineData("record --interval 1 -- sh --nonsense", "")]
    [InlineData("… --nonsense", "")]
    public void What_no_verb_has_is_found(string line, string unknown) => string.Join(' ', Unknown(line.Split(' '))).ShouldBe(unknown);

    [Fact]
    public void Every_file_of_the_clone_that_is_to_be_typed_is_there() =>
        All.Where(command => command.IsWhole)
            .SelectMany(command => command.Words.Where(IsOfClone).Where(word => !Path.Exists(Clone.PathOf(word))).Select(word => $"{command.Place}: {word}"))
            .ShouldBeEmpty();

    [Fact]
    public void Every_profile_candidate_and_scenario_that_is_to_be_typed_is_in_its_experiment() =>
        All.Where(command => command.IsWhole).SelectMany(command => Missing(command.Words).Select(name => $"{command.Place}: {name}")).ShouldBeEmpty();

    private static bool IsPersonality(DocumentedCommand command) => command.Words is [var verb, ..] && PersonalityTable.Find(verb) is not null;

    private static bool IsOfClone(string word) => word.StartsWith("experiments/", StringComparison.Ordinal) || word.StartsWith("stacks/", StringComparison.Ordinal);

    private static IEnumerable<string> Unknown(IReadOnlyList<string> words)
    {
        Command command = Program.CreateRoot();
        var known = command.Options.ToList();
        foreach (var word in words.TakeWhile(word => word is not ("--" or "…")))
        {
            if (command.Subcommands.FirstOrDefault(verb => verb.Name == word) is { } verb)
            {
                command = verb;
                known.AddRange(verb.Options);
            }
            else if (word.Length > 1 && word[0] == '-')
            {
                var name = word.Split('=')[0];
                if (!known.Exists(option => option.Name == name || option.Aliases.Contains(name)))
                {
                    yield return name;
                }
            }
            else if (command.Subcommands.Count > 0)
            {
                yield return word;
                yield break;
            }
        }
    }

    private static IEnumerable<string> Missing(IReadOnlyList<string> words)
    {
        if (words.FirstOrDefault(word => word.StartsWith("experiments/", StringComparison.Ordinal) && word.EndsWith(".yaml", StringComparison.Ordinal)) is not { } file)
        {
            return [];
        }

        var profiles = ValuesOf(words, "--profile");
        var unknown = profiles.Except(ExperimentFile.ProfileNames(Clone.PathOf(file))).ToList();
        return unknown.Count > 0 ? unknown : Missing(words, Read(file, profiles));
    }

    private static IEnumerable<string> Missing(IReadOnlyList<string> words, ExperimentDefinition experiment) =>
        ValuesOf(words, "--only").Except(experiment.Candidates.Select(candidate => candidate.Name))
            .Concat(ValuesOf(words, "--scenario").Except(experiment.Scenarios.Select(scenario => scenario.Name)));

    private static ExperimentDefinition Read(string file, IReadOnlyList<string> profiles)
    {
        var read = ExperimentFile.Read(Clone.PathOf(file), new Dictionary<string, string> { ["SESSION_ID"] = "0123456789abcdef0123456789abcdef" }, profiles);
        read.Diagnostics.ShouldBeEmpty(file);
        return read.Value!;
    }

    private static List<string> ValuesOf(IReadOnlyList<string> words, string flag) =>
        [.. words.Zip(words.Skip(1)).Where(pair => pair.First == flag).SelectMany(pair => pair.Second.Split(','))];
}
