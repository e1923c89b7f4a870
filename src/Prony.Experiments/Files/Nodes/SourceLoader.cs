
namespace Prony.Experiments.Files.Nodes;

/// <summary>Opens files and names them for people.</summary>
internal static class SourceLoader
{
    /// <summary>Larger files are a mistake.</summary>
    private const long LargestBytes = 1 << 20;

    /// <summary>Reads a file; null (and a diagnostic about the whole file) when that is not possible.</summary>
    public static SourceFile? Load(string path, DiagnosticBag bag)
    {
        var shown = ShownName(path);
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            var hint = NearFile(full, "*.yaml") is { } inside ? $"Did you mean '{Path.Combine(path, inside)}'?" : null;
            bag.AddWhole(shown, "this is a folder, not a file", hint);
            return null;
        }

        if (!File.Exists(full))
        {
            bag.AddWhole(shown, "there is no such file", NearestFile(path, full));
            return null;
        }

        try
        {
            if (new FileInfo(full).Length > LargestBytes)
            {
                bag.AddWhole(shown, "the file is larger than 1 MiB, which no experiment or stack file is");
                return null;
            }

            return new SourceFile(shown, full, File.ReadAllText(full));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            bag.AddWhole(shown, $"the file cannot be read: {e.Message}");
            return null;
        }
    }

    /// <summary>Relative to the current directory, unless the path was given from the root.</summary>
    public static string ShownName(string path) =>
        Path.IsPathRooted(path) ? Path.GetFullPath(path) : Path.GetRelativePath(Environment.CurrentDirectory, Path.GetFullPath(path));

    private static string? NearestFile(string path, string full)
    {
        var folder = Path.GetDirectoryName(full);
        if (folder is null || !Directory.Exists(folder))
        {
            return $"The folder {Path.GetDirectoryName(path)} does not exist either.";
        }

        var names = Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!);
        return NearestName.Find(Path.GetFileName(full), names) is { } near
            ? $"Did you mean '{Path.Combine(Path.GetDirectoryName(path) ?? "", near)}'?"
            : null;
    }

    private static string? NearFile(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Select(Path.GetFileName).Order(StringComparer.Ordinal).FirstOrDefault();
}
