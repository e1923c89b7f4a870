using System.Runtime.InteropServices;
using Prony.Measurement.Requests;

namespace Prony.Reporting.Personalities;

/// <summary>The whole responses of a load, exactly: what the layouts of other tools are filled from.</summary>
/// <remarks>16 bytes for each response, 72 more where each is kept whole. Thread: one at a time.</remarks>
/// <param name="keepsWhole">Keeps every response with its parts, for tables of single requests.</param>
public sealed class AnswerTimes(bool keepsWhole)
{
    private readonly List<long> _totals = [];
    private readonly List<long> _fromSend = [];
    private readonly List<Answer> _whole = [];

    /// <summary>Response times in the order in which the responses ended, ns.</summary>
    public IReadOnlyList<long> TotalsNs => _totals;

    /// <summary>Responses one by one; empty unless they are kept.</summary>
    public IReadOnlyList<Answer> Whole => _whole;

    /// <summary>Whole responses.</summary>
    public int Count => _totals.Count;

    /// <summary>Response times.</summary>
    public ToolTimes Total { get; } = new();

    /// <summary>When they came.</summary>
    public ToolClock Clock { get; } = new();

    /// <summary>Opening connections; 0 where one was open.</summary>
    public PartSum Connect { get; } = new();

    /// <summary>The same of those alone that opened one.</summary>
    public PartSum Opened { get; } = new();

    /// <summary>Writing requests.</summary>
    public PartSum Write { get; } = new();

    /// <summary>Waiting for the first byte.</summary>
    public PartSum Wait { get; } = new();

    /// <summary>Reading the rest.</summary>
    public PartSum Read { get; } = new();

    /// <summary>Requests that ended, with an answer or without.</summary>
    public long Ended { get; private set; }

    /// <summary>When the last of them ended, ns from the start of the window; 0 when there is none.</summary>
    public long LastEndNs { get; private set; }

    /// <summary>Length of the first response's body, bytes; 0 when there is none.</summary>
    public long FirstBodyBytes { get; private set; }

    /// <summary>Responses whose body is longer or shorter than the first's. Heads do not count: they differ by a date or a cookie.</summary>
    public long OtherLength { get; private set; }

    /// <summary>Adds what ended.</summary>
    /// <param name="rows">One for each request.</param>
    /// <param name="windowStartNs">First instant of the window.</param>
    public void Add(ReadOnlySpan<RequestRow> rows, long windowStartNs)
    {
        foreach (ref readonly var row in rows)
        {
            if (row.End is not (RequestEnd.Censored or RequestEnd.Unsent))
            {
                Ended++;
                LastEndNs = Math.Max(LastEndNs, row.EndedNs - windowStartNs);
            }

            if (row.IsCompleted)
            {
                Add(Answer.Of(in row, windowStartNs));
                Clock.Note(row.EndedNs - windowStartNs, row.Thread);
            }
        }
    }

    /// <summary>Adds one response.</summary>
    public void Add(Answer answer)
    {
        FirstBodyBytes = Count == 0 ? answer.BodyBytes : FirstBodyBytes;
        OtherLength += answer.BodyBytes == FirstBodyBytes ? 0 : 1;
        _totals.Add(answer.TotalNs);
        _fromSend.Add(answer.FromSendNs);
        Total.Record(answer.TotalNs);
        Connect.Add(answer.ConnectNs);
        if (answer.ConnectNs > 0)
        {
            Opened.Add(answer.ConnectNs);
        }

        Write.Add(answer.WriteNs);
        Wait.Add(answer.WaitNs);
        Read.Add(answer.ReadNs);
        if (keepsWhole)
        {
            _whole.Add(answer);
        }
    }

    /// <summary>Response times from the shortest to the longest, ns.</summary>
    public long[] Sorted() => Sort(_totals);

    /// <summary>The same of times from sending: what a clock that is started with the request sees.</summary>
    public long[] SortedFromSend() => Sort(_fromSend);

    /// <summary>Most requests under way at once, of those that were answered; 0 unless they are kept whole.</summary>
    public int MostAtOnce()
    {
        var edges = _whole.SelectMany(answer =>
        {
            var end = answer.OffsetNs + answer.TotalNs;
            return new[] { (At: end - answer.FromSendNs, Step: 1), (At: end, Step: -1) };
        }).OrderBy(e => e.At).ThenBy(e => e.Step);
        var (most, now) = (0, 0);
        foreach (var (_, step) in edges)
        {
            now += step;
            most = Math.Max(most, now);
        }

        return most;
    }

    /// <summary>The value with at least a share of all at or below it: rank ceil(p·n/100), as in Prony's records.</summary>
    /// <param name="sorted">From the shortest to the longest.</param>
    /// <param name="percent">1 to 100.</param>
    /// <returns>0 when there is none.</returns>
    public static long At(long[] sorted, int percent)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        return sorted.Length == 0 ? 0 : sorted[(int)Math.Max(0, (((long)percent * sorted.Length) + 99) / 100 - 1)];
    }

    private static long[] Sort(List<long> values)
    {
        var sorted = CollectionsMarshal.AsSpan(values).ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
