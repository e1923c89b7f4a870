using Prony.Measurement.Runs;

namespace Prony.Reporting.Progress;

/// <summary>Requests of a second that ended otherwise than well.</summary>
internal static class SliceFailures
{
    public static long Of(SliceRecord slice)
    {
        var o = slice.Outcomes;
        return o.Status + o.Expect + o.Timeout + o.Refused + o.Reset + o.Closed + o.Protocol + o.Tls + o.Dns;
    }
}
