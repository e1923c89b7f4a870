using System.CommandLine;
using Prony.Cli.Parsing;
using Prony.Experiments.Comparing;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary>The arguments and flags of <c>prony compare</c>.</summary>
internal sealed class CompareOptions
{
    public const string TerminalFormat = "terminal";
    public const string MarkdownFormat = "markdown";

    private static readonly string[] KnownMetrics =
        [Metrics.Throughput, Metrics.ResponseMean, Metrics.ResponseP50, Metrics.ResponseP90, Metrics.ResponseP99, Metrics.Failures, Metrics.CpuPerRequest, Metrics.Memory];

    public Argument<string> Old { get; } = new("RUN_A") { Description = "The old run: the directory of the run that is compared with" };

    public Argument<string> New { get; } = new("RUN_B") { Description = "The new run: the directory of the run that is judged; ratios are RUN_B ÷ RUN_A" };

    public Option<string?> Candidate { get; } = new("--candidate")
    {
        Description = "Only this candidate; OLD=NEW for one that has another name in each run (default: all names that both have)",
        HelpName = "NAME|OLD=NEW",
    };

    public Option<string?> Metric { get; } = Values.Metric("--metric", KnownMetrics);

    public Option<double?> Margin { get; } = Values.Share("--margin");

    public Option<string[]> FailOnVerdicts { get; } = FailOn.CreateOption(withClaims: false);

    public Option<string?> Json { get; } = new("--json") { Description = "Write the comparison as JSON; - for standard output, the report then goes to standard error", HelpName = "FILE" };

    public Option<string?> Format { get; } = Values.Choice("--format", TerminalFormat, MarkdownFormat);

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No report; errors still" };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours (as NO_COLOR)" };

    public void AddTo(Command command)
    {
        Metric.Description = "The metric that decides (default: the primary metric of RUN_A)";
        Margin.Description = "Smallest difference worth acting on, such as 5% (default: that of RUN_A)";
        Format.Description = "How to show it (default: terminal)";
        command.Arguments.Add(Old);
        command.Arguments.Add(New);
        foreach (var option in new Option[] { Candidate, Metric, Margin, FailOnVerdicts, Json, Format, Quiet, NoColor })
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="UsageException">The candidate is not written as a name or two.</exception>
    public RunComparisonOptions Read(ParseResult parsed) => new()
    {
        Candidate = parsed.GetValue(Candidate) is { } text ? Names(text) : null,
        Metric = parsed.GetValue(Metric),
        Margin = parsed.GetValue(Margin),
    };

    private static CandidateNames Names(string text) => text.Split('=') switch
    {
        [{ Length: > 0 } name] => new CandidateNames(name, name),
        [{ Length: > 0 } old, { Length: > 0 } current] => new CandidateNames(old, current),
        _ => throw new UsageException($"--candidate {text}: expected NAME, or OLD=NEW for a candidate that has another name in each run."),
    };
}
