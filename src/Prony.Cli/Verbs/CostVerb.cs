using System.CommandLine;
using Prony.Cli.Parsing;
using Prony.Measurement.Runs;
using Prony.Reporting.Costs;
using Prony.Reporting.Runs;

namespace Prony.Cli.Verbs;

/// <summary><c>prony cost RUN --rate 5000/s</c>: what a rate would take by the figures of a run or of a search for capacities. Arithmetic, not a measurement.</summary>
internal static class CostVerb
{
    private const double DefaultHeadroom = 0.3;

    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "A run directory of 'prony run' or 'prony capacity', such as runs/20261121T101500Z-sync-vs-async" };
        var rate = Values.Rate("--rate", "-r");
        rate.Description = "The rate that is to be served, such as 5000/s (required)";
        var headroom = Values.Share("--headroom");
        headroom.Description = "Part of each copy that is left free (default: 30%)";
        var json = new Option<string?>("--json") { Description = "Write the reckoning as JSON; - for standard output, the text then goes to standard error", HelpName = "FILE" };
        var noColor = new Option<bool>("--no-color") { Description = "No colours (as NO_COLOR)" };
        var command = new Command("cost", "Reckon how many copies of each candidate serve a rate and what they cost, from the throughput of a run, or the capacities of a search, and the prices in its files: arithmetic, not a measurement")
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
        var capacity = RunReader.ReadCapacity(new RunDirectory(path));
        if (view.Plan is null || (view.Verdict is null && capacity is null))
        {
            Console.Error.WriteLine($"prony: {view.Name} ended before a trial was whole, so there is nothing to reckon with.");
            return ExitCodes.NoValidResult;
        }

        var record = capacity is null ? CostArithmetic.Of(view, perS, headroom) : CostArithmetic.Of(view, capacity, perS, headroom);
        using (var output = JsonOutput.Open(json))
        {
            output?.Write(record, RunJson.Files.CostRecord);
        }

        CostReport.Terminal(record, Terminal.Create(noColor, resultsToError: json == "-").Output);
        return ExitCodes.Done;
    }

    private static RunView Read(string path)
    {
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
