using System.CommandLine;
using System.Globalization;
using System.Text;
using Prony.Experiments.Files;
using Prony.Experiments.Files.Imports;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary><c>prony import FILE</c>: a file of Circus or supervisord as a stack.yaml.</summary>
internal static class ImportVerb
{
    private const UnixFileMode ReadAndWrite =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "circus.ini or supervisord.conf" };
        var output = new Option<string?>("--output", "-o") { Description = "File to write (default: standard output); one that exists is not overwritten", HelpName = "FILE" };
        var command = new Command("import", "Write a file of Circus or supervisord as a stack.yaml") { file, output };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(output)));
        return command;
    }

    private static int Run(string path, string? output)
    {
        if (output is not null && (File.Exists(output) || Directory.Exists(output)))
        {
            throw new UsageException($"'{output}' exists already; name another file, or remove it.");
        }

        var read = ImportedStack.Read(path, ExperimentSource.EnvironmentVariables());
        if (!read.Succeeded)
        {
            Console.Error.WriteLine(DiagnosticText.Format(read.Diagnostics));
            return ExitCodes.WrongUse;
        }

        foreach (var note in read.Value.Notes)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}:{note.Line}: {note.Text}"));
        }

        if (output is null)
        {
            Console.Out.Write(read.Value.Text);
            return ExitCodes.Done;
        }

        // What a file holds is to be read by whom it is now: an environment may hold passwords.
        AtomicFile.Write(output, Encoding.UTF8.GetBytes(read.Value.Text), OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(path) & ReadAndWrite);
        Console.Error.WriteLine($"wrote {output}\nNext: prony up {output}");
        return ExitCodes.Done;
    }
}
