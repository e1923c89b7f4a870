using System.CommandLine;
using Prony.Cli.Parsing;
using Prony.Experiments.Files;

namespace Prony.Cli.Verbs;

/// <summary>The flags of <c>prony capacity</c>.</summary>
internal sealed class CapacityOptions
{
    public Argument<string?> What { get; } = new("FILE|URL")
    {
        Description = "An experiment file, whose candidates are searched in turn, or the address of a server that runs; with --resume it may be left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public SearchFlags Search { get; } = new();

    public Option<bool> Users { get; } = new("--users") { Description = "The largest number of users (closed model) instead of the highest rate" };

    public Option<WarmupLength?> Warmup { get; } = Values.Warmup("--warmup");

    public Option<long?> Rounds { get; } = Values.Count("--rounds", 1, 100);

    public Option<string?> Only { get; } = new("--only") { Description = "These candidates only, separated by commas", HelpName = "NAMES" };

    public Option<string[]> Profiles { get; } = new("--profile")
    {
        Description = "Put this profile of the file over it; may be given several times",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    public Option<string?> Scenario { get; } = new("--scenario") { Description = "What to ask, where the file has several scenarios (default: the first)", HelpName = "NAME" };

    public Option<bool> Plan { get; } = new("--plan") { Description = "Print what would be done and how long it takes at most; start nothing" };

    public Option<string?> Resume { get; } = new("--resume") { Description = "Go on with a search that was cut off, after its last whole trial", HelpName = "DIR" };

    public Option<string> Out { get; } = new("--out") { Description = "Parent of the run directory", HelpName = "DIR", DefaultValueFactory = _ => "runs" };

    public Option<string?> Json { get; } = new("--json") { Description = "Write the capacities as JSON; - for standard output, the report then goes to standard error", HelpName = "FILE" };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress and no report; errors still" };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours (as NO_COLOR)" };

    public Option<bool> NoTui { get; } = new("--no-tui") { Description = "Progress as plain lines, even on a terminal" };

    public Option<bool> Yes { get; } = new("--yes") { Description = "Yes, load servers that are not on this machine or network" };

    public void AddTo(Command command)
    {
        Warmup.Description = "Warm-up of the first trial of a candidate; later ones take at most 2s (default: the file's; 2s for a URL)";
        Rounds.Description = "Searches of each candidate; the interval comes from them (default: 1 with one candidate, 6 with several)";
        Profiles.CompletionSources.Add(context => context.ParseResult.GetValue(What) is { } file && File.Exists(file) ? ExperimentFile.ProfileNames(file) : []);
        command.Arguments.Add(What);
        foreach (var option in new Option[] { Search.Slo, Users, Search.Width, Search.Start, Search.Max, Search.Trial, Warmup, Rounds, Only, Profiles, Scenario, Plan, Resume, Out, Json, Quiet, NoColor, NoTui, Yes })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What only the plan of a search that is resumed can say.</summary>
    public IReadOnlyList<Option> Planned => [.. Search.All, Users, Warmup, Rounds, Only, Profiles, Scenario, Plan, Out];
}
