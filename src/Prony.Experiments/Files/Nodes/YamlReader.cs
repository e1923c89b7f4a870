using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Prony.Experiments.Files.Nodes;

/// <summary>Reads one YAML document to nodes. Reports duplicate keys, undefined variables and whatever YAML itself forbids.</summary>
/// <remarks>Not YamlDotNet's deserializer: that accepts duplicate keys and stops at the first error.</remarks>
internal sealed class YamlReader
{
    /// <summary>Deeper nesting is a mistake or an attack; no key of Prony lies deeper than six.</summary>
    private const int DeepestNesting = 32;

    /// <summary>Nodes of a file with its aliases expanded.</summary>
    private const int MostNodes = 20_000;

    private readonly SourceFile _file;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly DiagnosticBag _bag;
    private readonly Dictionary<string, Node> _anchors = [];
    private readonly Parser _parser;
    private readonly Scanner _scanner;

    private YamlReader(SourceFile file, IReadOnlyDictionary<string, string> environment, DiagnosticBag bag)
    {
        _file = file;
        _environment = environment;
        _bag = bag;
        _scanner = new Scanner(new StringReader(file.Text), skipComments: true);
        _parser = new Parser(_scanner);
    }

    /// <summary>The root of the file; null (and a diagnostic) when it is no YAML or empty.</summary>
    public static Node? Read(SourceFile file, IReadOnlyDictionary<string, string> environment, DiagnosticBag bag)
    {
        var reader = new YamlReader(file, environment, bag);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException e)
        {
            bag.Add(file, (int)e.Start.Line, (int)e.Start.Column, "this is not YAML: " + FirstLower(e.Message), HintFor(e.Message));
        }
        catch (ArgumentException)
        {
            // YamlDotNet 16.3 ends like this at a tag without a name, such as '!![ '.
            var mark = reader._scanner.CurrentPosition;
            bag.Add(file, (int)mark.Line, (int)mark.Column, "this is not YAML: a tag ('!') has no name", "Put text that begins with '!' in quotes.");
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 ends like this when a line inside an open bracket begins in the first column.
            var mark = reader._scanner.CurrentPosition;
            bag.Add(file, (int)mark.Line, (int)mark.Column, "this is not YAML: a '[' or '{' above is not closed");
        }

        return null;
    }

    private Node? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _bag.Add(_file, 1, 1, "the file is empty", "`prony init` writes an example.");
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            _bag.Add(_file, (int)second.Start.Line, (int)second.Start.Column, "a second document begins here", "Put each document into its own file.");
        }

        return root;
    }

    private Node ReadNode(int depth)
    {
        var at = _parser.Current!.Start;
        if (depth > DeepestNesting)
        {
            throw new YamlException(at, at, $"Nested more than {DeepestNesting} deep.");
        }

        var node = _parser.Current switch
        {
            AnchorAlias => ReadAlias(),
            Scalar => ReadScalar(expand: true),
            SequenceStart => ReadList(depth),
            MappingStart => ReadMap(depth),
            var other => throw new YamlException(at, at, $"Unexpected {other}."),
        };
        if (node.Size > MostNodes)
        {
            throw new YamlException(at, at, $"More than {MostNodes} values, aliases expanded.");
        }

        return node;
    }

    private Node ReadAlias()
    {
        var alias = _parser.Consume<AnchorAlias>();
        return _anchors.TryGetValue(alias.Value.Value, out var node)
            ? node
            : throw new YamlException(alias.Start, alias.End, $"No anchor '&{alias.Value.Value}' stands above.");
    }

    private ScalarNode ReadScalar(bool expand)
    {
        var scalar = _parser.Consume<Scalar>();
        var (line, column) = ((int)scalar.Start.Line, (int)scalar.Start.Column);
        var quote = scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0;
        var text = expand
            ? EnvironmentText.Expand(scalar.Value, _environment, _bag.Secrets.Add, (name, index) => ReportUndefined(name, line, column, index, quote, scalar))
            : scalar.Value;
        if (expand)
        {
            UrlPasswords.Hide(text, _bag.Secrets);
        }

        var node = new ScalarNode(_file, line, column, text, scalar.Style == ScalarStyle.Plain)
        {
            Span = ((int)scalar.Start.Index, (int)scalar.End.Index),
        };
        Remember(scalar, node);
        return node;
    }

    private void ReportUndefined(string name, int line, int column, int index, int quote, Scalar scalar)
    {
        // Inside a text of several lines only the start of the text is known.
        var exact = scalar.Start.Line == scalar.End.Line;
        _bag.Add(
            _file,
            line,
            exact ? column + quote + index : column,
            $"the environment variable {name} is not set",
            $"Set it, or write $${{{name}}} if the text itself is meant.");
    }

    private ListNode ReadList(int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        var items = new List<Node>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        var node = new ListNode(_file, (int)start.Start.Line, (int)start.Start.Column, items);
        Remember(start, node);
        return node;
    }

    private MapNode ReadMap(int depth)
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new Dictionary<string, MapEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (_parser.Current is not Scalar)
            {
                throw new YamlException(_parser.Current!.Start, _parser.Current.End, "A key must be a single word.");
            }

            var key = ReadScalar(expand: false);
            var value = ReadNode(depth + 1);
            if (!entries.TryAdd(key.Text, new MapEntry(key, value)))
            {
                _bag.Add(key, $"duplicate key '{key.Text}'", $"It stands in line {entries[key.Text].Key.Line} already; remove one of the two.");
            }
        }

        var node = new MapNode(_file, (int)start.Start.Line, (int)start.Start.Column, [.. entries.Values.OrderBy(e => (e.Key.Line, e.Key.Column))]);
        Remember(start, node);
        return node;
    }

    private void Remember(NodeEvent source, Node node)
    {
        if (!source.Anchor.IsEmpty)
        {
            _anchors[source.Anchor.Value] = node;
        }
    }

    private static string FirstLower(string message) =>
        message.Length == 0 ? message : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');

    private static string? HintFor(string message) => message switch
    {
        _ when message.Contains("invalid mapping", StringComparison.Ordinal) =>
            "Put a text that holds ': ' into quotes, and check that keys of one level begin in the same column.",
        _ when message.Contains("flow mapping", StringComparison.Ordinal) || message.Contains("flow sequence", StringComparison.Ordinal) =>
            "Inside {…} and […] a text that holds { } [ ] or a comma needs quotes.",
        _ when message.Contains("cannot start any token", StringComparison.Ordinal) =>
            "Put a text that begins with @, ` or % into quotes.",
        _ => null,
    };
}
