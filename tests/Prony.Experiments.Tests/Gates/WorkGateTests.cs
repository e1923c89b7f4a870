using Prony.Experiments.Gates;
using Prony.Measurement.Machine;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Gates;

/// <summary>V08 and V09 within one window, V10 with dependent requests, V11 and V20.</summary>
public sealed class WorkGateTests
{
    private static readonly Surroundings Around = new() { LengthS = 10, IsTcp = true, IsLoopback = true };

    [Theory]
    [InlineData(0, "no doubt")]
    [InlineData(150, "no doubt")]
    [InlineData(10_000, "[warn] The same request was answered with and without compression: 10,000 of 20,000 responses were compressed (50 %). | Compressed and plain answers are different work: the figures are a mixture of two servers. | Switch compression on or off for all answers, or look at what turns it off (a level that adapts to load, several workers with different settings).")]
    [InlineData(20_000, "no doubt")]
    public void A_server_that_compresses_some_answers_to_one_request_is_told(long compressed, string words) => Compressing(compressed).Apart().Words("V08").ShouldBe(words);

    [Fact]
    public void Several_requests_may_be_answered_with_and_without_compression()
    {
        var load = Compressing(10_000);

        (load with { Work = load.Work! with { OneRequest = false } }).Apart().Gate("V08").State.ShouldBe(GateState.NotApplicable);
        (load with { Work = null }).Apart().Gate("V08").State.ShouldBe(GateState.Unknown);
    }

    [Fact]
    public void Plain_error_pages_beside_compressed_answers_are_no_mixture()
    {
        var load = Compressing(18_000).Failing(new OutcomeCounts(0, 2_000, 0, 0, 0, 0, 0, 0, 0, 0), ("200", 18_000), ("500", 2_000));

        load.Apart().Gate("V08").State.ShouldBe(GateState.Ok);
    }

    [Theory]
    [InlineData(0, 5_000, 0, "no doubt")]   // users who begin in the window, and a rate that needs more connections
    [InlineData(20, 100, 0, "no doubt")]
    [InlineData(100, 100, 0, "[warn] The server does different work: it closes some connections that were to be kept (0.5 % of 20,000 responses); 100 answers announced it.")]
    [InlineData(0, 400, 500, "[warn] The server does different work: it closes connections that were to be kept (2 % of 20,000 responses).")]
    [InlineData(20_000, 20_000, 0, "[warn] The server does different work: it closes each connection (20,000 new connections for 20,000 responses); 20,000 answers announced it.")]
    public void A_server_that_closes_connections_is_told(long closing, long opened, long closedIdle, string words) =>
        Closing(closing, opened, closedIdle).Apart().Words("V09").ShouldStartWith(words);

    [Fact]
    public void Closing_connections_forbids_a_verdict_only_where_they_are_required()
    {
        var facts = Closing(20_000, 20_000, 0).Apart();

        GateKeeper.Invalidates(GateKeeper.Judge(facts).Gates).ShouldBeFalse();
        (facts with { KeepAliveRequired = true }).Words("V09").ShouldStartWith("[invalid]");
        (Closing(100, 100, 0).Apart() with { KeepAliveRequired = true }).Gate("V09").State.ShouldBe(GateState.Warn);
        (facts with { KeepAliveRequired = true, SingleLoad = true }).Gate("V09").State.ShouldBe(GateState.Warn);
    }

    [Fact]
    public void Without_keep_alive_and_with_HTTP_2_nothing_is_closed_by_surprise()
    {
        var load = Closing(20_000, 20_000, 0);
        load = load with { Work = load.Work! with { KeepAlive = false } };

        load.Apart().Gate("V09").Reason.ShouldBe("connections were not to be kept");
        (load with { HttpVersion = "2" }).Apart().Gate("V09").Reason.ShouldBe("HTTP/2: a connection serves many requests at once");
        (load with { Work = null }).Apart().Gate("V09").State.ShouldBe(GateState.Unknown);
    }

