using System.Runtime.CompilerServices;
using Prony.Measurement.Runs;

namespace Prony.Load.Recording;

/// <summary>Where the time of whole responses went: connecting, writing the request, waiting for the first byte, reading the rest.</summary>
/// <remarks>
/// Identity: the four parts of a request add up to completed − the instant at which its connection was asked for, or − sent when it used an open one; so do their sums.
/// Thread: one writer at a time.
/// </remarks>
internal sealed class RequestParts
{
    public Part Connect = Part.Empty;
    public Part Write = Part.Empty;
    public Part Wait = Part.Empty;
    public Part Read = Part.Empty;

    /// <summary>A whole response came.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="completedNs">When its last byte came.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Exchange exchange, long completedNs)
    {
        var sent = exchange.SentNs;
        var first = exchange.FirstByteNs;
        var written = exchange.WrittenNs;
        if (written == 0 || written > first)
        {
            written = first;   // an early answer to an upload: what was written after it is not waited for
        }

        Connect.Add(exchange.ConnectStartNs == 0 ? 0 : sent - exchange.ConnectStartNs);
        Write.Add(written - sent);
        Wait.Add(first - written);
        Read.Add(completedNs - first);
    }

    /// <summary>A whole response came in one piece to a request that went out in one piece on an open connection: all of its time was waiting, and <see cref="AddZeros"/> has to follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddWait(long ns) => Wait.Add(ns);

    /// <summary>The parts that <see cref="AddWait"/> left out were 0, which changes no sum but the extremes.</summary>
    public void AddZeros()
    {
        Connect.Add(0);
        Write.Add(0);
        Read.Add(0);
    }

    /// <summary>Adds another set.</summary>
    public void Add(RequestParts other)
    {
        Connect.Add(other.Connect);
        Write.Add(other.Write);
        Wait.Add(other.Wait);
        Read.Add(other.Read);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Connect = Write = Wait = Read = Part.Empty;
}

/// <summary>Sum and extremes of durations, nanoseconds. The count is kept by whoever adds.</summary>
internal struct Part
{
    /// <summary>Nothing yet.</summary>
    public static readonly Part Empty = new() { Min = long.MaxValue, Max = long.MinValue };

    public long Sum;
    public long Min;
    public long Max;

    /// <summary>Adds one duration.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long ns)
    {
        Sum += ns;
        if (ns < Min)
        {
            Min = ns;
        }

        if (ns > Max)
        {
            Max = ns;
        }
    }

    /// <summary>Adds another sum.</summary>
    public void Add(Part other)
    {
        Sum += other.Sum;
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>As it is written; zeros for nothing.</summary>
    /// <param name="count">How many durations were added.</param>
    public readonly PartRecord ToRecord(long count) => count == 0 ? new PartRecord(0, 0, 0) : new PartRecord(Sum / (double)count, Min, Max);
}
