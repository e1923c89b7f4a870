using System.CommandLine;
using System.Globalization;
using System.Text;
using Prony.Cli.Parsing;
using Prony.Experiments.Files;
using Prony.Experiments.Files.Imports;
using Prony.Experiments.Foreign;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary><c>prony import FILE…</c>: results of other tools as a run, or a file of Circus or supervisord as a stack.yaml.</summary>
internal static class ImportVerb
{
    private const UnixFileMode ReadAndWrite =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Results of hey, oha, wrk, wrk2, ab, loadtest, k6, Locust, vegeta, Funkload, psrecord or an HdrHistogram log, also several in one file; or one circus.ini or supervisord.conf",
            Arity = ArgumentArity.OneOrMore,
        };
        var options = new ImportOptions();
        var output = new Option<string?>("--output", "-o") { Description = "Of Circus or supervisord: file to write (default: standard output); one that exists is not overwritten", HelpName = "FILE" };
        var command = new Command("import", "Read results of other tools as a run to show and compare, or a file of Circus or supervisord as a stack.yaml") { files, output };
        options.AddTo(command);
        command.SetAction(parsed => Run(parsed.GetValue(files)!, parsed.GetValue(output), options, parsed));
        return command;
    }

    private static int Run(string[] paths, string? output, ImportOptions options, ParseResult parsed)
    {
        if (output is not null || Array.Exists(paths, ImportedStack.IsImport))
        {
            return paths.Length == 1
                ? RunStack(paths[0], output)
                : throw new UsageException("a file of Circus or supervisord is imported alone, and only it has an --output. Results of other tools go to --out.");
        }

        var files = paths.Select(path => ForeignFile.Read(path, options.UnitNs(parsed))).ToList();
        // A named pipe has no length, and what it held is read: to open it again would wait for ever.
        if (files is [{ HoldsNothing: true }] && new FileInfo(paths[0]).Length > 0 && LooksLikeStack(paths[0]))
        {
            return RunStack(paths[0], output: null);
        }

        return ResultImport.Run(files, options, parsed);
    }

    /// <summary>A file of another name that begins with a section, as those of Circus and supervisord do.</summary>
    private static bool LooksLikeStack(string path)
    {
        const int MostLines = 1000;
        var first = File.ReadLines(path).Take(MostLines).FirstOrDefault(line => line.Trim().TrimStart('\uFEFF') is not ("" or ['#' or ';', ..]));
        return first?.Trim().TrimStart('\uFEFF') is ['[', not ('{' or '[' or '"'), .., ']'];
    }

    private static int RunStack(string path, string? output)
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
