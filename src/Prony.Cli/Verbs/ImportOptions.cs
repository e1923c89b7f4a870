using System.CommandLine;
using Prony.Cli.Parsing;

namespace Prony.Cli.Verbs;

/// <summary>The flags of <c>prony import</c> that are about results of other tools.</summary>
internal sealed class ImportOptions
{
    private const string Nanoseconds = "ns";
    private const string Microseconds = "us";
    private const string Milliseconds = "ms";
    private const string Seconds = "s";

    public Option<string?> Names { get; } = new("--name")
    {
        Description = "Names of the results in their order, with commas (default: the tool and a number); a name that a load and a psrecord log share joins them",
        HelpName = "A,B,…",
    };

    public Option<string> Out { get; } = new("--out")
    {
        Description = "Folder in which the run directory is made",
        HelpName = "DIR",
        DefaultValueFactory = _ => "runs",
    };

    public Option<string?> Unit { get; } = Values.Choice("--unit", Nanoseconds, Microseconds, Milliseconds, Seconds);

    public void AddTo(Command command)
    {
        Unit.Description = "Unit of the values of an HdrHistogram log, which does not tell it (default: ns)";
        command.Options.Add(Names);
        command.Options.Add(Out);
        command.Options.Add(Unit);
    }

    /// <summary>Nanoseconds of the unit.</summary>
    public double UnitNs(ParseResult parsed) => parsed.GetValue(Unit) switch
    {
        Microseconds => 1e3,
        Milliseconds => 1e6,
        Seconds => 1e9,
        _ => 1,
    };
}
