using System.Globalization;
using System.Runtime.CompilerServices;
using Prony.Load.Plans;

namespace Prony.Load.Requests;

/// <summary>The values of one request's variables, and how segments are written with them. Allocates nothing.</summary>
/// <param name="index">Number of the request in the load.</param>
/// <param name="row">Its row; 0 without data.</param>
/// <param name="table">The rows; null without data.</param>
/// <param name="draws">The random numbers.</param>
internal readonly struct RequestValues(long index, int row, DataTable? table, RequestDraws draws)
{
    /// <summary>Length of the segments with these values, bytes. Of a body: nothing in it is escaped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long LengthOf(ReadOnlySpan<Segment> segments)
    {
        long length = 0;
        foreach (ref readonly var segment in segments)
        {
            length += segment.Literal is { } literal ? literal.Length
                : segment.Kind == RequestVariableKind.Data ? table!.Value(row, segment.Number).Length
                : Digits(NumberOf(segment));
        }

        return length;
    }

    /// <summary>Writes the segments one after the other.</summary>
    /// <param name="segments">What to write.</param>
    /// <param name="destination">Long enough for <see cref="Segment.MostBytes"/> of all.</param>
    /// <param name="bodyLength">For <see cref="Segment.IsBodyLength"/>.</param>
    /// <returns>Bytes written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Write(ReadOnlySpan<Segment> segments, Span<byte> destination, long bodyLength)
    {
        var at = 0;
        foreach (ref readonly var segment in segments)
        {
            var rest = destination[at..];
            if (segment.Literal is { } literal)
            {
                literal.CopyTo(rest);
                at += literal.Length;
            }
            else if (segment.IsBodyLength)
            {
                at += WriteNumber(bodyLength, rest);
            }
            else if (segment.Kind == RequestVariableKind.Data)
            {
                at += WriteData(segment, rest);
            }
            else
            {
                at += WriteNumber(NumberOf(segment), rest);
            }
        }

        return at;
    }

    private int WriteData(in Segment segment, Span<byte> destination)
    {
        var value = table!.Value(row, segment.Number);
        if (segment.Escape != ValueEscape.None)
        {
            return PercentText.Write(value, segment.Escape, destination);
        }

        value.CopyTo(destination);
        return value.Length;
    }

    private long NumberOf(in Segment segment) =>
        segment.Kind == RequestVariableKind.Index ? index : draws.Number(index, segment.Number, segment.Limit);

    private static int WriteNumber(long number, Span<byte> destination) =>
        number.TryFormat(destination, out var written, default, CultureInfo.InvariantCulture)
            ? written
            : throw new InvalidOperationException("The buffer of a request is too short.");

    private static int Digits(long number)
    {
        var digits = 1;
        while (number >= 10)
        {
            number /= 10;
            digits++;
        }

        return digits;
    }
}
