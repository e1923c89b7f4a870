using System.Globalization;
using Prony.Experiments.Files;
using Prony.Experiments.Files.Keys;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>Files of other tools as a run: somebody else's measurement (docs/imports.md).</summary>
/// <param name="Plan">What plan.json will hold; null where there are problems.</param>
/// <param name="Notes">What was decided on the way, for the person, with file and line.</param>
/// <param name="Problems">Everything that is wrong with the files.</param>
public sealed record ForeignImport(PlanRecord? Plan, IReadOnlyList<string> Notes, IReadOnlyList<Diagnostic> Problems)
{
    private const double UsualMargin = 0.05;
    private const int LongestName = 60;
    private const string Unknown = "unknown";

    /// <summary>Puts results together and names them.</summary>
    /// <param name="files">The files, in order; none with problems of its own.</param>
    /// <param name="names">Names for the results, in order; empty for the tool and a number. As many names as there are loads are enough where as many psrecord logs stand beside them.</param>
    /// <param name="time">Says when.</param>
    /// <exception cref="FormatException">The names are none, or not as many as the results.</exception>
    public static ForeignImport Of(IReadOnlyList<ForeignFile> files, IReadOnlyList<string> names, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(time);
        var problems = new List<(ImportedResult Result, string Problem)>();
        var results = LocustFiles.Merge(files.SelectMany(file => file.Results), problems);
        if (problems.Count > 0)
        {
            return new ForeignImport(null, [], [.. problems.Select(p => new Diagnostic(p.Result.File, p.Result.Line, 0, p.Problem, null))]);
        }

        var notes = new List<string>();
        var named = (names.Count == 0 ? Numbered(results) : Named(results, names, notes)).ConvertAll(result => result with { CannotTell = ForeignLimits.Of(result) });
        CheckNames(named);
        var imported = new ImportedRecord([.. files.Select(file => file.File!)], named);
        return new ForeignImport(PlanOf(imported, time.GetUtcNow()), notes, []);
    }

    /// <summary>Writes the run directory.</summary>
    /// <param name="parent">Folder of run directories; made when needed.</param>
    /// <returns>The directory that was written.</returns>
    /// <exception cref="IOException">It cannot be written; the message holds the path.</exception>
    /// <exception cref="InvalidOperationException">There is no plan.</exception>
    public RunDirectory Write(string parent)
    {
        var plan = Plan ?? throw new InvalidOperationException("There is nothing to write: the files have problems.");
        var directory = RunDirectory.Create(parent, plan.Run);
        RunWriter.WritePlan(directory, plan with { Run = directory.Name });
        return directory;
    }

    /// <summary>"hey-1", "hey-2"; the cycles of one table of Funkload are one candidate at several loads.</summary>
    private static List<ImportedResult> Numbered(List<ImportedResult> results)
    {
        var counts = new Dictionary<string, int>();
        return [.. Blocks(results).SelectMany(block =>
        {
            var tool = block[0].Tool;
            var number = counts[tool] = counts.GetValueOrDefault(tool) + 1;
            var name = string.Create(CultureInfo.InvariantCulture, $"{tool}-{number}");
            return block.Select(result => result with { Candidate = NameOf(name, result) });
        })];
    }

    // The tags of one log of histograms are results of their own.
    private static string NameOf(string name, ImportedResult result) =>
        result.Tool == "hlog" && result.Format.Split("tag ") is [_, var tag] && KeyTypes.CloseName(tag) is { Length: > 0 } close ? $"{name}-{close}" : name;

