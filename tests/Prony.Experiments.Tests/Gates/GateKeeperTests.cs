using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Gates;

public sealed class GateKeeperTests
{
    private static readonly OutcomeCounts NoOutcomes = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    [Fact]
    public void A_clean_closed_load_has_no_doubt_and_names_the_gates_that_do_not_apply()
    {
        var (gates, doubts) = GateKeeper.Judge(Loads.Closed().Apart());

        doubts.ShouldBeEmpty();
        string.Join(", ", gates.Select(g => $"{g.Id} {g.State}")).ShouldBe(
            "V01 ok, V02 not-applicable, V03 unknown, V04 not-applicable, V05 not-applicable, V06 ok, V07 ok, V08 ok, V09 ok, V10 ok, V11 not-applicable, V12 unknown, V13 unknown, V14 unknown, V15 unknown, V16 unknown, V17 unknown, V18 unknown, V19 unknown, V20 unknown, V21 unknown, V22 unknown, V23 unknown, V24 unknown, V25 ok, V26 unknown, V28 ok");
        gates.Where(g => g.State == GateState.NotApplicable).ShouldAllBe(g => g.Reason == "closed model: there is no schedule to keep" && g.Value == null && g.Limit == null);
    }

    [Fact]
    public void A_clean_open_load_has_no_doubt()
    {
        var (gates, doubts) = GateKeeper.Judge(Loads.Open().Apart());

        doubts.ShouldBeEmpty();
        string.Join(", ", gates.Select(g => $"{g.Id} {g.State}")).ShouldBe("V01 ok, V02 ok, V03 unknown, V04 ok, V05 ok, V06 ok, V07 ok, V08 ok, V09 ok, V10 ok, V11 ok, V12 unknown, V13 unknown, V14 unknown, V15 unknown, V16 unknown, V17 unknown, V18 unknown, V19 unknown, V20 unknown, V21 unknown, V22 unknown, V23 unknown, V24 unknown, V25 not-applicable, V26 unknown, V28 ok");
    }

    [Fact]
    public void Invalid_doubts_come_first()
    {
        var load = Loads.Closed().Failing(NoOutcomes with { Status = 2_000 }, ("200", 18_000), ("500", 2_000));

        GateKeeper.Judge(load.Together()).Doubts.Select(d => $"{d.Id} {d.Level}").ShouldBe(["V07 invalid", "V28 warn"]);
    }

    [Theory]
    [InlineData(1.44, GateState.Ok)]
    [InlineData(1.76, GateState.Warn)]
    [InlineData(6.24, GateState.Warn)]
    [InlineData(6.56, GateState.Invalid)]
    public void A_colocated_generator_on_full_cpus_is_judged_by_its_share_of_the_used_cpu(double generatorS, string state)
    {
        OnFullCpus(generatorS).Gate("V01").State.ShouldBe(state);
        OnFullCpus(generatorS).Gate("V01").Value!.Value.ShouldBe(generatorS / 16, 1e-12);
    }

    [Fact]
    public void A_colocated_generator_that_takes_much_says_what_that_does()
    {
        OnFullCpus(3.744).Words("V01").ShouldBe("[warn] The generator used 23.4 % of the CPU that the machine used in the window (3.74 s of 16 s). | Above 10 % the server's throughput is noticeably too low, by up to that share. | Give the generator CPUs of its own (taskset for the server, or another machine); a comparison stands only where its difference is larger than that share.");
        OnFullCpus(9.6).Words("V01").ShouldBe("[invalid] The generator used 60 % of the CPU that the machine used in the window (9.6 s of 16 s). | Above 40 % the tool measures itself: the server did not get the CPU that it was to show. | Give the generator CPUs of its own (taskset for the server, or another machine); a comparison stands only where its difference is larger than that share.");
    }

    [Theory]
    [InlineData(13.9, 10, "no doubt")]
    [InlineData(14.1, 10, "[invalid] The generator used 70.9 %")]
    [InlineData(2, 0.99, "no doubt")]
    public void A_colocated_generator_takes_nothing_from_the_server_where_cpus_are_idle_or_too_little_is_known(double machineBusyS, double windowS, string words)
    {
        var load = Loads.Closed() with { Window = new WindowRecord(DateTimeOffset.UnixEpoch, windowS) };
        var facts = (load with { Generator = load.Generator with { CpuS = 10, BusiestThreadShare = 0.4 } }).Together() with { MachineBusyS = machineBusyS };

        facts.Words("V01").ShouldStartWith(words);
        (facts with { MachineBusyS = 1, Load = load with { Generator = load.Generator with { BusiestThreadShare = 0.6 } } }).Words("V01").ShouldStartWith("[warn] The generator thread used 60 % of its CPU.");
    }

