using System.CommandLine;
using Prony.Cli.Parsing;
using Prony.Experiments.Checking;
using Prony.Experiments.Files;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Prony.Reporting.Checking;

namespace Prony.Cli.Verbs;

/// <summary><c>prony check STACK…</c>: whether stacks work on this machine, without a load.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var stacks = new Argument<string[]>("STACK") { Description = "A folder with a stack.yaml, the file, or a folder of such folders", Arity = ArgumentArity.OneOrMore };
        var with = Assignments.Create("--with", "Value of a parameter, for every stack that has it");
        var within = Values.Duration("--within");
        within.Description = "Longest time for one stack to be prepared, ready and settled (default: 10m)";
        var keepGoing = new Option<bool>("--keep-going") { Description = "Go on with the next stack when one fails" };
        var json = new Option<string?>("--json") { Description = "Write the result as JSON; - for standard output, the table then goes to standard error", HelpName = "FILE" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress and no table; errors still" };
        var noColor = new Option<bool>("--no-color") { Description = "No colours (as NO_COLOR)" };
        var command = new Command("check", "Start each stack once, ask it once, stop it, and see that nothing is left") { stacks, with, within, keepGoing, json, quiet, noColor };
        command.SetAction((parsed, _) => RunAsync(
            new Asked(parsed.GetValue(stacks)!, parsed.GetValue(with)!, parsed.GetValue(within) ?? StackChecker.DefaultWithin, parsed.GetValue(keepGoing), parsed.GetValue(quiet)),
            Terminal.Create(parsed.GetValue(noColor), resultsToError: parsed.GetValue(json) == "-"),
            parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(Asked asked, Terminal terminal, string? json)
    {
        var read = StackToCheck.ReadAll([.. asked.Stacks.SelectMany(StackToCheck.Expand)], asked.With, ExperimentSource.EnvironmentVariables());
        if (!read.Succeeded)
        {
            terminal.Say(DiagnosticText.Format(read.Diagnostics));
            return ExitCodes.WrongUse;
        }

        using var jsonFile = JsonOutput.Open(json);
        using var interrupts = new Interrupts(terminal.Say, "stopping what was started");
        var started = TimeProvider.System.GetUtcNow();
        var checker = new StackChecker(CacheFolder.Path, asked.Within, asked.Quiet ? static _ => { } : terminal.Say);
        var checks = await CheckAllAsync(checker, read.Value, asked.KeepGoing, interrupts);
        var record = new StackChecksRecord { StartedUtc = started, Machine = MachineFingerprint.Read(), Stacks = checks };
        if (!asked.Quiet)
        {
            CheckReport.Terminal(record, terminal.Output);
        }

        jsonFile?.Write(record, RunJson.Files.StackChecksRecord);
        foreach (var failed in checks.Where(check => check.State == StackCheckState.Failed))
        {
            terminal.Fail($"stack '{failed.Name}' failed: {failed.Reason}.");
        }

        return interrupts.ExitCode ?? ExitCodeOf(checks);
    }

    private static async Task<List<StackCheckRecord>> CheckAllAsync(
        StackChecker checker, IReadOnlyList<StackToCheck> stacks, bool keepGoing, Interrupts interrupts)
    {
        var checks = new List<StackCheckRecord>();
        foreach (var stack in stacks)
        {
            if (interrupts.ExitCode is not null || (!keepGoing && checks.Exists(check => check.State == StackCheckState.Failed)))
            {
                checks.Add(NotChecked(stack));
                continue;
            }

            try
            {
                checks.Add(await checker.CheckAsync(stack, interrupts.Stop));
            }
            catch (OperationCanceledException) when (interrupts.ExitCode is not null)
            {
                checks.Add(NotChecked(stack));
            }
        }

        return checks;
    }

    private static StackCheckRecord NotChecked(StackToCheck stack) => new() { Path = stack.Path, Name = stack.Candidate.Name, State = StackCheckState.NotChecked };

    /// <summary>What cannot be installed everywhere is no failure, unless nothing else was to be checked.</summary>
    private static int ExitCodeOf(List<StackCheckRecord> checks) =>
        checks.Exists(check => check.State == StackCheckState.Failed) || checks.TrueForAll(check => check.State == StackCheckState.Skipped)
            ? ExitCodes.CannotStart
            : ExitCodes.Done;

    private sealed record Asked(string[] Stacks, Dictionary<string, string> With, TimeSpan Within, bool KeepGoing, bool Quiet);
}
