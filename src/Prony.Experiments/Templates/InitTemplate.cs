using System.Reflection;

namespace Prony.Experiments.Templates;

/// <summary>What `prony init` writes: a commented experiment and a stack that run as they are, with the .NET SDK only.</summary>
public static class InitTemplate
{
    private const string Prefix = "template/";

    /// <summary>Names of the files, the experiment first.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(InitTemplate).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .OrderBy(name => name.Count(c => c == '/'))
            .ThenBy(name => name, StringComparer.Ordinal)];

    /// <summary>Writes all files, or none when one of them is there already.</summary>
    /// <param name="folder">Created when absent.</param>
    /// <returns>Paths of the files below <paramref name="folder"/> as it was given; the experiment is first.</returns>
    /// <exception cref="IOException">A file exists already, or cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var paths = Names.Select(name => folder == "." ? name : Path.Combine(folder, name)).ToList();
        var existing = paths.Where(Path.Exists).ToList();
        if (existing.Count > 0)
        {
            throw new IOException(
                $"{string.Join(", ", existing)}: exists already and is not overwritten. Nothing was written; name another folder: prony init DIR.");
        }

        foreach (var (name, path) in Names.Zip(paths))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var content = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name)!;

            // CreateNew: what somebody else wrote in between stays.
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            content.CopyTo(file);
        }

        return paths;
    }
}
