using System.Globalization;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Units;

namespace Prony.Experiments.Claims;

/// <summary>What is wrong with a text, and where in it.</summary>
/// <param name="At">0-based.</param>
/// <param name="Message">Without a full stop.</param>
/// <param name="Hint">What to do, as a sentence; null when the message says it.</param>
internal sealed record TextError(int At, string Message, string? Hint = null);

/// <summary>Reads the expression of a claim.</summary>
/// <remarks>
/// sum = product {(+|-) product}; product = factor {(*|/) factor}; factor = [-] (NUMBER | "(" sum ")" | (min|max) "(" sum {"," sum} ")" | METRIC "(" CANDIDATE {"," NAME "=" VALUE} ")").
/// By recursive descent, whose depth the length of the text bounds. Which candidates and loads there are is not its business.
/// </remarks>
internal sealed class ExpressionParser
{
    /// <summary>Longer ones nobody can read.</summary>
    internal const int MostCharacters = 1_000;

    private const string Form = "Write METRIC(candidate), numbers, + - * /, parentheses, min(…) or max(…), such as throughput(async) / throughput(sync).";

    private readonly string _text;
    private int _at;

    private ExpressionParser(string text) => _text = text;

    /// <summary>The expression, or what is wrong with it.</summary>
    internal static (ClaimExpression? Expression, TextError? Error) Read(string text)
    {
        if (text.Length > MostCharacters)
        {
            return (null, new TextError(0, string.Create(CultureInfo.InvariantCulture, $"it has {text.Length} characters, and {MostCharacters} are the most"), "Make several claims of it."));
        }

        var parser = new ExpressionParser(text);
        try
        {
            var expression = parser.Sum();
            return parser.Next is null
                ? (expression, null)
                : (null, new TextError(parser._at, $"'{parser.Next}' is not expected here", parser.Next == '=' ? "What the value is to be stands in 'expect'." : Form));
        }
        catch (ExpressionException wrong)
        {
            return (null, wrong.Error);
        }
    }

