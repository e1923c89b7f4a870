using Prony.Load.Plans;

namespace Prony.Load.Requests;

/// <summary>How a value is written where it stands.</summary>
internal enum ValueEscape : byte
{
    /// <summary>As it is: headers and bodies.</summary>
    None,

    /// <summary>Percent-encoded where a path needs it.</summary>
    Path,

    /// <summary>Percent-encoded where a value in a query needs it.</summary>
    Query,
}

/// <summary>A piece of a compiled request: literal bytes or a variable.</summary>
internal readonly record struct Segment
{
    /// <summary>Digits of the largest <see cref="long"/>.</summary>
    private const int MostDigits = 19;

    /// <summary>The bytes; null for a variable.</summary>
    public byte[]? Literal { get; private init; }

    /// <summary>The length of the body, once it is known.</summary>
    public bool IsBodyLength { get; private init; }

    /// <summary>What a variable stands for.</summary>
    public RequestVariableKind Kind { get; private init; }

    /// <summary>Of a random number: the first that is too large.</summary>
    public long Limit { get; private init; }

    /// <summary>Of a random number: which of the request's; of data: the column.</summary>
    public int Number { get; private init; }

    /// <summary>Of data.</summary>
    public ValueEscape Escape { get; private init; }

    /// <summary>Most bytes that it becomes.</summary>
    public long MostBytes { get; private init; }

    /// <summary>The length of the body.</summary>
    public static Segment BodyLength { get; } = new() { IsBodyLength = true, MostBytes = MostDigits };

    /// <summary>The number of the request.</summary>
    public static Segment Index { get; } = new() { Kind = RequestVariableKind.Index, MostBytes = MostDigits };

    /// <summary>Bytes that every request has.</summary>
    public static Segment Of(byte[] literal) => new() { Literal = literal, MostBytes = literal.Length };

    /// <summary>A random number.</summary>
    public static Segment Random(int number, long limit) =>
        new() { Kind = RequestVariableKind.Random, Number = number, Limit = limit, MostBytes = MostDigits };

    /// <summary>A value of the row.</summary>
    public static Segment Data(DataTable table, int column, ValueEscape escape) => new()
    {
        Kind = RequestVariableKind.Data,
        Number = column,
        Escape = escape,
        MostBytes = table.LongestBytes(column) * (escape == ValueEscape.None ? 1L : PercentText.MostBytesPerByte),
    };

    /// <summary>The same with neighbouring literals made one.</summary>
    public static Segment[] Join(IEnumerable<Segment> segments)
    {
        var joined = new List<Segment>();
        foreach (var segment in segments)
        {
            if (segment.Literal is { } literal && joined.Count > 0 && joined[^1].Literal is { } before)
            {
                joined[^1] = Of([.. before, .. literal]);
            }
            else
            {
                joined.Add(segment);
            }
        }

        return [.. joined];
    }
}