    private static List<ImportedResult> Named(List<ImportedResult> results, IReadOnlyList<string> names, List<string> notes)
    {
        foreach (var name in names.Where(name => KeyTypes.CloseName(name) != name))
        {
            throw new FormatException($"'{name}' is not a name. Expected small letters, digits and single hyphens between them{(KeyTypes.CloseName(name) is { Length: > 0 } close ? $", such as {close}" : "")}.");
        }

        var blocks = Blocks(results);
        if (names.Count == blocks.Count)
        {
            return [.. blocks.SelectMany((block, index) => block.Select(result => result with { Candidate = NameOf(names[index], result) }))];
        }

        var (loads, usages) = (blocks.FindAll(block => block[0].Usage is null), blocks.FindAll(block => block[0].Usage is not null));
        if (names.Count != loads.Count || usages.Count != loads.Count)
        {
            throw new FormatException(
                $"{Counted(names.Count, "name")} for {Counted(blocks.Count, "result")}: {string.Join(", ", blocks.Select(Shown))}. "
                + "Give each one a name; the same name joins a load and a psrecord log. Where there are as many logs as loads, names for the loads are enough.");
        }

        notes.AddRange(usages.Select((usage, index) => $"{Place(usage)}: this psrecord log is taken for that of {names[index]} ({Place(loads[index])}), by its order"));
        return [.. blocks.SelectMany(block => block.Select(result => result with { Candidate = NameOf(names[result.Usage is null ? loads.IndexOf(block) : usages.IndexOf(block)], result) }))];
    }

    private static void CheckNames(List<ImportedResult> results)
    {
        foreach (var same in results.GroupBy(result => (result.Candidate, result.Users, result.RatePerS, IsUsage: result.Usage is not null)).Where(group => group.Count() > 1))
        {
            throw new FormatException($"'{same.Key.Candidate}' is the name of {string.Join(" and ", same.Select(result => Shown([result])))}: give each a name of its own.");
        }
    }

    /// <summary>Results that one output gave: the cycles of a table stay together.</summary>
    private static List<List<ImportedResult>> Blocks(List<ImportedResult> results)
    {
        var blocks = new List<List<ImportedResult>>();
        foreach (var result in results)
        {
            var before = blocks.Count > 0 ? blocks[^1][^1] : null;
            var goesOn = before is { Tool: "funkload" } && (before.Tool, before.Format, before.File) == (result.Tool, result.Format, result.File) && result.Line - before.Line == 1;
            var sameLog = before is { Tool: "hlog" } && (before.Tool, before.File, before.Line) == (result.Tool, result.File, result.Line) && result.Format != before.Format;
            if (goesOn || sameLog)
            {
                blocks[^1].Add(result);
            }
            else
            {
                blocks.Add([result]);
            }
        }

        return blocks;
    }

    private static string Shown(List<ImportedResult> block) => $"{block[0].Tool} ({Place(block)})";

    private static string Place(List<ImportedResult> block) => string.Create(CultureInfo.InvariantCulture, $"{block[0].File}:{block[0].Line}");

    private static string Counted(int count, string one) => Prony.Measurement.Units.CountText.Of(count, one);

    /// <summary>A plan that promises nothing: no round, no scenario, no machine.</summary>
    private static PlanRecord PlanOf(ImportedRecord imported, DateTimeOffset now)
    {
        var names = imported.Results.Select(result => result.Candidate).Distinct().ToList();
        var close = KeyTypes.CloseName(Path.GetFileNameWithoutExtension(imported.Files[0].Name));
        var experiment = close.Length == 0 ? "import" : close[..Math.Min(close.Length, LongestName)].Trim('-');
        return new PlanRecord
        {
            Run = RunDirectory.NameFor(now, experiment),
            CreatedUtc = now,
            Experiment = experiment,
            Baseline = names[0],
            Primary = imported.Results.Any(result => result.Usage is null) ? Metrics.Throughput : Metrics.Memory,
            Margin = UsualMargin,
            Rounds = 0,
            Seed = 0,
            Phases = new PhaseLengths(null, 0, null, 0, 0),
            Candidates =
            [
                .. names.Select(name => new PlannedCandidate(
                    name,
                    ImportedRecord.CandidateKindName,
                    string.Join("; ", imported.Results.Where(result => result.Candidate == name).Select(result => string.Create(CultureInfo.InvariantCulture, $"{result.Tool} {result.Format}, {result.File}:{result.Line}"))),
                    new Dictionary<string, string>(),
                    [])),
            ],
            Scenarios = [],
            Order = [],
            RoundSeeds = [],
            Machine = new MachineRecord(Unknown, Unknown, Unknown, 0, 0, Unknown, Unknown, Unknown, Unknown),
            Imported = imported,
        };
    }
}
