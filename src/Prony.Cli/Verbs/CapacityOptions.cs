using System.CommandLine;
using Prony.Cli.Parsing;
using Prony.Experiments.Files;
using Prony.Experiments.Objectives;

namespace Prony.Cli.Verbs;

/// <summary>The flags of <c>prony capacity</c>.</summary>
internal sealed class CapacityOptions
{
    public Argument<string> What { get; } = new("FILE|URL") { Description = "An experiment file, whose candidates are searched in turn, or the address of a server that runs" };

    public Option<Objective[]> Slo { get; } = Values.Objectives("--slo");

    public Option<bool> Users { get; } = new("--users") { Description = "The largest number of users (closed model) instead of the highest rate" };

    public Option<double?> Width { get; } = Values.Share("--width");

    public Option<double?> Start { get; } = Values.Rate("--start");

    public Option<double?> Max { get; } = Values.Rate("--max");

    public Option<TimeSpan?> Trial { get; } = Values.Duration("--trial");

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

    public Option<string> Out { get; } = new("--out") { Description = "Parent of the run directory", HelpName = "DIR", DefaultValueFactory = _ => "runs" };

    public Option<string?> Json { get; } = new("--json") { Description = "Write the capacities as JSON; - for standard output, the report then goes to standard error", HelpName = "FILE" };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress and no report; errors still" };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours (as NO_COLOR)" };

    public Option<bool> NoTui { get; } = new("--no-tui") { Description = "Progress as plain lines, even on a terminal" };

    public Option<bool> Yes { get; } = new("--yes") { Description = "Yes, load servers that are not on this machine or network" };

    public void AddTo(Command command)
    {
        Slo.Description = "What a load must keep, such as 'response.p99 <= 100ms'; may be given several times (default: the objectives of the file; failures <= 0.1% always, unless another share is given)";
        Width.Description = "Width of the bracket at which a search ends, upper ÷ lower - 1 (default: 5%)";
        Start.Description = "Load of the first trial (default: 100/s, or 8 users)";
        Max.Description = "Highest load that is tried (default: 10 million/s, or as many users as connections may be open)";
        Trial.Description = "Length of a trial, without its warm-up (default: 10s)";
        Warmup.Description = "Warm-up of the first trial of a candidate; later ones take at most 2s (default: the file's; 2s for a URL)";
        Rounds.Description = "Searches of each candidate; the interval comes from them (default: 1 with one candidate, 6 with several)";
        Profiles.CompletionSources.Add(context => context.ParseResult.GetValue(What) is { } file && File.Exists(file) ? ExperimentFile.ProfileNames(file) : []);
        command.Arguments.Add(What);
        foreach (var option in new Option[] { Slo, Users, Width, Start, Max, Trial, Warmup, Rounds, Only, Profiles, Scenario, Plan, Out, Json, Quiet, NoColor, NoTui, Yes })
        {
            command.Options.Add(option);
        }
    }
}