    [Fact]
    public void Without_the_machines_cpu_the_generators_share_is_unknown() =>
        (Loads.Closed().Together() with { MachineBusyS = null }).Gate("V01").ShouldBe(
            new GateRecord("V01", null, null, GateState.Unknown, "the CPU time of the machine in the window is not known"));

    [Fact]
    public void A_colocated_open_load_is_judged_by_its_lateness_instead() =>
        Loads.Open().Together().Gate("V01").ShouldBe(
            new GateRecord("V01", null, null, GateState.NotApplicable, "open model on the server's CPUs: V02 decides by the generator's lateness"));

    [Theory]
    [InlineData(0.49, 1, "no doubt")]
    [InlineData(0.62, 1, "[warn] The generator thread used 62 % of its CPU. | Above 50 % responses begin to wait in the generator. | Use more generator threads or less load.")]
    [InlineData(0.93, 8, "[invalid] The busiest of 8 generator threads used 93 % of its CPU. | Above 80 % responses wait in the generator, and the wait is counted as the server's. | Use less load, or a machine with more CPUs for the generator.")]
    public void A_generator_with_cpus_of_its_own_is_judged_by_its_busiest_thread(double share, int threads, string words)
    {
        var load = Loads.Closed();

        (load with { Generator = load.Generator with { BusiestThreadShare = share, Threads = threads } }).Apart().Words("V01").ShouldBe(words);
    }

    [Theory]
    [InlineData(90, "no doubt")]
    [InlineData(250, "[invalid] The generator sent requests 250 µs late on average although a connection was free. | Above 200 µs the arrivals are not those that were asked for, and the lateness stands in every response time. | Lower the rate, or use more generator threads.")]
    [InlineData(1_500, "[invalid] The generator sent requests 1.5 ms late on average although a connection was free. | Above 200 µs the arrivals are not those that were asked for, and the lateness stands in every response time. | Lower the rate, or use more generator threads.")]
    public void A_late_generator_is_told_in_the_open_model(double lagUs, string words) =>
        Loads.Open(lagUs).Apart().Words("V02").ShouldBe(words);

    [Fact]
    public void Lateness_only_in_the_tail_is_judged_by_its_99th_percentile()
    {
        var histogram = Prony.Measurement.Histograms.Histogram.ForDurations();
        histogram.Record(30_000, 19_000);
        histogram.Record(700_000, 1_000);
        var load = Loads.Open() with { LagGeneratorNs = Distribution.Of(histogram) };

        load.Together().Words("V02").ShouldBe("[warn] The generator sent requests 700 µs late in its worst 1 % although a connection was free. | Above 200 µs the lateness shows in the response times. | Give the generator CPUs of its own, or lower the rate: the server takes the CPU that the generator needs to be on time.");
    }

    [Fact]
    public void A_generator_that_never_found_a_free_connection_has_an_unknown_lateness() =>
        (Loads.Open() with { LagGeneratorNs = Distribution.Empty }).Apart().Gate("V02").State.ShouldBe(GateState.Unknown);

    [Theory]
    [InlineData(10, "no doubt")]
    [InlineData(100, "[warn] 100 of 20,000 due requests were never sent (0.5 %). | Below 99.9 % sent, the load begins to differ from the one that was asked for. | Lower the rate, or allow more connections if the server can serve them.")]
    [InlineData(400, "[invalid] 400 of 20,000 due requests were never sent (2 %). | Below 99 % sent, the load was not the one that was asked for. | Lower the rate, or allow more connections if the server can serve them.")]
    public void A_rate_that_is_not_kept_is_told(long unsent, string words)
    {
        var load = Loads.Open();

        (load with { Requests = load.Requests with { Sent = 20_000 - unsent, Unsent = unsent } }).Apart().Words("V04").ShouldBe(words);
    }

