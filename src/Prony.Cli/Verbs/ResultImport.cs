using System.CommandLine;
using System.Globalization;
using Prony.Experiments.Files;
using Prony.Experiments.Foreign;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary>From the results that stood in files of other tools to a run directory.</summary>
internal static class ResultImport
{
    /// <summary>Writes the run and says what it holds: its path on standard output, the rest on standard error.</summary>
    /// <exception cref="UsageException">The names that were given do not fit.</exception>
    public static int Run(IReadOnlyList<ForeignFile> files, ImportOptions options, ParseResult parsed)
    {
        var problems = files.SelectMany(file => file.Problems).ToList();
        if (problems.Count > 0)
        {
            return Refuse(problems);
        }

        var import = Put(files, parsed.GetValue(options.Names));
        if (import.Plan?.Imported is not { } imported)
        {
            return Refuse(import.Problems);
        }

        var directory = import.Write(parsed.GetValue(options.Out)!);
        var shown = Path.GetRelativePath(Environment.CurrentDirectory, directory.Path);
        shown = shown.StartsWith("..", StringComparison.Ordinal) ? directory.Path : shown;
        foreach (var line in import.Notes.Concat(imported.Results.Select(Shown)))
        {
            Console.Error.WriteLine(line);
        }

        if (parsed.GetValue(options.Unit) is null && imported.Results.Any(result => result.Tool == "hlog"))
        {
            Console.Error.WriteLine("A log of histograms does not tell its unit: its values were taken for nanoseconds. Another one is said with --unit.");
        }

        Console.Error.WriteLine($"Somebody else's measurement: what its tools cannot tell stands in the report.\nNext: prony report {shown}");
        Console.Out.WriteLine(shown);
        return ExitCodes.Done;
    }

    private static ForeignImport Put(IReadOnlyList<ForeignFile> files, string? names)
    {
        try
        {
            return ForeignImport.Of(files, names?.Split(',', StringSplitOptions.TrimEntries) ?? [], TimeProvider.System);
        }
        catch (FormatException wrong)
        {
            throw new UsageException("--name: " + wrong.Message);
        }
    }

    private static int Refuse(IReadOnlyList<Diagnostic> problems)
    {
        Console.Error.WriteLine(DiagnosticText.Format(problems));
        return ExitCodes.WrongUse;
    }

    /// <summary>"write-up.txt:12: hey text: hey-1".</summary>
    private static string Shown(ImportedResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.File}:{result.Line}: {result.Tool} {result.Format}: {result.Candidate}{(result.Users is { } users ? $", {users} users" : "")}");
}