    /// <summary>The next character that is no space; null at the end.</summary>
    private char? Next
    {
        get
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            {
                _at++;
            }

            return _at < _text.Length ? _text[_at] : null;
        }
    }

    private ClaimExpression Sum()
    {
        var left = Product();
        while (Next is '+' or '-')
        {
            var (at, sign) = (_at, _text[_at++]);
            var right = Product();
            left = new Arithmetic(at, sign, left, right, Together(left.Unit, right, at, sign == '+' ? "added to" : "taken from"));
        }

        return left;
    }

    private ClaimExpression Product()
    {
        var left = Factor();
        while (Next is '*' or '/')
        {
            var (at, sign) = (_at, _text[_at++]);
            var right = Factor();
            left = new Arithmetic(at, sign, left, right, sign == '*' ? ClaimUnits.Product(left.Unit, right.Unit) : ClaimUnits.Quotient(left.Unit, right.Unit));
        }

        return left;
    }

    private ClaimExpression Factor()
    {
        switch (Next)
        {
            case null:
                throw Wrong(_at, _at == 0 ? "it is empty" : "it ends too early", Form);
            case '-':
                var at = _at++;
                var negated = Factor();
                return new Arithmetic(at, '*', new Number(at, -1), negated, negated.Unit);
            case '(':
                _at++;
                var inner = Sum();
                Expect(')', "a '(' is not closed");
                return inner;
            case { } digit when char.IsAsciiDigit(digit) || digit == '.':
                return ReadNumber();
            case { } letter when char.IsAsciiLetter(letter):
                return Call();
            case { } other:
                throw Wrong(_at, $"'{other}' is not expected here", Form);
        }
    }

    private Number ReadNumber()
    {
        var at = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '.' or '%'))
        {
            _at++;
        }

        var written = _text[at.._at];
        return double.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? new Number(at, value)
            : throw Wrong(at, $"'{written}' is not a number", "Numbers in a check have no unit; times are in seconds, memory in bytes.");
    }

    /// <summary>A name that must be followed by a parenthesis.</summary>
    private ClaimExpression Call()
    {
        var at = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '.' or '-' or '_'))
        {
            _at++;
        }

        var name = _text[at.._at];
        if (name is not ("min" or "max") && !ClaimMetrics.IsKnown(name))
        {
            var hint = ClaimMetrics.HintFor(name) ?? NearestName.Hint(name, ClaimMetrics.Names, $"The metrics are {string.Join(", ", ClaimMetrics.Names)}.");
            throw Wrong(at, $"'{name}' is no metric", hint);
        }

        if (Next != '(')
        {
            throw Wrong(_at, $"'{name}' needs a '(' behind it", name is "min" or "max" ? Form : $"Write {name}(CANDIDATE).");
        }

        _at++;
        return name is "min" or "max" ? ExtremeOf(at, name == "max") : MetricOf(at, name);
    }

    private Extreme ExtremeOf(int at, bool isLargest)
    {
        var items = new List<ClaimExpression> { Sum() };
        var unit = items[0].Unit;
        while (Next == ',')
        {
            _at++;
            items.Add(Sum());
            unit = Together(unit, items[^1], items[^1].At, "compared with");
        }

        Expect(')', $"'{(isLargest ? "max" : "min")}(' is not closed");
        return new Extreme(at, isLargest, items, unit);
    }

    private MetricCall MetricOf(int at, string metric)
    {
        var candidate = Argument();
        if (candidate.Text.Length == 0 || candidate.Text.Contains('=', StringComparison.Ordinal))
        {
            throw Wrong(candidate.At, $"'{metric}' needs a candidate first", $"Write {metric}(CANDIDATE), and behind a comma users=100, rate=300/s, scenario=NAME or service=NAME.");
        }

        var call = new MetricCall(at, metric, candidate, null, null, null);
        while (Next == ',')
        {
            _at++;
            call = With(call, Argument());
        }

        Expect(')', $"'{metric}(' is not closed");
        return call;
    }

    private static MetricCall With(MetricCall call, Word argument)
    {
        var sign = argument.Text.IndexOf('=', StringComparison.Ordinal);
        var key = sign < 0 ? argument.Text : argument.Text[..sign].TrimEnd();
        var value = sign < 0 ? string.Empty : argument.Text[(sign + 1)..].TrimStart();
        var place = new Word(argument.At + argument.Text.Length - value.Length, value);
        if (sign < 0 || value.Length == 0)
        {
            throw Wrong(argument.At, $"'{argument.Text}' is no setting of a metric", "Behind the candidate stand users=100, rate=300/s, scenario=NAME or service=NAME.");
        }

        return key switch
        {
            "users" or "rate" when call.Load is not null => throw Twice(argument, "a load"),
            "scenario" when call.Scenario is not null => throw Twice(argument, "a scenario"),
            "service" when call.Service is not null => throw Twice(argument, "a service"),
            "users" => call with { Load = Users(argument, place) },
            "rate" => call with { Load = Rate(argument, place) },
            "scenario" => call with { Scenario = place },
            "service" when ClaimMetrics.OfServices.Contains(call.Metric) => call with { Service = place },
            "service" => throw Wrong(argument.At, $"'{call.Metric}' cannot be asked of one service", $"Of a service there are {string.Join(", ", ClaimMetrics.OfServices)}."),
            _ => throw Wrong(argument.At, $"'{key}' is no setting of a metric", NearestName.Hint(key, ["users", "rate", "scenario", "service"], "There are users, rate, scenario and service.")),
        };
    }

    private static ClaimLoad Users(Word argument, Word value) => int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var users) && users > 0
        ? new ClaimLoad(argument.At, argument.Text, users, null)
        : throw Wrong(value.At, $"'{value.Text}' is not a number of users", "Write users=100.");

    private static ClaimLoad Rate(Word argument, Word value) => RateText.TryParse(value.Text, out var perS, out var error)
        ? new ClaimLoad(argument.At, argument.Text, null, perS)
        : throw Wrong(value.At, error.TrimEnd('.'), null);

    /// <summary>What stands up to the next comma or parenthesis.</summary>
    private Word Argument()
    {
        _ = Next;
        var at = _at;
        while (_at < _text.Length && _text[_at] is not (',' or ')' or '('))
        {
            _at++;
        }

        return new Word(at, _text[at.._at].TrimEnd());
    }

    private void Expect(char sign, string otherwise)
    {
        if (Next != sign)
        {
            throw Next is { } other ? Wrong(_at, $"'{other}' is not expected here: {otherwise}", null) : Wrong(_at, otherwise, null);
        }

        _at++;
    }

    private static ClaimUnit Together(ClaimUnit left, ClaimExpression right, int at, string how) => ClaimUnits.Together(left, right.Unit)
        ?? throw Wrong(at, $"{ClaimUnits.Describe(right.Unit)} cannot be {how} {ClaimUnits.Describe(left)}", "Divide each by one of its kind first.");

    private static ExpressionException Twice(Word argument, string what) => Wrong(argument.At, $"'{argument.Text}' gives {what} a second time", "Remove one of the two.");

    private static ExpressionException Wrong(int at, string message, string? hint) => new(new TextError(at, message, hint));

    /// <summary>Ends the descent; never leaves this file.</summary>
    private sealed class ExpressionException(TextError error) : Exception(error.Message)
    {
        public TextError Error { get; } = error;
    }
}
