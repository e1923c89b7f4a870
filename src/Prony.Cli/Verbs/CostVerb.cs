using System.CommandLine;
using Prony.Cli.Parsing;
using Prony.Measurement.Runs;
using Prony.Reporting.Costs;
using Prony.Reporting.Runs;

namespace Prony.Cli.Verbs;

/// <summary><c>prony cost RUN --rate 5000/s</c>: what a rate would take by the figures of a run. Arithmetic, not a measurement.</summary>
internal static class CostVerb
{
    private const double DefaultHeadroom = 0.3;

    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "A run directory, such as runs/20261121T101500Z-sync-vs-async" };
        var rate = Values.Rate("--rate", "-r");
        rate.Description = "The rate that is to be served, such as 5000/s (required)";
        var headroom = Values.Share("--headroom");
        headroom.Description = "Part of each copy that is left free (default: 30%)";
        var json = new Option<string?>("--json") { Description = "Write the reckoning as JSON; - for standard output, the text then goes to standard error", HelpName = "FILE" };
        var noColor = new Option<bool>("--no-color") { Description = "No colours (as NO_COLOR)" };
        var command = new Command("cost", "Reckon how many copies of each candidate serve a rate and what they cost, from the throughput of a run and the prices in its files: arithmetic, not a measurement")
        {
            run, rate, headroom, json, noColor,
        };
        command.SetAction(parsed => Show(parsed.GetValue(run)!, parsed.GetValue(rate), parsed.GetValue(headroom) ?? DefaultHeadroom, parsed.GetValue(json), parsed.GetValue(noColor)));
        return command;
    }

    private static int Show(string path, double? rate, double headroom, string? json, bool noColor)
    {
        if (rate is not { } perS)
        {
            throw new UsageException("Say which rate is to be served: --rate 5000/s.");
        }

        if (headroom >= 1)
        {
            throw new UsageException("--headroom: with all of it left free nothing is served; write less than 100%, such as 30%.");
        }

        var view = Read(path);
        if (view is not { Plan: not null, Verdict: not null })
        {
            Console.Error.WriteLine($"prony: {view.Name} ended before a trial was whole, so there is nothing to reckon with.");
            return ExitCodes.NoValidResult;
        }

        var record = CostArithmetic.Of(view, perS, headroom);
        using (var output = JsonOutput.Open(json))
        {
            output?.Write(record, RunJson.Files.CostRecord);
        }

        CostReport.Terminal(record, Terminal.Create(noColor, resultsToError: json == "-").Output);
        return ExitCodes.Done;
    }

    private static RunView Read(string path)
    {
        if (RunReader.ReadCapacity(new RunDirectory(path)) is not null)
        {
            throw new UsageException(
                $"'{path}' is a search for capacities, and cost reckons from the rounds of 'prony run'. Its capacities stand in 'prony report {path}'; for the cost of a rate, run the experiment at users or at a rate near them.");
        }

        try
        {
            return ReportVerb.Read(new RunDirectory(path));
        }
        catch (DirectoryNotFoundException missing)
        {
            throw new UsageException(missing.Message);
        }
    }
}
