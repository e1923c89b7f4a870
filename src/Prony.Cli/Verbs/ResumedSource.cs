using System.CommandLine;
using Prony.Measurement.Runs;
using Prony.Reporting.Listing;

namespace Prony.Cli.Verbs;

/// <summary>What <c>--resume DIR</c> goes on with: the plan of the directory knows its file and what was asked for beside it.</summary>
internal static class ResumedSource
{
    /// <exception cref="UsageException">The directory is none of a run, or something was given that only its plan can say.</exception>
    public static InvocationRecord Invocation(string folder, string[] what, RunOptions options, ParseResult parsed)
    {
        Option[] planned = [options.Rounds, options.UntilDecided, options.Quick, options.Only, options.Profiles, options.Init, options.Out, options.Plan];
        if (planned.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } contradiction)
        {
            throw new UsageException($"{contradiction.Name} cannot stand beside --resume: the plan of the run decides, and it was made before the first round.");
        }

        var plan = ReadPlan(folder);
        var asked = plan.Invocation ?? new InvocationRecord(null, plan.Preview, [], plan.Rounds, UntilDecided: false);
        if (what.Length > 0)
        {
            return asked with { File = what.Length == 1 ? what[0] : null };
        }

        var file = asked.File is { } relative ? Path.GetFullPath(Path.Combine(folder, relative)) : null;
        return file is null
            ? throw new UsageException($"{folder} does not say what it was made of. Give it again: prony run FILE --resume {folder}, or the commands in place of the file.")
            : File.Exists(file)
            ? asked with { File = Path.GetRelativePath(Environment.CurrentDirectory, file) }
            : throw new UsageException($"The experiment file of {folder} is no longer at {file}. Say where it is: prony run FILE --resume {folder}.");
    }

    /// <exception cref="UsageException">It is a stage of <c>prony tune</c>.</exception>
    public static void RefuseStage(string folder)
    {
        if (RunLister.IsStage(new RunDirectory(folder)))
        {
            throw new UsageException($"{folder} is a stage of 'prony tune', and a tuning cannot be resumed: what follows a stage is not planned before it has ended. Start the tuning again.");
        }
    }

    private static PlanRecord ReadPlan(string folder)
    {
        try
        {
            var plan = RunReader.ReadPlan(new RunDirectory(folder));
            if (plan.Imported is not null)
            {
                throw new UsageException($"{folder} holds somebody else's measurement, which 'prony import' read: there is nothing to resume.");
            }

            RefuseStage(folder);
            return plan.Capacity is null && plan.Primary != Metrics.Capacity ? plan
                : throw new UsageException($"{folder} holds a search for capacities, which goes on with: prony capacity --resume {folder}");
        }
        catch (RunFormatException damage)
        {
            throw new UsageException($"The run in {folder} cannot be resumed: {damage.Message}");
        }
    }
}