    [Theory]
    [InlineData(10, false, "no doubt")]
    [InlineData(100, false, "[warn] 100 of 20,000 requests (0.5 %) found all connections busy. | Above 0.1 % arrivals begin to depend on the server's answers. | Lower the rate, or load with users if that is what is meant.")]
    [InlineData(1_000, true, "[invalid] 1,000 of 20,000 requests (5 %) found all connections busy. | Above 1 % this is a test with as many users as there are connections, not one with a rate. | Allow more connections (--connections), lower the rate, or load with users (-c) if that is what is meant.")]
    public void Arrivals_that_found_all_connections_busy_are_told(long waited, bool single, string words) =>
        ((Loads.Open() with { LagGeneratorNs = Loads.Times(20_000 - waited, 0.03) }).Apart() with { SingleLoad = single }).Words("V05").ShouldBe(words);

    [Fact]
    public void Arrivals_that_opened_a_connection_did_not_wait_for_one() =>
        (Loads.Open() with { LagGeneratorNs = Loads.Times(19_500, 0.03), Connections = new ConnectionCounts(500, 19_500, 0) }).Apart().Gate("V05").State.ShouldBe(GateState.Ok);

    [Theory]
    [InlineData(0, false, "no doubt")]
    [InlineData(3, false, "[warn] 3 of 20,000 requests (0.015 %) had no answer when the drain ended. | They stand in the response times with the age that they had reached, so the highest percentiles are lower bounds. | Lengthen phases.drain, lower the load, or look for what hangs in the server's log.")]
    [InlineData(50, false, "[invalid] 50 of 20,000 requests (0.25 %) had no answer when the drain ended. | Above 0.1 % the high percentiles are only lower bounds: nobody knows how long these would have taken. | Lengthen phases.drain, lower the load, or look for what hangs in the server's log.")]
    [InlineData(50, true, "[warn] 50 of 20,000 requests (0.25 %) had no answer when the drain ended. | Above 0.1 % the high percentiles are only lower bounds: nobody knows how long these would have taken. | Lower the load, or look for what hangs in the server's log.")]
    public void Unanswered_requests_are_told(long censored, bool single, string words)
    {
        var load = Loads.Closed();

        ((load with { Requests = load.Requests with { Censored = censored } }).Apart() with { SingleLoad = single }).Words("V06").ShouldBe(words);
    }

    [Fact]
    public void Failed_requests_are_told_with_their_kinds_and_what_to_do()
    {
        var load = Loads.Closed();

        load.Apart().Words("V07").ShouldBe("no doubt");
        load.Failing(NoOutcomes with { Timeout = 1 }).Apart().Words("V07").ShouldBe("[warn] 1 of 20,000 requests failed (0.005 %: 1 timeout). | Failed requests count in no throughput; while they are few, they hardly move it. | The server is slower than the timeout allows: lower the load or raise the timeout.");
        load.Failing(NoOutcomes with { Status = 300, Reset = 20 }, ("200", 19_680), ("500", 200), ("503", 100)).Apart().Words("V07").ShouldBe("[invalid] 320 of 20,000 requests failed (1.6 %: 300 unexpected status 500/503, 20 reset). | Above 0.1 % the server did other work than was asked for: errors are often cheaper than answers. | Look at the server's log in the trial's folder; if that answer is right, say so under `expect`.");
        (load.Failing(NoOutcomes with { Status = 300 }, ("404", 300)).Apart() with { SingleLoad = true }).Words("V07").ShouldBe("[warn] 300 of 20,000 requests failed (1.5 %: 300 unexpected status 404). | Above 0.1 % the server did other work than was asked for: errors are often cheaper than answers. | Look at the server's log; if that answer is right, say so with --expect-status.");
        load.Failing(NoOutcomes with { Refused = 20_000 }).Apart().Words("V07").ShouldBe("[invalid] 20,000 of 20,000 requests failed (100 %: 20,000 refused). | Above 0.1 % the server did other work than was asked for: errors are often cheaper than answers. | Nobody accepts on that address, or its queue is full: look whether the server lives and at its backlog.");
        load.Failing(NoOutcomes with { Closed = 500, Expect = 1 }).Apart().Words("V07").ShouldBe("[invalid] 501 of 20,000 requests failed (2.5 %: 500 closed early, 1 failed a check). | Above 0.1 % the server did other work than was asked for: errors are often cheaper than answers. | The server closes connections that are in use: look at its log and at its keep-alive limits.");
        load.Failing(NoOutcomes with { Expect = 300, Status = 20 }, ("200", 20_000)).Apart().Words("V07").ShouldBe("[invalid] 320 of 20,000 requests failed (1.6 %: 300 failed a check, 20 unexpected status). | Above 0.1 % the server did other work than was asked for: errors are often cheaper than answers. | Look at what came instead (`samples` in the trial's trial.json); if that is right, correct the check.");
        (load.Failing(NoOutcomes with { Expect = 1 }, ("200", 1)).Apart() with { SingleLoad = true }).Words("V07").ShouldEndWith("Look at what came instead (`samples` in the record); if that is right, correct the check.");
        Refused("ECONNREFUSED").ShouldEndWith("| Nobody accepts on that address, or its queue is full: look whether the server lives and at its backlog.");
        Refused("EADDRNOTAVAIL").ShouldEndWith("| This machine has no free port for another connection to that address: use fewer connections, keep them alive, or widen net.ipv4.ip_local_port_range.");
        Refused("EMFILE").ShouldEndWith("| Prony may open no more files (connections are files): use fewer connections or raise the limit (ulimit -n).");
        (load.Failing(NoOutcomes with { Reset = 20_000 }) with { Requests = new RequestCounts(20_000, 0, 20_000, 0, 0, 20_000, 0) }).Apart().Words("V07")
            .ShouldEndWith("| The server closes every connection without an answer: look at its log, and whether it expects TLS (https).");
        load.Failing(NoOutcomes with { Protocol = 30 }).Apart().Words("V07").ShouldBe("[invalid] 30 of 20,000 requests failed (0.15 %: 30 not HTTP). | Above 0.1 % the server did other work than was asked for: errors are often cheaper than answers. | What answers is not the protocol that was asked for: check port and scheme.");
        load.Failing(NoOutcomes with { Dns = 30 }).Apart().Words("V07").ShouldBe("[invalid] 30 of 20,000 requests failed (0.15 %: 30 name not found). | Above 0.1 % the server did other work than was asked for: errors are often cheaper than answers. | Check the name of the host.");

        string Refused(string error) =>
            (load.Failing(NoOutcomes with { Refused = 20_000 }) with { ConnectErrors = new Dictionary<string, long> { [error] = 19_000, ["EAGAIN"] = 1_000 } }).Apart().Words("V07");
    }

