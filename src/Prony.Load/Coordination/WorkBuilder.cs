using Prony.Load.Http;
using Prony.Load.Plans;
using Prony.Load.Recording;
using Prony.Measurement.Runs;

namespace Prony.Load.Coordination;

/// <summary>Says what kind of work the responses of a window were.</summary>
internal static class WorkBuilder
{
    public static WorkRecord Build(LoadPlan plan, RequestSet set)
    {
        var isHttp2 = plan.HttpVersion == HttpProtocol.Http2;
        var body = set.BytesBody - set.OtherBody;
        var around = set.BytesReceived - set.OtherReceived - body;
        return new WorkRecord(
            plan.KeepAlive && !isHttp2,
            IsOneRequest(plan),
            set.Succeeded == 0 ? new SizesRecord(0, 0, 0) : new SizesRecord(body / (double)set.Succeeded, set.LeastBody, set.MostBody),
            set.Succeeded == 0 || isHttp2 ? null : around / (double)set.Succeeded,
            Counts(set.Kinds, ResponseKind.CodingOf),
            Counts(set.Kinds, kind => isHttp2 ? "2" : (kind & ResponseKind.Old) != 0 ? "1.0" : "1.1"),
            set.Kinds.Where((_, kind) => (kind & ResponseKind.Closing) != 0).Sum());
    }

    /// <summary>Every request of the load is the same: what differs between its responses is the server's doing.</summary>
    private static bool IsOneRequest(LoadPlan plan) => plan.Requests is [var only]
        && RequestVariable.Find(only.PathAndQuery).Count == 0
        && only.Headers.All(header => RequestVariable.Find(header.Value).Count == 0)
        && RequestVariable.Find(only.Body.Span).Count == 0;

    private static Dictionary<string, long> Counts(long[] kinds, Func<int, string> nameOf) => kinds
        .Select((count, kind) => (Count: count, Kind: kind))
        .Where(x => x.Count > 0)
        .GroupBy(x => nameOf(x.Kind))
        .ToDictionary(group => group.Key, group => group.Sum(x => x.Count));
}
