using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Imports;

/// <summary>One "key = value" of a section; a value of several lines keeps them, joined by line feeds.</summary>
/// <param name="Key">In lower case: both programs take no notice of it.</param>
/// <param name="Value">Trimmed, without comments.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">Of the key, 1-based.</param>
internal sealed record IniEntry(string Key, string Value, int Line, int Column)
{
    /// <summary>The key as it is written: names of environment variables tell upper from lower case.</summary>
    public required string Name { get; init; }
}

/// <summary>A "[name]" and what stands below it.</summary>
internal sealed record IniSection(string Name, int Line, int Column, List<IniEntry> Entries)
{
    /// <summary>"watcher" of [watcher:web].</summary>
    public string Kind => Name.Split(':')[0];

    /// <summary>"web" of [watcher:web]; empty where there is none.</summary>
    public string Title => Name.Contains(':', StringComparison.Ordinal) ? Name[(Name.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() : "";

    public IniEntry? Find(string key) => Entries.Find(entry => entry.Key == key);
}

/// <summary>
/// Reads the INI files of Circus and supervisord as Python's configparser does, which both build on: a line that is indented deeper than its key goes on
/// with the value, '#' and ';' begin a comment at the beginning of a line, an inline one only after white space.
/// </summary>
/// <remarks>Duplicate sections and keys are errors: Circus refuses them, and supervisord takes the last without a word.</remarks>
internal sealed class IniFile(SourceFile file, DiagnosticBag bag)
{
    private readonly List<IniSection> _sections = [];
    private IniEntry? _open;
    private int _indent;

    /// <summary>The sections in the order of the file.</summary>
    public static IReadOnlyList<IniSection> Read(SourceFile file, string inlineComments, DiagnosticBag bag) => new IniFile(file, bag).ReadAll(inlineComments);

    private List<IniSection> ReadAll(string inlineComments)
    {
        var lines = file.Text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = WithoutComment(lines[i].TrimEnd('\r'), inlineComments);
            if (line.Trim().Length == 0)
            {
                continue;
            }

            var indent = line.Length - line.TrimStart().Length;
            if (_open is not null && indent > _indent)
            {
                GoOn(line.Trim());
            }
            else
            {
                _indent = indent;
                ReadLine(line.Trim(), i + 1, indent + 1);
            }
        }

        return _sections;
    }

    private static string WithoutComment(string line, string inlineComments)
    {
        if (line.TrimStart() is ['#' or ';', ..])
        {
            return "";
        }

        for (var at = 1; at < line.Length; at++)
        {
            if (inlineComments.Contains(line[at], StringComparison.Ordinal) && char.IsWhiteSpace(line[at - 1]))
            {
                return line[..at].TrimEnd();
            }
        }

        return line.TrimEnd();
    }

    private void GoOn(string text)
    {
        var entries = _sections[^1].Entries;
        _open = _open! with { Value = (_open.Value + "\n" + text).Trim() };
        entries[^1] = _open;
    }

    private void ReadLine(string text, int line, int column)
    {
        if (text[0] == '[')
        {
            ReadHeader(text, line, column);
            return;
        }

        var sign = text.IndexOfAny(['=', ':']);
        if (sign <= 0)
        {
            _open = null;
            bag.Add(file, line, column, $"'{text}' is neither a [section] nor a key = value", "A line that goes on with the value above it is indented deeper than its key.");
        }
        else if (_sections.Count == 0)
        {
            bag.Add(file, line, column, $"the key '{text[..sign].Trim()}' stands before the first [section]");
        }
        else
        {
            var name = text[..sign].Trim();
            AddEntry(new IniEntry(name.ToLowerInvariant(), text[(sign + 1)..].Trim(), line, column) { Name = name });
        }
    }

    private void ReadHeader(string text, int line, int column)
    {
        _open = null;
        var end = text.IndexOf(']', StringComparison.Ordinal);
        if (end < 0)
        {
            bag.Add(file, line, column, $"the section '{text}' is not closed", "Put a ']' at its end.");
            return;
        }

        var name = text[1..end].Trim();
        if (_sections.Find(section => section.Name == name) is { } first)
        {
            bag.Add(file, line, column, $"duplicate section [{name}]", $"It stands in line {first.Line} already; put them together or give one another name.");
        }

        _sections.Add(new IniSection(name, line, column, []));
    }

    private void AddEntry(IniEntry entry)
    {
        var entries = _sections[^1].Entries;
        var isEnvironment = _sections[^1].Kind == "env";
        if (entries.Find(other => isEnvironment ? other.Name == entry.Name : other.Key == entry.Key) is { } first)
        {
            bag.Add(file, entry.Line, entry.Column, $"duplicate key '{entry.Key}' in [{_sections[^1].Name}]", $"It stands in line {first.Line} already; remove one of the two.");
        }

        entries.Add(entry);
        _open = entry;
    }
}
