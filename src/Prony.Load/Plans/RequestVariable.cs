using System.Buffers.Text;
using System.Text;

namespace Prony.Load.Plans;

/// <summary>What a variable stands for.</summary>
public enum RequestVariableKind
{
    /// <summary><c>{index}</c>: the number of the request in the load, from 0, warm-up included.</summary>
    Index,

    /// <summary><c>{random}</c> or <c>{random.N}</c>: a whole number from 0, drawn anew wherever it stands.</summary>
    Random,

    /// <summary><c>{data.COLUMN}</c>: a value of the row that the request got.</summary>
    Data,
}

/// <summary>A variable in a text of a request: <c>{index}</c>, <c>{random}</c>, <c>{random.N}</c> or <c>{data.COLUMN}</c>. All other braces are literal.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Start">Where it begins in the text, bytes of UTF-8.</param>
/// <param name="Length">How long it is with its braces, bytes.</param>
/// <param name="Limit">Of a random number: the first that is too large, 1 to <see cref="MostRandom"/>; 0 when what was written is out of range.</param>
/// <param name="Column">Of data: the name of the column; otherwise empty.</param>
public sealed record RequestVariable(RequestVariableKind Kind, int Start, int Length, long Limit, string Column)
{
    /// <summary>Largest N of <c>{random.N}</c>.</summary>
    public const long MostRandom = 1_000_000_000_000_000_000;

    /// <summary><c>{random}</c> is below this.</summary>
    public const long DefaultRandom = 1_000_000_000;

    /// <summary>The variables of a text, in its order.</summary>
    public static IReadOnlyList<RequestVariable> Find(string text) => Find(Encoding.UTF8.GetBytes(text));

    /// <summary>A text without its variables.</summary>
    public static string WithoutAny(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var rest = new List<byte>();
        var at = 0;
        foreach (var variable in Find(utf8))
        {
            rest.AddRange(utf8.AsSpan(at, variable.Start - at));
            at = variable.Start + variable.Length;
        }

        rest.AddRange(utf8.AsSpan(at));
        return Encoding.UTF8.GetString([.. rest]);
    }

    /// <summary>The variables of a text in UTF-8, in its order. Bytes that are no text are passed over.</summary>
    public static IReadOnlyList<RequestVariable> Find(ReadOnlySpan<byte> utf8)
    {
        var found = new List<RequestVariable>();
        var at = 0;
        for (int next; (next = utf8[at..].IndexOf((byte)'{')) >= 0;)
        {
            at += next;
            var inside = utf8[(at + 1)..];
            var end = inside.IndexOfAny("{}\"\r\n"u8);
            if (end >= 0 && inside[end] == '}' && Read(inside[..end], at) is { } variable)
            {
                found.Add(variable);
                at += variable.Length;
            }
            else
            {
                at++;
            }
        }

        return found;
    }

    private static RequestVariable? Read(ReadOnlySpan<byte> inside, int start)
    {
        var length = inside.Length + 2;
        if (inside.SequenceEqual("index"u8))
        {
            return new RequestVariable(RequestVariableKind.Index, start, length, 0, "");
        }

        if (inside.SequenceEqual("random"u8))
        {
            return new RequestVariable(RequestVariableKind.Random, start, length, DefaultRandom, "");
        }

        if (inside.StartsWith("random."u8) && inside.Length > "random.".Length && !inside["random.".Length..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return new RequestVariable(RequestVariableKind.Random, start, length, ReadLimit(inside["random.".Length..]), "");
        }

        return inside.StartsWith("data."u8) && inside.Length > "data.".Length
            ? new RequestVariable(RequestVariableKind.Data, start, length, 0, Encoding.UTF8.GetString(inside["data.".Length..]))
            : null;
    }

    private static long ReadLimit(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out long limit, out var used) && used == digits.Length && limit is >= 1 and <= MostRandom ? limit : 0;
}
