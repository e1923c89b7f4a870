using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Prony.Cli.Personalities.Wrk;

/// <summary>A script for wrk that says what every request is and no more: texts for wrk.method, wrk.path, wrk.body and wrk.headers (wrk 4.2, SCRIPTING). That is no program, so that no Lua is needed.</summary>
internal sealed partial class WrkScript
{
    private static readonly Dictionary<char, char> Escapes = new() { ['n'] = '\n', ['r'] = '\r', ['t'] = '\t', ['\\'] = '\\', ['"'] = '"', ['\''] = '\'', ['\n'] = '\n' };

    private readonly List<KeyValuePair<string, string>> _headers = [];

    private WrkScript()
    {
    }

    /// <summary>Null where it says none.</summary>
    public string? Method { get; private set; }

    /// <summary>Path with query; null where it says none.</summary>
    public string? Path { get; private set; }

    /// <summary>Empty where it says none.</summary>
    public string Body { get; private set; } = "";

    /// <summary>In their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>Reads one.</summary>
    /// <param name="tool">wrk or wrk2.</param>
    /// <param name="file">Its file.</param>
    /// <exception cref="UsageException">It cannot be read, or it is a program: the line is named.</exception>
    public static WrkScript Read(string tool, string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file).ReplaceLineEndings("\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw ToolRefusal.OfValue(tool, "-s", file, failure is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : failure.Message);
        }

        var script = new WrkScript();
        for (var at = Next(text, 0); at < text.Length;)
        {
            at = Next(text, script.Take(text, at) ?? throw Program(tool, file, text, at));
        }

        return script;
    }

    private static UsageException Program(string tool, string file, string text, int at)
    {
        var line = text.AsSpan(0, at).Count('\n') + 1;
        return ToolRefusal.OfValue(tool, "-s", string.Create(CultureInfo.InvariantCulture, $"{file}:{line}"),
            "Prony runs no Lua: it reads texts for wrk.method, wrk.path, wrk.body and wrk.headers alone. " + WrkFlags.InsteadOfLua);
    }

    /// <summary>First place from here that is neither blank nor comment.</summary>
    private static int Next(string text, int at)
    {
        var blank = Blank().Match(text, at);
        return at + blank.Length;
    }

    /// <summary>Takes one assignment.</summary>
    /// <returns>Where it ends; null where there is something else.</returns>
    private int? Take(string text, int at)
    {
        var target = Target().Match(text, at);
        if (!target.Success || ReadText(text, at + target.Length) is not { } value)
        {
            return null;
        }

        switch (target.Groups["field"].Value)
        {
            case "method":
                Method = value.Text;
                break;
            case "path" when value.Text.StartsWith('/'):
                Path = value.Text;
                break;
            case "body":
                Body = value.Text;
                break;
            case "headers":
                var name = target.Groups["name"].Value;
                _headers.RemoveAll(header => header.Key == name);
                _headers.Add(new(name, value.Text));
                break;
            default:
                return null;
        }

        return value.End;
    }

    /// <summary>A text, or several with .. between them.</summary>
    private static (string Text, int End)? ReadText(string text, int at)
    {
        var whole = new StringBuilder();
        while (true)
        {
            var literal = Literal().Match(text, at);
            if (!literal.Success)
            {
                return null;
            }

            var (isLong, content) = (literal.Groups["long"].Success, literal.Groups["content"].Value);
            if ((isLong ? content : Unescaped(content)) is not { } part)
            {
                return null;
            }

            whole.Append(part);
            at += literal.Length;
            var joined = Joined().Match(text, at);
            if (!joined.Success)
            {
                return (whole.ToString(), at);
            }

            at += joined.Length;
        }
    }

    /// <summary>Null where it has an escape that is not of plain text.</summary>
    private static string? Unescaped(string text)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
            }
            else if (Escapes.TryGetValue(text[++i], out var letter))
            {
                plain.Append(letter);
            }
            else
            {
                return null;
            }
        }

        return plain.ToString();
    }

    [GeneratedRegex(@"\G(?:\s|;|--\[(?<level>=*)\[[\s\S]*?\]\k<level>\]|--(?!\[=*\[)[^\n]*)*")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\Gwrk\.(?:(?<field>headers)(?:\[\s*(?<quote>[""'])(?<name>[!-~-[""'\\:]]+)\k<quote>\s*\]|\.(?<name>[A-Za-z_][A-Za-z0-9_]*))|(?<field>method|path|body))\s*=\s*")]
    private static partial Regex Target();

    [GeneratedRegex(@"\G(?:""(?<content>(?:[^""\\\n]|\\[\s\S])*)""|'(?<content>(?:[^'\\\n]|\\[\s\S])*)'|(?<long>\[(?<level>=*)\[)\n?(?<content>[\s\S]*?)\]\k<level>\])")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\G\s*\.\.\s*")]
    private static partial Regex Joined();
}
