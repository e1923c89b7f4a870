using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Prony.Cli.Personalities.Wrk;

/// <summary>A script for wrk that says what every request is and no more: texts for wrk.method, wrk.path, wrk.body and wrk.headers (wrk 4.2, SCRIPTING). That is no program, so that no Lua is needed.</summary>
internal sealed partial class WrkScript
{
    private static readonly Dictionary<char, char> Escapes = new() { ['n'] = '\n', ['r'] = '\r', ['t'] = '\t', ['\\'] = '\\', ['"'] = '"', ['\''] = '\'', ['\n'] = '\n' };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A token (RFC 9110, 5.6.2).</summary>
    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly List<KeyValuePair<string, string>> _headers = [];
    private readonly string _tool;
    private readonly string _file;
    private readonly string _text;

    private WrkScript(string tool, string file, string text) => (_tool, _file, _text) = (tool, file, text);

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
    /// <exception cref="UsageException">It cannot be read; it is a program, or what it says cannot be sent: the line is named.</exception>
    public static WrkScript Read(string tool, string file)
    {
        var script = new WrkScript(tool, file, TextOf(tool, file));
        for (var at = Next(script._text, 0); at < script._text.Length;)
        {
            at = Next(script._text, script.Take(at));
        }

        return script;
    }

    /// <summary>Line ends of Windows are those of Lua; what else Unicode calls a line end is text.</summary>
    private static string TextOf(string tool, string file)
    {
        try
        {
            return Utf8.GetString(File.ReadAllBytes(file)).TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        }
        catch (DecoderFallbackException)
        {
            throw ToolRefusal.OfValue(tool, "-s", file, "it is no UTF-8, and Prony would send other bytes than wrk. Save it as UTF-8, or send a body of other bytes with prony load --body-file FILE.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw ToolRefusal.OfValue(tool, "-s", file, failure is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : failure.Message);
        }
    }

    private UsageException Program(int at) =>
        Refusal(at, "Prony runs no Lua: it reads texts for wrk.method, wrk.path, wrk.body and wrk.headers alone. " + WrkFlags.InsteadOfLua);

    private UsageException Refusal(int at, string why)
    {
        var line = _text.AsSpan(0, at).Count('\n') + 1;
        return ToolRefusal.OfValue(_tool, "-s", string.Create(CultureInfo.InvariantCulture, $"{_file}:{line}"), why);
    }

    /// <summary>First place from here that is neither blank nor comment.</summary>
    private static int Next(string text, int at)
    {
        var blank = Blank().Match(text, at);
        return at + blank.Length;
    }

    /// <summary>Takes one assignment.</summary>
    /// <returns>Where it ends.</returns>
    private int Take(int at)
    {
        var target = Target().Match(_text, at);
        if (!target.Success || ReadText(_text, at + target.Length) is not { } value)
        {
            throw Program(at);
        }

        switch (target.Groups["field"].Value)
        {
            case "method":
                Method = value.Text.Length > 0 && !value.Text.AsSpan().ContainsAnyExcept(Token)
                    ? value.Text
                    : throw Refusal(at, $"'{Shown(value.Text)}' is no method: it holds letters, digits and !#$%&'*+-.^_`|~ only (RFC 9110, 5.6.2).");
                break;
            case "path" when value.Text.StartsWith('/'):
                Path = !value.Text.Any(c => c == ' ' || IsControl(c))
                    ? value.Text
                    : throw Refusal(at, "wrk.path holds a space or a control character, which would end it: write a space as %20, a line end as %0A.");
                break;
            case "body":
                Body = value.Text;
                break;
            case "headers":
                TakeHeader(at, target.Groups["name"].Value, value.Text);
                break;
            default:
                throw Program(at);
        }

        return value.End;
    }

    private void TakeHeader(int at, string name, string value)
    {
        if (name.AsSpan().ContainsAnyExcept(Token))
        {
            throw Refusal(at, $"'{name}' is no name of a header: it holds letters, digits and !#$%&'*+-.^_`|~ only (RFC 9110, 5.6.2).");
        }

        if (value.Any(c => c != '\t' && IsControl(c)))
        {
            throw Refusal(at, $"the value of the header {name} holds a line end or another control character, which would end it: leave it out.");
        }

        _headers.RemoveAll(header => header.Key == name);
        _headers.Add(new(name, value));
    }

    private static bool IsControl(char letter) => letter is < ' ' or '\x7f';

    /// <summary>On one line.</summary>
    private static string Shown(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

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
