using System.CommandLine;
using Prony.Cli.Exporting;
using Prony.Cli.Parsing;
using Prony.Experiments.Files;

namespace Prony.Cli.Verbs;

/// <summary>The flags of <c>prony run</c>.</summary>
internal sealed class RunOptions
{
    public Argument<string[]> What { get; } = new("FILE|COMMAND")
    {
        Description = "An experiment file, or two or more commands with {port} in each; with --resume the file may be left out",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string> Out { get; } = new("--out") { Description = "Parent of the run directory", HelpName = "DIR", DefaultValueFactory = _ => "runs" };

    public Option<string?> Only { get; } = new("--only") { Description = "These candidates only, separated by commas", HelpName = "NAMES" };

    public Option<string[]> Profiles { get; } = new("--profile")
    {
        Description = "Put this profile of the file over it; may be given several times",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    public Option<string?> Init { get; } = new("--init") { Description = "Commands only: write the experiment that they mean to FILE, and run nothing", HelpName = "FILE" };

    public Option<long?> Rounds { get; } = Values.Count("--rounds", 1, 1000);

    public Option<bool> UntilDecided { get; } = new("--until-decided") { Description = "End at the first of the looks after 6, 10, 16 and 24 rounds that decides, instead of a fixed number of rounds" };

    public Option<bool> Plan { get; } = new("--plan") { Description = "Print the plan and how long it will take; start nothing" };

    public Option<string?> Resume { get; } = new("--resume") { Description = "Go on with a run that was cut off, at its first round that is not whole", HelpName = "DIR" };

    public Option<bool> Quick { get; } = new("--quick") { Description = "3 rounds with windows of 1 s; every verdict is marked as a preview" };

    public Option<long?> Users { get; } = Values.Users("--users", "-c");

    public Option<double?> Rate { get; } = Values.Rate("--rate", "-r");

    public Option<string> Path { get; } = new("--path") { Description = "Commands only: what to ask", HelpName = "PATH", DefaultValueFactory = _ => "/" };

    public Option<string?> Json { get; } = new("--json") { Description = "Write the verdict as JSON; - for standard output, the report then goes to standard error", HelpName = "FILE" };

    public Option<string?> Against { get; } = new("--against")
    {
        Description = "Compare this run, when it is done, with this stored run (as 'prony compare RUN THIS'); --fail-on then looks at both",
        HelpName = "RUN",
    };

    public Option<string[]> FailOnVerdicts { get; } = FailOn.CreateOption(withClaims: true);

    public Option<ExportTarget?> Export { get; } = Values.Export("--export");

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress and no report; errors still" };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours (as NO_COLOR)" };

    public Option<bool> NoTui { get; } = new("--no-tui") { Description = "Progress as plain lines, even on a terminal" };

    public Option<bool> Yes { get; } = new("--yes") { Description = "Yes, load candidates that are not on this machine or network" };

    public void AddTo(Command command)
    {
        Rounds.Description = "Number of rounds, instead of the file's (default: 10)";
        Users.Description = "Commands only: closed model with N virtual users (default: 50)";
        Rate.Description = "Commands only: open model, RATE requests a second";
        Profiles.CompletionSources.Add(context => (context.ParseResult.GetValue(What) ?? []).Where(File.Exists).SelectMany(ExperimentFile.ProfileNames));
        Export.Description = "Metrics while it runs: served in Prometheus' text format on 127.0.0.1 (port 9464), or sent over OTLP/HTTP (to OTEL_EXPORTER_OTLP_ENDPOINT, else 127.0.0.1:4318). Default: neither";
        command.Arguments.Add(What);
        foreach (var option in new Option[] { Out, Only, Profiles, Rounds, UntilDecided, Quick, Plan, Resume, Users, Rate, Path, Init, Json, Against, FailOnVerdicts, Quiet, NoColor, NoTui, Export, Yes })
        {
            command.Options.Add(option);
        }
    }
}