    [Fact]
    public void Requests_that_depend_on_each_other_count_for_fewer()
    {
        var load = Loads.Closed();

        load.Apart().Gate("V10").Value.ShouldBe(200);
        (load with { Independence = new IndependenceRecord(1, 4096) }).Apart().Gate("V10").Value.ShouldBe(200);
        (load with { Independence = new IndependenceRecord(10, 4096) }).Apart().Words("V10").ShouldBe(
            "[warn] p99 rests on the 200 slowest responses of 20,000, which say as much as 20 independent ones because neighbours are alike (tau 10). | Below 100 a percentile of one window is unsteady. | To rely on p99, set phases.measure to 50s; lower percentiles need fewer responses.");
        (load with { Independence = new IndependenceRecord(400, 4096) }).Apart().Doubt("V10")!.Advice.ShouldBe(
            "To rely on p99, let rounds decide (as the verdict does), whose interval does not rest on single requests; lower percentiles need fewer responses.");
        (Loads.Closed(400) with { Independence = new IndependenceRecord(10, 400) }).Apart().Gate("V10").State.ShouldBe(GateState.Warn, "a percentile is withheld by the number of responses alone");
    }

    [Theory]
    [InlineData(1.9, 0.7, "no doubt")]
    [InlineData(2.5, 0.7, "[warn] Requests did not leave as a Poisson process: A² of their gaps is 2.5, of the planned ones 0.7 (1,000 gaps).")]
    [InlineData(2.5, 2.2, "no doubt")]   // the draw itself is unusual
    [InlineData(4, 0.7, "[invalid] Requests did not leave as a Poisson process: A² of their gaps is 4, of the planned ones 0.7 (1,000 gaps).")]
    public void Arrivals_that_are_not_the_planned_ones_are_told(double achieved, double planned, string words)
    {
        var load = Loads.Open() with { Spacing = new SpacingRecord(1_000, 1, achieved, planned, 1, 0, 0) };

        load.Apart().Words("V11").ShouldStartWith(words);
        (load.Apart() with { SingleLoad = true }).Gate("V11").State.ShouldNotBe(GateState.Invalid);
        load.Together().Gate("V11").State.ShouldNotBe(GateState.Invalid, "on the server's CPUs lateness decides");
    }

    [Theory]
    [InlineData(1_000, 0.09, 0.01, "no doubt")]
    [InlineData(1_000, 0.2, 0.01, "[invalid] Gaps between requests depend on the gap before: correlation 0.2, planned 0.01 (1,000 gaps of every 3rd request).")]
    [InlineData(1_000, 0.14, 0.11, "no doubt")]   // the draw itself is unusual
    [InlineData(150, 0.2, 0.01, "no doubt")]   // chance does that
    public void Gaps_that_depend_on_the_one_before_are_told(int gaps, double achieved, double planned, string words) =>
        (Loads.Open() with { Spacing = new SpacingRecord(gaps, 3, 0.7, 0.7, 1, achieved, planned) }).Apart().Words("V11").ShouldStartWith(words);

    [Theory]
    [InlineData(0.04, "no doubt")]
    [InlineData(0.08, "[warn] Gaps between requests that were to be equal vary by 8 % (1,000 gaps).")]
    [InlineData(0.3, "[invalid] Gaps between requests that were to be equal vary by 30 % (1,000 gaps).")]
    public void Equal_arrivals_are_judged_by_the_variation_of_their_gaps(double variation, string words) =>
        (Loads.Open() with { Arrivals = ArrivalsName.Uniform, Spacing = new SpacingRecord(1_000, 1, 400, 400, variation, 0.5, 0.1) }).Apart().Words("V11").ShouldStartWith(words);

    [Fact]
    public void Of_two_faults_of_the_arrivals_the_first_is_told() =>
        (Loads.Open() with { Spacing = new SpacingRecord(1_000, 1, 2.5, 0.7, 1, 0.5, 0) }).Apart().Words("V11").ShouldStartWith("[warn] Requests did not leave as a Poisson process");

    [Fact]
    public void Arrivals_are_judged_only_where_they_can_be_seen()
    {
        (Loads.Open() with { Spacing = null }).Apart().Gate("V11").State.ShouldBe(GateState.Unknown);
        (Loads.Open() with { Timestamps = TimestampsName.Call }).Apart().Gate("V11").State.ShouldBe(GateState.Unknown);
        (Loads.Open() with { Stages = [StageRecord.OfRate(1, 2, 10)] }).Apart().Gate("V11").State.ShouldBe(GateState.NotApplicable);
    }

