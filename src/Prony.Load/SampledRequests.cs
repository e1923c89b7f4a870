using Prony.Load.Recording;

namespace Prony.Load;

/// <summary>The first requests of a window, without a gap, in the order in which they were due: up to 4,096 of each generator thread.</summary>
/// <param name="DueNs">Instants at which they were due.</param>
/// <param name="SentNs">Instants at which they were sent; 0 where no connection could be opened.</param>
/// <param name="ResponseNs">Their response times, ns, with the age of those that timed out or were never answered; −1 where there was none.</param>
public sealed record SampledRequests(IReadOnlyList<long> DueNs, IReadOnlyList<long> SentNs, IReadOnlyList<long> ResponseNs)
{
    /// <summary>No requests.</summary>
    public static SampledRequests Empty { get; } = new([], [], []);

    /// <summary>Puts the samples of all threads together. What is due after the last request of a thread that could hold no more is left out: others of that thread would be missing.</summary>
    internal static SampledRequests Merge(IReadOnlyList<SampleRecorder> threads)
    {
        var end = threads.Where(thread => thread.IsFull).Select(thread => thread.DueNs[^1]).DefaultIfEmpty(long.MaxValue).Min();
        var all = new List<(long DueNs, long SentNs, long ResponseNs)>();
        foreach (var thread in threads)
        {
            for (var i = 0; i < thread.Count; i++)
            {
                if (thread.DueNs[i] <= end)
                {
                    all.Add((thread.DueNs[i], thread.SentNs[i], thread.ResponseNs[i]));
                }
            }
        }

        all.Sort((a, b) => a.DueNs.CompareTo(b.DueNs));
        return new SampledRequests([.. all.Select(r => r.DueNs)], [.. all.Select(r => r.SentNs)], [.. all.Select(r => r.ResponseNs)]);
    }
}
