using System.Globalization;

namespace Prony.Stacks.Definitions;

/// <summary>Braces that hold an expression with at least one name.</summary>
/// <param name="Start">Position of the opening brace.</param>
/// <param name="End">Position after the closing brace.</param>
/// <param name="Names">The names, in order.</param>
/// <param name="Value">The text to put in its place, given the value of each name.</param>
internal sealed record Placeholder(int Start, int End, IReadOnlyList<PlaceholderName> Names, Func<Func<string, string>, string> Value);

/// <summary>A name inside braces.</summary>
internal readonly record struct PlaceholderName(string Text, int Position);

/// <summary>Full names in scope, and their first words.</summary>
internal sealed class NameScope
{
    private readonly HashSet<string> _names;
    private readonly HashSet<string> _firstWords;

    internal NameScope(IEnumerable<string> names)
    {
        _names = [.. names];
        _firstWords = [.. _names.Select(FirstWord)];
    }

    internal bool Knows(PlaceholderName name) => _names.Contains(name.Text);

    internal bool KnowsFirstWord(PlaceholderName name) => _firstWords.Contains(FirstWord(name.Text));

    internal bool KnowsFirstWord(string word) => _firstWords.Contains(word);

    private static string FirstWord(string name) => name.Split('.')[0];
}

/// <summary>
/// Recursive descent over <c>sum = product {("+" | "-") product}; product = factor {("*" | "/") factor}; factor = number | name | "(" sum ")"</c>.
/// </summary>
internal sealed class PlaceholderParser
{
    // No expression that a person writes is deeper; a hostile file must not exhaust the stack.
    private const int DepthMax = 32;

    private readonly string _text;
    private readonly NameScope _scope;
    private readonly List<PlaceholderName> _names = [];
    private int _at;
    private int _depth;

    private PlaceholderParser(string text, int start, NameScope scope) => (_text, _at, _scope) = (text, start, scope);

    private delegate long Number(Func<string, string> valueOf);

    /// <summary>Parses the braces that open at <paramref name="start"/>; null when they hold something else.</summary>
    internal static Placeholder? Parse(string text, int start, NameScope scope)
    {
        var parser = new PlaceholderParser(text, start + 1, scope);
        if (parser.Sum() is not { } sum || parser.Next() != '}' || parser._names.Count == 0)
        {
            return null;
        }

        // A lone name keeps its text: it need not be a number.
        var names = parser._names;
        var end = parser._at + 1;
        var isLone = names.Count == 1 && text.AsSpan(start + 1, parser._at - start - 1).Trim().SequenceEqual(names[0].Text);
        return new Placeholder(
            start, end, names, isLone ? valueOf => valueOf(names[0].Text) : valueOf => sum(valueOf).ToString(CultureInfo.InvariantCulture));
    }

    private Number? Sum()
    {
        var left = Product();
        while (left is not null && Next() is '+' or '-')
        {
            var isPlus = _text[_at++] == '+';
            var (first, second) = (left, Product());
            left = second is null ? null
                : isPlus ? valueOf => checked(first!(valueOf) + second(valueOf)) : valueOf => checked(first!(valueOf) - second(valueOf));
        }

        return left;
    }

    private Number? Product()
    {
        var left = Factor();
        while (left is not null && Next() is '*' or '/')
        {
            var isTimes = _text[_at++] == '*';
            var (first, second) = (left, Factor());
            left = second is null ? null
                : isTimes ? valueOf => checked(first!(valueOf) * second(valueOf)) : valueOf => first!(valueOf) / second(valueOf);
        }

        return left;
    }

    private Number? Factor()
    {
        var next = Next();
        if (next == '(' && _depth < DepthMax)
        {
            _at++;
            _depth++;
            var inner = Sum();
            _depth--;
            if (Next() != ')')
            {
                return null;
            }

            _at++;
            return inner;
        }

        return IsWordCharacter(next) ? NumberOrName() : null;
    }

    private Number? NumberOrName()
    {
        var start = _at;
        var word = Word();
        if (word.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return long.TryParse(word, CultureInfo.InvariantCulture, out var number) ? _ => number : null;
        }

        var first = word.ToString();
        for (var hyphen = first.LastIndexOf('-'); hyphen > 0 && !_scope.KnowsFirstWord(first); hyphen = first.LastIndexOf('-', hyphen - 1))
        {
            if (_scope.KnowsFirstWord(first[..hyphen]))
            {
                first = first[..hyphen];
                _at = start + hyphen;
                break;
            }
        }

        var name = first;
        while (_at + 1 < _text.Length && _text[_at] == '.' && IsWordCharacter(_text[_at + 1]))
        {
            _at++;
            name = $"{name}.{Word()}";
        }

        _names.Add(new PlaceholderName(name, start));
        return valueOf => WholeNumber(name, valueOf(name));
    }

    /// <summary>Lower-case letters and digits, with single hyphens inside.</summary>
    private ReadOnlySpan<char> Word()
    {
        var start = _at;
        while (_at < _text.Length
            && (IsWordCharacter(_text[_at]) || (_text[_at] == '-' && _at > start && _at + 1 < _text.Length && IsWordCharacter(_text[_at + 1]))))
        {
            _at++;
        }

        return _text.AsSpan(start, _at - start);
    }

    /// <summary>The next character that is no space, without taking it; a zero at the end.</summary>
    private char Next()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : '\0';
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    private static long WholeNumber(string name, string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{name} is '{value}', which is not a whole number.");
}
