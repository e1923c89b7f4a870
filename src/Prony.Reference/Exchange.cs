namespace Prony.Reference;

/// <summary>One request as the reference server saw it; instants in nanoseconds of CLOCK_MONOTONIC.</summary>
/// <param name="ArrivalNs">Immediately after it was read.</param>
/// <param name="CompletionNs">When the model says that it is answered; <see cref="ServerModel.Never"/> for never.</param>
/// <param name="SentNs">Immediately before the answer was sent; <see cref="ServerModel.Never"/> when it was not.</param>
public readonly record struct Exchange(long ArrivalNs, long CompletionNs, long SentNs)
{
    /// <summary>Whether it was answered.</summary>
    public bool IsAnswered => SentNs != ServerModel.Never;

    /// <summary>How late the server itself was: sent − completion, ns.</summary>
    public long LatenessNs => SentNs - CompletionNs;
}
