using Prony.Experiments.Files.Nodes;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Reads the stacks that files name, each file once, however many name it; stacks may include others.</summary>
internal sealed class StackCatalog(IReadOnlyDictionary<string, string> environment, DiagnosticBag bag)
{
    /// <summary>Deeper nesting is a mistake: a database behind a pooler behind a server behind a proxy is three.</summary>
    internal const int DeepestNesting = 8;

    private readonly Dictionary<string, StackDefinition?> _read = [];
    private readonly List<SourceFile> _files = [];
    private readonly List<FileTemplate> _templates = [];

    /// <summary>Those that are being read, the outermost first.</summary>
    private readonly List<SourceFile> _open = [];

    /// <summary>Whether every stack that was named could be read.</summary>
    public bool AllRead { get; private set; } = true;

    /// <summary>The stack files, in the order in which they were first named.</summary>
    public IReadOnlyList<SourceFile> Files => _files;

    /// <summary>The templates of all services that were read.</summary>
    public IReadOnlyList<FileTemplate> Templates => _templates;

    /// <summary>Remembers the templates of a service.</summary>
    public void Add(IEnumerable<FileTemplate> templates) => _templates.AddRange(templates);

    /// <summary>Reads a stack file, as far as it can be read.</summary>
    public StackDefinition? Read(SourceFile file)
    {
        if (_read.TryGetValue(file.FullPath, out var known))
        {
            return known;
        }

        _files.Add(file);
        _open.Add(file);
        var stack = StackFile.Read(file, this, environment, bag);
        _open.RemoveAt(_open.Count - 1);
        _read.Add(file.FullPath, stack);
        AllRead &= stack is not null;
        return stack;
    }

    /// <summary>Reads the stack that a file names, as far as it can be read.</summary>
    /// <param name="from">The file.</param>
    /// <param name="path">Folder of the stack or its file, relative to <paramref name="from"/>.</param>
    /// <param name="at">Where the name stands.</param>
    public StackDefinition? Read(SourceFile from, string path, Node at)
    {
        var full = FindStackFile(from, path, at);
        if (full is null || IsInsideItself(full, path, at))
        {
            AllRead = false;
            return null;
        }

        if (_read.TryGetValue(full, out var known))
        {
            return known;
        }

        var source = SourceLoader.Load(Shown(from, full), bag);
        AllRead &= source is not null;
        return source is null ? null : Read(source);
    }

    private bool IsInsideItself(string full, string path, Node at)
    {
        var first = _open.FindIndex(file => file.FullPath == full);
        if (first >= 0)
        {
            var circle = _open.Skip(first).Select(file => file.ShownName).Append(_open[first].ShownName);
            bag.Add(at, $"the stack '{path}' would include itself: {string.Join(" -> ", circle)}", "Remove one of these includes.");
            return true;
        }

        if (_open.Count > DeepestNesting)
        {
            bag.Add(at, $"stacks include one another more than {DeepestNesting} deep here", "Put the services into fewer files.");
            return true;
        }

        return false;
    }

    /// <summary>Full path of the file; null (and a diagnostic) when there is none.</summary>
    private string? FindStackFile(SourceFile from, string path, Node at)
    {
        var full = Path.GetFullPath(Path.Combine(from.Folder, path));
        if (File.Exists(full))
        {
            return full;
        }

        if (!Directory.Exists(full))
        {
            var hint = NearestFolder(path, full) is { } near ? $"Did you mean '{near}'?" : "Paths are relative to the folder of this file.";
            bag.Add(at, $"there is no stack '{path}'", hint);
            return null;
        }

        var stackFile = Path.Combine(full, StackFile.FileName);
        if (!File.Exists(stackFile))
        {
            bag.Add(at, $"the folder '{path}' holds no {StackFile.FileName}", "`prony init` writes an example of one.");
            return null;
        }

        return stackFile;
    }

    /// <summary>Named like the file that names it: relative when that was, absolute otherwise.</summary>
    private static string Shown(SourceFile from, string full) =>
        Path.IsPathRooted(from.ShownName) ? full : Path.GetRelativePath(Environment.CurrentDirectory, full);

    /// <summary>The folder of a stack beside the one that is named, whose name is near; named as that was. Null when none is.</summary>
    internal static string? NearestFolder(string path, string full)
    {
        var parent = Path.GetDirectoryName(full.TrimEnd('/'));
        if (parent is null || !Directory.Exists(parent))
        {
            return null;
        }

        var folders = Directory.EnumerateDirectories(parent)
            .Where(folder => File.Exists(Path.Combine(folder, StackFile.FileName)))
            .Select(folder => Path.GetFileName(folder)!);
        return NearestName.Find(Path.GetFileName(full.TrimEnd('/')), folders) is { } near
            ? Path.Combine(Path.GetDirectoryName(path.TrimEnd('/')) ?? "", near)
            : null;
    }
}
