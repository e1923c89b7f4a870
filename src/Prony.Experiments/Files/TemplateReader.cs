using System.Globalization;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Reads the templates of a stack's services and says where something in them is wrong.</summary>
internal static class TemplateReader
{
    /// <summary>The files of a service, as far as they can be read.</summary>
    /// <param name="service">What the stack file says of it.</param>
    /// <param name="folder">Folder of the stack file: paths are relative to it.</param>
    /// <param name="bag">Collects what is wrong.</param>
    public static List<FileTemplate> Read(BoundTable service, string folder, DiagnosticBag bag) =>
        [.. (service.GetOrDefault(StackKeys.Files) ?? []).Select(entry => ReadOne(entry, folder, bag)).OfType<FileTemplate>()];

    /// <summary>Reports every placeholder of a service's files that has no value, at its place in the template.</summary>
    /// <param name="table">What the stack file says of the service.</param>
    /// <param name="service">The same, read.</param>
    /// <param name="scope">What its texts may name.</param>
    /// <param name="bag">Collects what is wrong.</param>
    public static void Check(BoundTable table, ServiceDefinition service, PlaceholderScope scope, DiagnosticBag bag)
    {
        foreach (var entry in table.GetOrDefault(StackKeys.Files) ?? [])
        {
            if (service.Files.FirstOrDefault(file => file.Name == entry.Name) is { } file)
            {
                Check(entry, file, scope, bag);
            }
        }
    }

    private static void Check(NamedEntry<BoundTable> entry, FileTemplate file, PlaceholderScope scope, DiagnosticBag bag)
    {
        var source = file.Source is { } path ? new SourceFile(Shown(entry.Key, path), path, file.Text) : null;
        foreach (var problem in TemplateText.FindProblems(file.Text, scope.Names))
        {
            var hint = problem.Kind == TemplateProblemKind.Unknown ? scope.HintFor(problem.Name) : null;
            if (source is not null)
            {
                bag.Add(source, problem.Line, problem.Column, problem.Message, hint);
            }
            else
            {
                var line = problem.Line.ToString(CultureInfo.InvariantCulture);
                bag.Add(entry.Value.At(StackKeys.TemplateContent), $"line {line} of the text of '{file.Name}': {problem.Message}", hint);
            }
        }
    }

    private static FileTemplate? ReadOne(NamedEntry<BoundTable> entry, string folder, DiagnosticBag bag)
    {
        if (entry.Value.TryGet(StackKeys.TemplateContent, out var text))
        {
            return new FileTemplate(entry.Name, text);
        }

        if (!entry.Value.TryGet(StackKeys.Template, out var path))
        {
            return null;
        }

        var full = Path.GetFullPath(path, folder);
        if (!File.Exists(full))
        {
            bag.Add(
                entry.Value.At(StackKeys.Template),
                $"there is no template '{path}'",
                "Templates are files relative to the folder of this file; a text itself is written {text: \"…\"}.");
            return null;
        }

        return SourceLoader.Load(Shown(entry.Key, full), bag) is { } source ? new FileTemplate(entry.Name, source.Text, full) : null;
    }

    /// <summary>Named like the stack file: relative when that was, absolute otherwise.</summary>
    private static string Shown(Node at, string full) =>
        Path.IsPathRooted(at.File.ShownName) ? full : Path.GetRelativePath(Environment.CurrentDirectory, full);
}
