using System.Runtime.CompilerServices;
using Prony.Load.Http;
using Prony.Load.Reactor;
using Prony.Measurement.Histograms;

namespace Prony.Load.Recording;

/// <summary>Counts and times of a set of requests. Every request enters it once when it is due, once when it is sent and once when it ended.</summary>
/// <remarks>Thread: one writer at a time; handed over whole.</remarks>
internal sealed class RequestSet
{
    /// <summary>Status codes have three digits.</summary>
    public const int StatusLimit = 1000;

    public readonly Histogram Response = Histogram.ForDurations();
    public readonly Histogram Service = Histogram.ForDurations();
    public readonly Histogram Lag = Histogram.ForDurations();
    public readonly Histogram LagGenerator = Histogram.ForDurations();
    public readonly Histogram FirstByte = Histogram.ForDurations();
    public readonly Histogram Connect = Histogram.ForDurations();
    public readonly Histogram Failed = Histogram.ForDurations();

    /// <summary>
    /// Times of plain requests: successes that were sent at the instant at which they were due, on a free connection that was open, by one send, and received by one recv.
    /// One figure is all of theirs, so it is kept once until <see cref="Settle"/>: counting it in five places would cost more than everything else that is counted.
    /// </summary>
    public readonly Histogram Plain = Histogram.ForDurations();

    /// <summary>Where the time of whole responses went; as many of each as <see cref="Completed"/>.</summary>
    public readonly RequestParts Parts = new();

    /// <summary>How many ended with each <see cref="Outcome"/>.</summary>
    public readonly long[] Outcomes = new long[(int)Outcome.Dns + 1];

    /// <summary>Whole responses by status code.</summary>
    public readonly long[] Statuses = new long[StatusLimit];

    /// <summary>Whole responses by <see cref="ResponseKind"/>.</summary>
    public readonly long[] Kinds = new long[ResponseKind.Limit];

    /// <summary>Failed connection attempts by errno.</summary>
    public readonly long[] ConnectErrors = new long[Errno.Limit];

    /// <summary>Failed TLS handshakes by <see cref="TlsFailure"/>.</summary>
    public readonly long[] TlsErrors = new long[(int)TlsFailure.Handshake + 1];

    public long Due;
    public long Unsent;
    public long Sent;
    public long Censored;
    public long BytesSent;
    public long BytesReceived;
    public long BytesBody;

    /// <summary>The part of <see cref="BytesReceived"/> that is none of successes.</summary>
    public long OtherReceived;

    /// <summary>The part of <see cref="BytesBody"/> that is none of successes.</summary>
    public long OtherBody;

    /// <summary>Fewest bytes of content of a success; <see cref="long.MaxValue"/> before the first.</summary>
    public long LeastBody = long.MaxValue;

    /// <summary>Most bytes of content of a success; −1 before the first.</summary>
    public long MostBody = -1;

    /// <summary>Connections opened for these requests.</summary>
    public long Opened;

    /// <summary>Requests that went over a connection that was open already.</summary>
    public long Reused;

    /// <summary>Whole responses, whatever they said.</summary>
    public long Completed => Outcomes[(int)Outcome.Success] + Outcomes[(int)Outcome.Status] + Outcomes[(int)Outcome.Expect];

    public long Succeeded => Outcomes[(int)Outcome.Success];

    /// <summary>Ended with any outcome but success.</summary>
    public long Failures
    {
        get
        {
            long sum = 0;
            for (var i = (int)Outcome.Success + 1; i < Outcomes.Length; i++)
            {
                sum += Outcomes[i];
            }

            return sum;
        }
    }

    /// <summary>A success held so many bytes of content.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NoteBody(long bytes)
    {
        if (bytes < LeastBody)
        {
            LeastBody = bytes;
        }

        if (bytes > MostBody)
        {
            MostBody = bytes;
        }
    }

    /// <summary>Moves the times of plain requests to where they belong; once, before the set is read.</summary>
    public void Settle()
    {
        Response.Add(Plain);
        Service.Add(Plain);
        FirstByte.Add(Plain);
        Lag.Record(0, Plain.Count);
        LagGenerator.Record(0, Plain.Count);
        if (Plain.Count > 0)
        {
            Parts.AddZeros();
        }

        Plain.Clear();
    }

    /// <summary>Adds everything of another set; both are settled.</summary>
    public void Add(RequestSet other)
    {
        Response.Add(other.Response);
        Service.Add(other.Service);
        Lag.Add(other.Lag);
        LagGenerator.Add(other.LagGenerator);
        FirstByte.Add(other.FirstByte);
        Connect.Add(other.Connect);
        Failed.Add(other.Failed);
        Parts.Add(other.Parts);
        AddEach(Outcomes, other.Outcomes);
        AddEach(Statuses, other.Statuses);
        AddEach(Kinds, other.Kinds);
        AddEach(ConnectErrors, other.ConnectErrors);
        AddEach(TlsErrors, other.TlsErrors);
        Due += other.Due;
        Unsent += other.Unsent;
        Sent += other.Sent;
        Censored += other.Censored;
        BytesSent += other.BytesSent;
        BytesReceived += other.BytesReceived;
        BytesBody += other.BytesBody;
        OtherReceived += other.OtherReceived;
        OtherBody += other.OtherBody;
        LeastBody = Math.Min(LeastBody, other.LeastBody);
        MostBody = Math.Max(MostBody, other.MostBody);
        Opened += other.Opened;
        Reused += other.Reused;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Response.Clear();
        Service.Clear();
        Lag.Clear();
        LagGenerator.Clear();
        FirstByte.Clear();
        Connect.Clear();
        Failed.Clear();
        Plain.Clear();
        Parts.Clear();
        Array.Clear(Outcomes);
        Array.Clear(Statuses);
        Array.Clear(Kinds);
        Array.Clear(ConnectErrors);
        Array.Clear(TlsErrors);
        (LeastBody, MostBody) = (long.MaxValue, -1);
        Due = Unsent = Sent = Censored = BytesSent = BytesReceived = BytesBody = OtherReceived = OtherBody = Opened = Reused = 0;
    }

    private static void AddEach(long[] sums, long[] values)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += values[i];
        }
    }
}