    [Fact]
    public void Failures_of_a_single_load_are_its_result_never_invalid()
    {
        var load = Loads.Closed().Failing(NoOutcomes with { Refused = 20_000 });

        (load.Apart() with { SingleLoad = true }).Gate("V07").State.ShouldBe(GateState.Warn);
        load.Apart().Gate("V07").State.ShouldBe(GateState.Invalid);
    }

    [Theory]
    [InlineData(20_000, 99, false, false, "no doubt")]
    [InlineData(800, 99, false, false, "[warn] p99 rests on the 8 slowest responses of 800. | Below 100 a percentile of one window is unsteady. | To rely on p99, set phases.measure to 3m; lower percentiles need fewer responses.")]
    [InlineData(800, 99, false, true, "[warn] p99 rests on the 8 slowest responses of 800. | Below 100 a percentile of one window is unsteady. | To rely on p99, use --duration 3m; lower percentiles need fewer responses.")]
    [InlineData(200, 99, false, false, "[invalid] The window held 200 responses; p99 needs at least 368. | With so few responses p99 has no upper limit: it is withheld. | To rely on p99, set phases.measure to 9m; lower percentiles need fewer responses.")]
    [InlineData(20_000, 99.9, false, false, "[warn] p99.9 rests on the 20 slowest responses of 20,000. | Below 100 a percentile of one window is unsteady. | To rely on p99.9, set phases.measure to 55s; lower percentiles need fewer responses.")]
    [InlineData(0, 99, false, true, "[invalid] The window held 0 responses; p99 needs at least 368. | With so few responses p99 has no upper limit: it is withheld. | To rely on p99, use --duration 60s; lower percentiles need fewer responses.")]
    public void Too_few_responses_for_a_percentile_are_told(long responses, double percentile, bool quick, bool single, string words) =>
        (Loads.Closed(responses).Apart() with { Percentile = percentile, Quick = quick, SingleLoad = single }).Words("V10").ShouldBe(words);

    [Fact]
    public void Where_no_percentile_decides_none_needs_responses()
    {
        var gate = (Loads.Closed(200).Apart() with { Percentile = null }).Gate("V10");

        (gate.State, gate.Reason).ShouldBe((GateState.NotApplicable, "no percentile decides: neither the primary metric nor an objective is one"));
    }

