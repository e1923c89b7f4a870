using System.Text;
using Prony.Measurement.Runs;
using Prony.Reporting.Others;
using Prony.Reporting.Runs;

namespace Prony.Cli.Verbs;

/// <summary><c>prony report RUN --format locust-csv|funkload</c>: a run in the formats of other tools.</summary>
internal static class OtherTools
{
    /// <summary>Writes Locust's files into a folder, which is made when needed; files of these names in it are replaced.</summary>
    /// <exception cref="UsageException">There is no folder, or nothing to write.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static int WriteLocust(RunView view, RunDirectory run, string? folder)
    {
        Refuse(view, "locust-csv");
        if (folder is null or "-")
        {
            throw new UsageException("--format locust-csv writes several files: name a folder for them with --output FOLDER.");
        }

        if (File.Exists(folder))
        {
            throw new UsageException($"--output {folder}: this is a file, and --format locust-csv needs a folder for its files.");
        }

        var files = Checked(() => LocustFolder.Of(view, run));
        if (files.Count == 0)
        {
            throw new UsageException($"{view.Name} has no whole window, so there is nothing to write.");
        }

        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, text) in files)
            {
                AtomicFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text));
                Console.Error.WriteLine("wrote " + Path.Combine(folder, name));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"--output {folder}: {failure.Message}", failure);
        }

        return ExitCodes.Done;
    }

    /// <summary>Prints Funkload's tables, or writes them to a file.</summary>
    /// <exception cref="UsageException">No load of the run is a number of users.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static int WriteFunkload(RunView view, RunDirectory run, ReportOutput output)
    {
        Refuse(view, "funkload");
        var text = Checked(() => FunkloadTable.Of(view, run))
            ?? throw new UsageException($"Funkload's table is by numbers of users, and {view.Name} has no whole window with one. '--format terminal' shows what there is.");
        output.Write(text);
        return ExitCodes.Done;
    }

    /// <summary>Formats for which what other tools printed is too little.</summary>
    /// <exception cref="UsageException">The run is such a measurement.</exception>
    internal static void Refuse(RunView view, string format)
    {
        if (view.Plan?.Imported is not null)
        {
            throw new UsageException($"--format {format}: {view.Name} holds somebody else's measurement, whose figures are too few for it. Use terminal, html, markdown or json.");
        }
    }

    private static T Checked<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (RunFormatException damage)
        {
            throw new UsageException(damage.Message);
        }
    }
}
