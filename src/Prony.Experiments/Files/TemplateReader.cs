using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Reads the templates of a stack's services and says where something in them is wrong.</summary>
/// <param name="folder">Folder of the stack file: paths are relative to it.</param>
/// <param name="bag">Collects what is wrong.</param>
internal sealed class TemplateReader(string folder, DiagnosticBag bag)
{
    private readonly Dictionary<FileTemplate, (SourceFile? Source, Node Node)> _places = new(ReferenceEqualityComparer.Instance);

    /// <summary>The files of a service, as far as they can be read.</summary>
    public List<FileTemplate> Read(BoundTable service) =>
        [.. (service.GetOrDefault(StackKeys.Files) ?? []).Select(ReadOne).OfType<FileTemplate>()];

    /// <summary>Reports every placeholder of a service's files that has no value.</summary>
    /// <param name="service">A service that this reader read.</param>
    /// <param name="scope">What its texts may name.</param>
    public void Check(ServiceDefinition service, PlaceholderScope scope)
    {
        foreach (var file in service.Files)
        {
            var (source, node) = _places[file];
            foreach (var problem in TemplateText.FindProblems(file.Text, scope.Names))
            {
                var hint = problem.Kind == TemplateProblemKind.Unknown ? scope.HintFor(problem.Name) : null;
                if (source is not null)
                {
                    bag.Add(source, problem.Line, problem.Column, problem.Message, hint);
                }
                else
                {
                    bag.Add(node, $"line {Line(problem)} of the text of '{file.Name}': {problem.Message}", hint);
                }
            }
        }
    }

    private static string Line(TemplateProblem problem) => problem.Line.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private FileTemplate? ReadOne(NamedEntry<BoundTable> entry)
    {
        if (entry.Value.TryGet(StackKeys.TemplateContent, out var text))
        {
            return Placed(new FileTemplate(entry.Name, text), null, entry.Value.At(StackKeys.TemplateContent));
        }

        if (!entry.Value.TryGet(StackKeys.Template, out var path))
        {
            return null;
        }

        var node = entry.Value.At(StackKeys.Template);
        var full = Path.GetFullPath(path, folder);
        if (!File.Exists(full))
        {
            bag.Add(node, $"there is no template '{path}'", "Templates are files relative to the folder of this file; a text itself is written {text: \"…\"}.");
            return null;
        }

        // Named like the stack file: relative when that was, absolute otherwise.
        var shown = Path.IsPathRooted(node.File.ShownName) ? full : Path.GetRelativePath(Environment.CurrentDirectory, full);
        return SourceLoader.Load(shown, bag) is { } source ? Placed(new FileTemplate(entry.Name, source.Text, full), source, node) : null;
    }

    private FileTemplate Placed(FileTemplate file, SourceFile? source, Node node)
    {
        _places.Add(file, (source, node));
        return file;
    }
}