    [Fact]
    public void A_quick_window_says_unknown_instead_of_complaining()
    {
        var gate = (Loads.Closed(800).Apart() with { Quick = true }).Gate("V10");

        (gate.State, gate.Reason, gate.Limit).ShouldBe((GateState.Unknown, "window too short (preview)", 100));
        (Loads.Closed(20_000).Apart() with { Quick = true }).Gate("V10").State.ShouldBe(GateState.Ok);
    }

    [Fact]
    public void A_withheld_percentile_carries_the_limit_that_was_missed_and_does_not_invalidate_the_window()
    {
        var gate = Loads.Closed(200).Apart().Gate("V10");

        gate.State.ShouldBe(GateState.Invalid);
        gate.Limit!.Value.ShouldBe(3.68, 1e-9);
        GateKeeper.Invalidates([gate]).ShouldBeFalse();
        GateKeeper.Invalidates([gate, new GateRecord("V01", 0.9, 0.4, GateState.Invalid)]).ShouldBeTrue();
        GateKeeper.Invalidates([new GateRecord("V99", 1, 0, GateState.Invalid)]).ShouldBeTrue("an unknown gate of a newer version is believed");
    }

    [Theory]
    [InlineData(2, true, false, "[warn] Generator and server are co-located: they share the 2 CPUs of this machine. | What the generator uses the server lacks: the results compare candidates with each other and are not the absolute speed of any. | Read differences, not absolute figures; for those use a machine with 4 or more CPUs, or two machines.")]
    [InlineData(1, true, false, "[warn] Generator and server are co-located: they share the only CPU of this machine. | What the generator uses the server lacks: the results compare candidates with each other and are not the absolute speed of any. | Read differences, not absolute figures; for those use a machine with 4 or more CPUs, or two machines.")]
    [InlineData(2, false, false, "[warn] Generator and server are co-located: they share the 2 CPUs of this machine. | What the generator uses the server lacks: the results compare candidates with each other and are not the absolute speed of any. | Read differences, not absolute figures; for those use a machine with 4 or more CPUs, or two machines.")]
    [InlineData(8, true, false, "[warn] Generator and server are co-located: they share the 8 CPUs of this machine. | What the generator uses the server lacks: the results compare candidates with each other and are not the absolute speed of any. | Give each its own CPUs (cpus in the stack file, or taskset), or use two machines.")]
    [InlineData(2, true, true, "[warn] Generator and server are co-located: they share the 2 CPUs of this machine. | What the generator uses the server lacks: alone the server would be faster than these figures. | Read differences, not absolute figures; for those use a machine with 4 or more CPUs, or two machines.")]
    [InlineData(8, false, false, "no doubt")]
    public void A_generator_on_the_servers_cpus_is_told(int cpus, bool shared, bool single, string words) =>
        (Loads.Closed().Apart() with { MachineCpus = cpus, SharesCpus = shared, SingleLoad = single }).Words("V28").ShouldBe(words);

    [Fact]
    public void A_server_on_another_machine_shares_nothing() =>
        new TrialFacts(Loads.Closed(), 2, SharesCpus: false, 10, Quick: false).Gate("V28").ShouldBe(
            new GateRecord("V28", null, null, GateState.NotApplicable, "the server is on another machine"));

    [Fact]
    public void A_load_without_any_request_is_unknown_not_clean()
    {
        var load = Loads.Open() with { Requests = new RequestCounts(0, 0, 0, 0, 0, 0, 0) };

        foreach (var id in new[] { "V04", "V05", "V06", "V07" })
        {
            load.Apart().Gate(id).ShouldBe(new GateRecord(id, null, null, GateState.Unknown, "no request was sent in the window"));
        }
    }

    [Fact]
    public void The_table_of_limits_names_every_gate_once_with_warn_before_invalid()
    {
        var judged = GateKeeper.Judge(Loads.Closed().Apart()).Gates.Select(g => g.Id);

        judged.ShouldBeSubsetOf(GateLimits.All.Select(row => row.Id));
        GateLimits.All.Where(row => row is { Warn: not null, Invalid: not null })
            .ShouldAllBe(row => row.HigherIsWorse ? row.Warn < row.Invalid : row.Warn > row.Invalid);
        GateLimits.All.ShouldAllBe(row => row.Source.Length > 20 && row.Unit.Length > 3);
    }

    /// <summary>Two CPUs that were busy for 16 of 20 s.</summary>
    private static TrialFacts OnFullCpus(double generatorS)
    {
        var load = Loads.Closed();
        return (load with { Generator = load.Generator with { CpuS = generatorS } }).Together() with { MachineBusyS = 16 };
    }
}