    [Theory]
    [InlineData(100, 0, 0, "[invalid] 100 responses of 20,100 (0.498 %) took about 40 ms, and hardly any a little less or more: a delayed acknowledgement of TCP.")]
    [InlineData(12, 0, 0, "[warn]")]
    [InlineData(8, 0, 0, "no doubt")]   // could be chance
    [InlineData(100, 100, 100, "no doubt")]   // a broad tail
    [InlineData(100, 300, 30, "no doubt")]   // a tail that falls
    [InlineData(100, 0, 300, "no doubt")]   // the foot of another mode
    public void Responses_that_cluster_where_TCP_waits_are_told(long at, long before, long after, string words) =>
        Clustered(usualMs: 5, atMs: 41, at, before, after).Words("V20").ShouldStartWith(words);

    [Theory]
    [InlineData(40, GateState.Ok)]   // the server takes 40 ms: later waits are still looked for
    [InlineData(39, GateState.Ok)]
    [InlineData(60, GateState.Ok)]
    [InlineData(8_000, GateState.NotApplicable)]
    public void A_server_that_usually_takes_as_long_is_not_suspected(double usualMs, string state) =>
        Clustered(usualMs, atMs: 40.5, 1_000, 0, 0).Gate("V20").State.ShouldBe(state);

    [Fact]
    public void A_broad_mode_around_such_a_time_is_not_suspected()
    {
        var histogram = Histogram.ForDurations();
        for (var i = 0; i < 20_000; i++)
        {
            var u = (i + 0.5) / 20_000;
            histogram.Record((long)(30e6 * Math.Exp(0.3 * Math.Log(u / (1 - u)))));
        }

        (Loads.Closed().Apart() with { Response = histogram }).Gate("V20").State.ShouldBe(GateState.Ok);
    }

    [Fact]
    public void Attempts_to_connect_again_are_the_servers_own_doing_where_the_kernel_counted_them()
    {
        var facts = Clustered(usualMs: 5, atMs: 1_020, 100, 0, 0);

        facts.Gate("V20").State.ShouldBe(GateState.Invalid);
        (facts with { Surroundings = Around with { Tcp = new TcpCounters(1_000, 30, 30, 30, 30) } }).Gate("V20").State.ShouldBe(GateState.Warn);
        (facts with { SingleLoad = true }).Gate("V20").State.ShouldBe(GateState.Warn);
        (facts with { Load = facts.Load with { Work = facts.Load.Work! with { OneRequest = false } } }).Gate("V20").State.ShouldBe(GateState.Warn, "one of several requests may take that long");
        (facts with { Surroundings = Around with { IsTcp = false } }).Gate("V20").State.ShouldBe(GateState.NotApplicable);
    }

    [Theory]
    [InlineData(200, 0, GateState.Ok)]
    [InlineData(200, 1, GateState.Warn)]
    [InlineData(41, 0, GateState.Invalid)]
    public void What_looks_like_a_retransmission_is_none_where_the_kernel_sent_nothing_again(double atMs, long retransmitted, string state)
    {
        var facts = Clustered(usualMs: 5, atMs, 100, 0, 0) with { ServerIsLocal = true, Surroundings = Around with { Tcp = new TcpCounters(1_000, retransmitted, 0, 0, 0) } };

        facts.Gate("V20").State.ShouldBe(state);
        (facts with { ServerIsLocal = false }).Gate("V20").State.ShouldBe(retransmitted > 0 ? GateState.Warn : GateState.Invalid, "the other end may have sent again");
    }

    private static TrialFacts Clustered(double usualMs, double atMs, long at, long before, long after)
    {
        var histogram = Histogram.ForDurations();
        histogram.Record((long)(usualMs * 1e6), 20_000);
        histogram.Record((long)(atMs * 1e6), at);
        histogram.Record((long)(atMs * 0.9e6), before);
        histogram.Record((long)(atMs * 1.2e6), after);
        return Loads.Closed().Apart() with { Response = histogram };
    }

    private static LoadRecord Compressing(long compressed)
    {
        var load = Loads.Closed();
        return load with { Work = load.Work! with { Encodings = new Dictionary<string, long> { ["gzip"] = compressed, ["identity"] = 20_000 - compressed } } };
    }

    private static LoadRecord Closing(long closing, long opened, long closedIdle)
    {
        var load = Loads.Closed();
        return load with { Work = load.Work! with { Closing = closing }, Connections = new ConnectionCounts(opened, 20_000 - Math.Min(20_000, opened), closedIdle) };
    }
}
