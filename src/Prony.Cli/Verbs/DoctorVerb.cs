using System.CommandLine;
using Prony.Experiments.Doctoring;
using Prony.Experiments.Files;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Prony.Reporting.Checking;
using Prony.Stacks.Supervision;

namespace Prony.Cli.Verbs;

/// <summary><c>prony doctor [EXPERIMENT|STACK]…</c>: what this machine lacks, and what the stacks need.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("EXPERIMENT|STACK") { Description = "Experiment files, stacks, or folders of stacks; without any, the machine alone", Arity = ArgumentArity.ZeroOrMore };
        var install = new Option<bool>("--install") { Description = "As root on Debian or Ubuntu: install the packages that are missing; no service is started" };
        var yes = new Option<bool>("--yes") { Description = "Yes, install them" };
        var json = new Option<string?>("--json") { Description = "Write the result as JSON; - for standard output, the lines then go to standard error", HelpName = "FILE" };
        var noColor = new Option<bool>("--no-color") { Description = "No colours (as NO_COLOR)" };
        var command = new Command("doctor", "Say what this machine lacks for measuring, and what stacks need and how to get it") { paths, install, yes, json, noColor };
        command.SetAction((parsed, _) => RunAsync(
            new Asked(parsed.GetValue(paths)!, parsed.GetValue(install), parsed.GetValue(yes)),
            Terminal.Create(parsed.GetValue(noColor), resultsToError: parsed.GetValue(json) == "-"),
            parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(Asked asked, Terminal terminal, string? json)
    {
        if (asked.Install && asked.Paths.Length == 0)
        {
            throw new UsageException("--install needs to know what for: name experiments or stacks, such as prony doctor --install stacks.");
        }

        if (asked.Yes && !asked.Install)
        {
            throw new UsageException("--yes says yes to --install: add that, or leave it out.");
        }

        var read = DoctorSubjects.ReadAll(asked.Paths, ExperimentSource.EnvironmentVariables());
        if (!read.Succeeded)
        {
            terminal.Say(DiagnosticText.Format(read.Diagnostics));
            return ExitCodes.WrongUse;
        }

        using var jsonFile = JsonOutput.Open(json);
        using var interrupts = new Interrupts(terminal.Say, "what apt has begun is brought to its end", again: string.Empty);
        if (asked.Install)
        {
            await InstallAsync(DoctorSubjects.FindNeeds(read.Value), asked.Yes, terminal, interrupts.Stop.EndWindow);
            if (interrupts.ExitCode is { } signal)
            {
                return signal;
            }
        }

        var record = await LookAsync(DoctorSubjects.FindNeeds(read.Value));
        DoctorReport.Terminal(record, terminal.Output);
        jsonFile?.Write(record, RunJson.Files.DoctorRecord);
        var lacks = record.Findings.Any(finding => finding.State == DoctorState.Missing) || record.Stacks.Any(stack => !stack.Optional && stack.Missing.Count > 0);
        return interrupts.ExitCode ?? (lacks ? ExitCodes.CannotStart : ExitCodes.Done);
    }

    private static async Task<DoctorRecord> LookAsync(IReadOnlyList<StackNeeds> needs)
    {
        var packages = PackagesOf(needs);
        return new DoctorRecord
        {
            StartedUtc = TimeProvider.System.GetUtcNow(),
            Machine = MachineFingerprint.Read(),
            Findings = [.. MachineCheckup.Judge(MachineFacts.Read(), await FindContainmentAsync()), await ToolVersions.ReadAsync(CancellationToken.None)],
            Stacks = needs,
            InstallCommand = packages.Count > 0 ? DebianPackages.Command(packages) : null,
        };
    }

    /// <summary>Not by looking at rights: by doing what a run does.</summary>
    private static async Task<string> FindContainmentAsync()
    {
        try
        {
            await using var scope = RunScope.Open("doctor");
            return scope.CpuSource;
        }
        catch (PlatformNotSupportedException unsupported)
        {
            return unsupported.Message.TrimEnd('.');
        }
    }

    /// <exception cref="UsageException">It cannot be done here, or nobody can be asked.</exception>
    private static async Task InstallAsync(IReadOnlyList<StackNeeds> needs, bool yes, Terminal terminal, CancellationToken stop)
    {
        var packages = PackagesOf(needs);
        if (packages.Count == 0)
        {
            terminal.Say("No Debian package is missing.");
            return;
        }

        var debian = new DebianPackages(terminal.Say);
        if (debian.FindObstacle(packages, Environment.IsPrivilegedProcess) is { } obstacle)
        {
            throw new UsageException(obstacle);
        }

        terminal.Say("To be installed: " + DebianPackages.Command(packages));
        if (!yes && !Ask())
        {
            terminal.Say("Nothing was installed.");
            return;
        }

        try
        {
            if (await debian.InstallAsync(packages, stop) is { } problem)
            {
                terminal.Fail(problem);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            terminal.Say("Stopped before everything was installed.");
        }
    }

    private static bool Ask()
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            throw new UsageException("Nobody can be asked here whether to install: add --yes.");
        }

        Console.Error.Write("Install? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static List<string> PackagesOf(IReadOnlyList<StackNeeds> needs) =>
        [.. needs.SelectMany(stack => stack.Missing).SelectMany(missing => missing.Debian).Distinct().Order(StringComparer.Ordinal)];

    private sealed record Asked(string[] Paths, bool Install, bool Yes);
}
