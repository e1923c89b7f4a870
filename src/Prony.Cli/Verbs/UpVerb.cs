using System.CommandLine;
using System.Globalization;
using Prony.Cli.Control;
using Prony.Cli.Keeping;
using Prony.Cli.Parsing;
using Prony.Experiments.Checking;
using Prony.Experiments.Files;

namespace Prony.Cli.Verbs;

/// <summary><c>prony up STACK</c>: keeps the services of a stack up, in the foreground.</summary>
internal static class UpVerb
{
    public static Command Create()
    {
        var stack = new Argument<string>("STACK") { Description = "A folder with a stack.yaml, the file, or a file of Circus or supervisord (*.ini, *.conf)" };
        var with = Assignments.Create("--with", "Value of a parameter of the stack");
        var ctl = new Option<string?>("--ctl") { Description = "Control socket for prony ctl (default: one in a folder of the user's own; it is printed)", HelpName = "PATH" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the output of the services, and errors" };
        var noColor = new Option<bool>("--no-color") { Description = "No colours (as NO_COLOR)" };
        var command = new Command("up", "Start the services of a stack and keep them up: respawn, log files, prony ctl; SIGHUP reads the file again") { stack, with, ctl, quiet, noColor };
        command.SetAction((parsed, _) => RunAsync(
            new StackSource(parsed.GetValue(stack)!, parsed.GetValue(with)!),
            parsed.GetValue(ctl),
            Terminal.Create(parsed.GetValue(noColor)),
            new OutputLines(Console.Out, colours: !parsed.GetValue(noColor) && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or ""),
            parsed.GetValue(quiet)));
        return command;
    }

    private static async Task<int> RunAsync(StackSource source, string? ctl, Terminal terminal, OutputLines lines, bool quiet)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Keeping services up needs Linux.");
        }

        var read = source.Read();
        if (!read.Succeeded)
        {
            terminal.Say(DiagnosticText.Format(read.Diagnostics));
            return ExitCodes.WrongUse;
        }

        await using var teller = new Teller(terminal.Say);
        foreach (var note in quiet ? [] : read.Value.Notes)
        {
            teller.Say(string.Create(CultureInfo.InvariantCulture, $"{read.Value.Path}:{note.Line}: {note.Text}"));
        }

        var keeper = new KeptStack(source, read.Value, teller, lines, quiet);
        return await keeper.RunAsync(ctl ?? ControlSocket.DefaultFor(read.Value.Candidate.Name));
    }
}

/// <summary>The stack file that was named, to be read again and again.</summary>
internal sealed record StackSource(string Path, Dictionary<string, string> With)
{
    /// <summary>The stack, or everything that is wrong with its file.</summary>
    public ReadResult<StackToCheck> Read()
    {
        var read = StackToCheck.ReadAll([Path], With, ExperimentSource.EnvironmentVariables());
        return new ReadResult<StackToCheck>(read.Succeeded ? read.Value[0] : null, read.Diagnostics);
    }
}
