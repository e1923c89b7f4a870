using System.Runtime.CompilerServices;
using System.Text;
using Prony.Load.Coordination;
using Prony.Load.Recording;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;

namespace Prony.Load.Checks;

/// <summary>Checks the responses of one generator thread: says which are captured, judges them when they are whole, and keeps samples of those that fail.</summary>
/// <remarks>
/// Call order for a response: <see cref="Next"/> when it begins; then, if there is a capture, <see cref="Judge"/> or, when the response never became whole, <see cref="Drop"/>.
/// Counts and samples are of requests due in the window. Thread: its generator thread; the coordinator reads when that has ended.
/// </remarks>
internal sealed class ResponseChecker
{
    private readonly ResponseChecks _checks;
    private readonly SecretMask _secrets;
    private readonly Timeline _timeline;
    private readonly CapturePool _pool;
    private readonly long[] _failed;
    private readonly int _samplesOfEach;
    private readonly List<CheckSample> _samples = [];
    private int _untilNext;

    /// <summary>A checker that has seen nothing.</summary>
    public ResponseChecker(ResponseChecks checks, SecretMask secrets, Timeline timeline)
    {
        _checks = checks.ForThread();
        _secrets = secrets;
        _timeline = timeline;
        _pool = new CapturePool(checks.Needs);
        _failed = new long[checks.All.Count];
        _samplesOfEach = CheckReport.SamplesOfEach(checks);
    }

    /// <summary>Responses with an expected status that were checked.</summary>
    public long Checked { get; private set; }

    /// <summary>How many of them did not pass each check; a response counts for the first only.</summary>
    public ReadOnlySpan<long> Failed => _failed;

    /// <summary>Samples of them, in the order in which they came.</summary>
    public IReadOnlyList<CheckSample> Samples => _samples;

    /// <summary>A response begins: where to keep it, or null when this one is not checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ResponseCapture? Next()
    {
        if (_untilNext > 0)
        {
            _untilNext--;
            return null;
        }

        _untilNext = _checks.Every - 1;
        return _pool.Take();
    }

    /// <summary>A captured response is whole. An unexpected status says enough: it is not looked at any further.</summary>
    /// <param name="capture">The response; it is taken back.</param>
    /// <param name="exchange">Its request, with the status.</param>
    /// <param name="byStatus">Success or Status.</param>
    /// <param name="nowNs">When its last byte came.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Outcome Judge(ResponseCapture capture, Exchange exchange, Outcome byStatus, long nowNs)
    {
        var outcome = byStatus;
        if (outcome == Outcome.Success)
        {
            var inWindow = exchange.DueNs >= _timeline.WindowStartNs;
            var failed = _checks.FindFailed(capture);
            if (inWindow)
            {
                Checked++;
            }

            if (failed >= 0)
            {
                outcome = Outcome.Expect;
                if (inWindow)
                {
                    Note(failed, capture, exchange, nowNs);
                }
            }
        }

        _pool.Return(capture);
        return outcome;
    }

    /// <summary>A captured response that never became whole.</summary>
    public void Drop(ResponseCapture capture) => _pool.Return(capture);

    private void Note(int failed, ResponseCapture capture, Exchange exchange, long nowNs)
    {
        if (++_failed[failed] <= _samplesOfEach)
        {
            _samples.Add(new CheckSample(failed, nowNs, SampleOf(failed, capture, exchange, nowNs)));
        }
    }

    private SampleRecord SampleOf(int failed, ResponseCapture capture, Exchange exchange, long nowNs)
    {
        var text = new SampleText(_secrets);
        var cookies = capture.Fields;
        while (cookies.TryNext("Set-Cookie"u8, out var cookie))
        {
            text.HideCookie(cookie);
        }

        var headers = new List<string>();
        var fields = capture.Fields;
        while (fields.TryNext(out var name, out var value))
        {
            var shown = Encoding.ASCII.GetString(name);
            headers.Add($"{shown}: {(SecretHeader.IsSecret(shown) ? SecretMask.Replacement : text.Long(value))}");
        }

        return new SampleRecord(
            (nowNs - _timeline.StartNs) / MonotonicClock.NanosecondsPerSecond,
            exchange.Status,
            _secrets.Mask(_checks.All[failed].Text),
            text.Masked(_checks.Found(failed, capture, text)),
            headers,
            capture.BodyBytes,
            text.Long(capture.Body));
    }
}

/// <summary>A sample with what its place among those of other threads depends on.</summary>
/// <param name="Check">Number of the check that failed.</param>
/// <param name="AtNs">When the last byte came.</param>
/// <param name="Record">What came.</param>
internal sealed record CheckSample(int Check, long AtNs, SampleRecord Record);
