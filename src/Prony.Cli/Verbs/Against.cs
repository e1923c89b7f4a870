using Prony.Experiments.Comparing;
using Prony.Experiments.Definitions;
using Prony.Experiments.Planning;
using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Reporting.Comparing;
using Spectre.Console;

namespace Prony.Cli.Verbs;

/// <summary><c>prony run --against RUN</c>: the stored run that this run is compared with when it is done.</summary>
internal sealed class Against
{
    private readonly StoredRun _old;

    private Against(StoredRun old) => _old = old;

    /// <summary>Reads the run before anything starts, and makes sure that it has something to compare with.</summary>
    /// <param name="path">Its directory; null when none is wanted.</param>
    /// <param name="definition">What is going to be run.</param>
    /// <param name="quick">It is going to be a preview.</param>
    /// <exception cref="UsageException">It is no run, its files are damaged, or it can give no verdict on this experiment.</exception>
    public static Against? Open(string? path, ExperimentDefinition definition, bool quick)
    {
        if (path is null)
        {
            return null;
        }

        var old = CompareVerb.Read(path);
        var planned = Planner.Plan(definition, "this run", [.. definition.Candidates.Select(c => c.Name)], [], quick, TimeProvider.System);
        return CompareVerb.Checked(() =>
        {
            RunComparer.Check(old.Plan, planned);
            return new Against(old);
        });
    }

    /// <summary>Compares and prints, as <c>prony compare</c> does; null where the run ended before there was anything to compare.</summary>
    public RunComparisonRecord? Compare(RunOutcome outcome, Terminal terminal, bool quiet)
    {
        if (outcome is not { Folder: { } folder, Verdict: not null })
        {
            return null;
        }

        RunComparisonRecord record;
        try
        {
            record = RunComparer.Compare(_old, StoredRun.Read(new RunDirectory(folder)), new RunComparisonOptions());
        }
        catch (Exception nothing) when (nothing is RunMismatchException or RunFormatException)
        {
            // Candidates of both runs were left out on the way, or times of the old run cannot be read: this run stands all the same.
            terminal.Fail("--against: " + nothing.Message);
            return null;
        }

        if (!quiet)
        {
            terminal.Output.WriteLine();
            CompareReport.Terminal(record, terminal.Output);
        }

        if (record.Verdict.Verdict == VerdictName.Invalid)
        {
            terminal.Fail("--against: no valid result. " + record.Verdict.Sentence);
        }

        return record;
    }
}
