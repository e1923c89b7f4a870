using Prony.Measurement.Runs;

namespace Prony.Experiments.Gates;

/// <summary>One check of one window.</summary>
internal interface IGate
{
    GateFinding Judge(TrialFacts facts);
}

/// <summary>What a gate found: the record, and the doubt when the state is warn or invalid.</summary>
internal sealed record GateFinding(GateRecord Record, DoubtRecord? Doubt)
{
    /// <summary>Doubts beside the first, of a gate that looks at several things.</summary>
    internal IReadOnlyList<DoubtRecord> Further { get; init; } = [];

    internal static GateFinding NotApplicable(GateLimit row, string reason, double? value = null) =>
        new(new GateRecord(row.Id, value, null, GateState.NotApplicable, reason), null);

    internal static GateFinding Unknown(GateLimit row, string reason, double? value = null, double? limit = null) =>
        new(new GateRecord(row.Id, value, limit, GateState.Unknown, reason), null);

    /// <summary>Nobody can know, which is a reason to doubt: the engine does not see what the gate looks at.</summary>
    internal static GateFinding Unseen(GateLimit row, string reason) => new(
        new GateRecord(row.Id, null, null, GateState.Unknown, reason),
        new DoubtRecord(
            row.Id,
            GateState.Warn,
            "The portable engine does not see when a request of HTTP/2 leaves (timestamps: call).",
            $"So the generator's own lateness is not known: {reason}.",
            "Read the response times as those of this client, its library included; HTTP/1.1 has timestamps of the wire."));

    /// <summary>State by the row's limits. The words are only made when there is something to say.</summary>
    internal static GateFinding ByLimits(GateLimit row, double value, Func<string, DoubtWords> words) =>
        ByLimits(row, value, row.Warn, row.Invalid, words);

    /// <summary>State by limits that differ from the row's, such as those with a floor.</summary>
    internal static GateFinding ByLimits(GateLimit row, double value, double? warn, double? invalid, Func<string, DoubtWords> words)
    {
        var state = IsBeyond(row, value, invalid) ? GateState.Invalid : IsBeyond(row, value, warn) ? GateState.Warn : GateState.Ok;
        var record = new GateRecord(row.Id, value, state == GateState.Invalid ? invalid : warn ?? invalid, state);
        if (state == GateState.Ok)
        {
            return new GateFinding(record, null);
        }

        var (seen, limit, advice) = words(state);
        return new GateFinding(record, new DoubtRecord(row.Id, state, seen, limit, advice));
    }

    private static bool IsBeyond(GateLimit row, double value, double? limit) =>
        limit is { } l && (row.HigherIsWorse ? value > l : value < l);
}

/// <summary>The three parts of a doubt: what was seen with figures, why it matters, what to do.</summary>
internal sealed record DoubtWords(string Seen, string Limit, string Advice);
