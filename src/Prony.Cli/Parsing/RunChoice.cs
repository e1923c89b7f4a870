using System.CommandLine;
using System.CommandLine.Completions;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;
using Prony.Reporting.Listing;

namespace Prony.Cli.Parsing;

/// <summary>Which run directory: its path, or the newest of a folder.</summary>
internal sealed class RunChoice
{
    /// <summary>Where runs are looked for when nothing is said.</summary>
    public const string UsualFolder = "runs";

    private readonly Argument<string?> _run = new("RUN")
    {
        Description = "A run directory, such as runs/20261121T101500Z-sync-vs-async",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _latest = new("--latest") { Description = "The newest run of the folder, instead of RUN" };

    private readonly Option<string> _folder = new("--out") { Description = "Folder in which --latest looks", HelpName = "DIR", DefaultValueFactory = _ => UsualFolder };

    public void AddTo(Command command)
    {
        _run.CompletionSources.Add(_ => Known(UsualFolder).Select(name => new CompletionItem(Path.Combine(UsualFolder, name))));
        command.Add(_run);
        command.Add(_latest);
        command.Add(_folder);
    }

    /// <summary>The directory, which is there.</summary>
    /// <exception cref="UsageException">It is not; the message names the nearest.</exception>
    public RunDirectory Read(ParseResult parsed) => Asked(parsed) is { } path ? Find(path) : Latest(parsed.GetValue(_folder)!)
        ?? throw new UsageException($"--latest: there is no run in {parsed.GetValue(_folder)}. Say with --out where the runs are, or name one.");

    /// <summary>The directory if it is there (yet).</summary>
    public RunDirectory? TryRead(ParseResult parsed) => Asked(parsed) is { } path ? (Directory.Exists(path) ? new RunDirectory(path) : null) : Latest(parsed.GetValue(_folder)!);

    /// <summary>Whether a directory was named, not the newest asked for.</summary>
    public bool IsNamed(ParseResult parsed) => Asked(parsed) is not null;

    /// <summary>A run that somebody named.</summary>
    /// <exception cref="UsageException">There is none of that name; the message names the nearest.</exception>
    public static RunDirectory Find(string path)
    {
        var run = new RunDirectory(path);
        if (Directory.Exists(run.Path))
        {
            return run;
        }

        var parent = Path.GetDirectoryName(run.Path) ?? ".";
        var hint = Near(run.Name, parent) ?? Near(run.Name, UsualFolder);
        throw new UsageException($"There is no run directory {run.Path}. {(hint is null ? "'prony list' names the runs of a folder." : $"Did you mean '{hint}'?")}");
    }

    /// <summary>What was named; null for the newest.</summary>
    private string? Asked(ParseResult parsed) => (parsed.GetValue(_run), parsed.GetValue(_latest)) switch
    {
        ({ } path, false) => path,
        (null, true) => null,
        ({ }, true) => throw new UsageException("RUN and --latest exclude each other."),
        _ => throw new UsageException("Which run? Name a run directory, or use --latest for the newest one in runs/."),
    };

    private static RunDirectory? Latest(string folder) => Directory.Exists(folder) && RunLister.RunsIn(folder) is [.., var newest] ? newest : null;

    /// <summary>By the name of the directory, or the newest of an experiment whose name was written.</summary>
    private static string? Near(string name, string folder)
    {
        var known = Known(folder);
        var found = known.LastOrDefault(run => run.EndsWith("-" + name, StringComparison.Ordinal)) ?? NearestName.Find(name, known);
        return found is null ? null : Path.GetRelativePath(".", Path.Combine(folder, found));
    }

    private static List<string> Known(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? [.. RunLister.RunsIn(folder).Select(run => run.Name)] : [];
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // A hint, or what a shell completes: without it as well.
            return [];
        }
    }
}
