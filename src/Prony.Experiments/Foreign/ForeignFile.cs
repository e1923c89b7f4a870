using System.Globalization;
using System.Security.Cryptography;
using Prony.Experiments.Files;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>A file with results of other tools: one block, or several between any other text.</summary>
/// <param name="File">The file; null where it could not be read.</param>
/// <param name="Results">What stood in it, in order; they have no names yet. Empty where there are problems.</param>
/// <param name="Problems">Everything that is wrong with it, with lines.</param>
public sealed record ForeignFile(ImportedFile? File, IReadOnlyList<ImportedResult> Results, IReadOnlyList<Diagnostic> Problems)
{
    /// <summary>More errors than these help nobody.</summary>
    private const int MostProblems = 20;

    /// <summary>More results than these are no write-up but a mistake.</summary>
    private const int MostResults = 1000;

    /// <summary>The formats that are read, as a sentence lists them.</summary>
    public static string Formats => string.Join("; ", Readers(1).Select(reader => reader.Formats));

    /// <summary>Reads a file of at most 64 MiB; never fails for what it holds.</summary>
    /// <param name="path">The file.</param>
    /// <param name="logUnitNs">Nanoseconds of the unit in HdrHistogram logs, which do not tell it.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public static ForeignFile Read(string path, double logUnitNs)
    {
        ArgumentNullException.ThrowIfNull(path);
        var shown = SourceLoader.ShownName(path);
        if (!System.IO.File.Exists(path))
        {
            return Wrong(shown, new ForeignFormatException(0, Directory.Exists(path) ? "this is a folder, not a file" : "there is no such file"));
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        try
        {
            return Read(shown, Bytes(stream), logUnitNs);
        }
        catch (ForeignFormatException wrong)
        {
            return Wrong(shown, wrong);
        }
    }

    /// <summary>Reads a text that is at hand already.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="bytes">UTF-8, or UTF-16 with its mark.</param>
    /// <param name="logUnitNs">As above.</param>
    public static ForeignFile Read(string name, byte[] bytes, double logUnitNs)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        try
        {
            var lines = ForeignLines.Of(name, bytes);
            var file = new ImportedFile(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            var problems = new List<Diagnostic>();
            var results = Blocks(lines, Readers(logUnitNs), problems);
            if (results.Count == 0 && problems.Count == 0)
            {
                problems.Add(Nothing(lines));
            }

            return new ForeignFile(file, problems.Count > 0 ? [] : results, problems);
        }
        catch (ForeignFormatException wrong)
        {
            return Wrong(name, wrong);
        }
    }

    /// <summary>Whether the only thing that is wrong is that no known format was found in it.</summary>
    public bool HoldsNothing => Problems is [{ Line: 0, Message: NothingFound }];

    private const string NothingFound = "no result of a tool that Prony reads was found in this file";

    private static IForeignReader[] Readers(double logUnitNs) =>
    [
        new SummaryTextReader(), new WrkTextReader(), new AbTextReader(), new LoadtestTextReader(), new RequestRowsReader(), new LocustCsvReader(), new JsonResultReader(),
        new FunkloadReader(), new PsrecordReader(), new HistogramLogBlockReader(logUnitNs),
    ];

    private static List<ImportedResult> Blocks(ForeignLines lines, IForeignReader[] readers, List<Diagnostic> problems)
    {
        var results = new List<ImportedResult>();
        var at = 0;
        while (at < lines.Count && problems.Count < MostProblems)
        {
            var next = at + 1;
            try
            {
                if (lines[at].Length > 0 && readers.Select(reader => reader.TryRead(lines, at)).FirstOrDefault(block => block is not null) is { } found)
                {
                    results.AddRange(found.Results);
                    next = Math.Max(next, found.End);
                }
            }
            catch (ForeignFormatException wrong)
            {
                // What is left of a damaged block would only be the same error again.
                problems.Add(Problem(lines.Name, wrong));
                next = Math.Max(next, wrong.End);
                while (wrong.End == 0 && next < lines.Count && lines[next].Length > 0)
                {
                    next++;
                }
            }

            at = next;
            if (results.Count > MostResults)
            {
                problems.Add(new Diagnostic(lines.Name, at, 0, string.Create(CultureInfo.InvariantCulture, $"more than {MostResults} results stand in this file"), "Import a part of it."));
                break;
            }
        }

        return results;
    }

    private static Diagnostic Nothing(ForeignLines lines)
    {
        var hints = ForeignHints.Of(lines);
        var nearest = hints.Count == 0 ? "" : $"Nearest: {string.Join("; ", hints)}. ";
        return new Diagnostic(lines.Name, 0, 0, NothingFound, $"{nearest}Known are {Formats}.");
    }

    private static ForeignFile Wrong(string name, ForeignFormatException wrong) => new(null, [], [Problem(name, wrong)]);

    private static Diagnostic Problem(string name, ForeignFormatException wrong) => new(name, wrong.Line, 0, wrong.Message, wrong.Hint);

    private static byte[] Bytes(FileStream stream)
    {
        if (stream.CanSeek && stream.Length > ForeignLines.LargestBytes)
        {
            throw ForeignLines.TooLarge(stream.Length);
        }

        // A pipe has no length: one byte more than the bound shows that it is exceeded.
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            content.Write(buffer, 0, read);
            if (content.Length > ForeignLines.LargestBytes)
            {
                throw ForeignLines.TooLarge(content.Length);
            }
        }

        return content.ToArray();
    }
}
