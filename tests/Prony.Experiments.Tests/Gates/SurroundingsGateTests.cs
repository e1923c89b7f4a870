using Prony.Experiments.Gates;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Gates;

/// <summary>The gates that judge what the machine did: exact figures at and beyond each limit. A window of 10 s on 8 CPUs unless said otherwise.</summary>
public sealed class SurroundingsGateTests
{
    [Fact]
    public void A_quiet_machine_has_no_doubt()
    {
        var (gates, doubts) = GateKeeper.Judge(Quiet());

        doubts.ShouldBeEmpty();
        string.Join(", ", gates.Where(g => g.Id is "V03" or "V13" or "V14" or "V17" or "V18" or "V19" or "V21" or "V22" or "V23" or "V24" or "V25").Select(g => $"{g.Id} {g.State}"))
            .ShouldBe("V03 ok, V13 ok, V14 ok, V17 ok, V18 ok, V19 ok, V21 ok, V22 ok, V23 ok, V24 ok, V25 not-applicable");
    }

    [Fact]
    public void Without_readings_every_gate_says_why_it_is_unknown()
    {
        var gates = GateKeeper.Judge(Loads.Open().Apart()).Gates;

        foreach (var id in new[] { "V03", "V13", "V14", "V17", "V18", "V19", "V21", "V22", "V23", "V24" })
        {
            var gate = gates.Single(g => g.Id == id);
            (gate.State, gate.Value, gate.Limit).ShouldBe((GateState.Unknown, null, null), id);
            gate.Reason!.Length.ShouldBeGreaterThan(20, id);
        }
    }

    [Fact]
    public void A_Unix_socket_has_no_TCP()
    {
        var facts = Quiet(around => around with { IsTcp = false, Tcp = null });

        foreach (var id in new[] { "V18", "V19", "V21" })
        {
            facts.Gate(id).State.ShouldBe(GateState.NotApplicable);
        }
    }

    [Theory]
    [InlineData(0.10, "no doubt")]
    [InlineData(0.11, "[warn] A generator thread that was ready to run waited for a CPU 1.1 % of the window (110 ms). | Above 1 % the wait begins to show in the highest percentiles. | Find what else runs on the generator's CPUs (top, sorted by CPU), or give it CPUs of its own.")]
    [InlineData(0.51, "[invalid] A generator thread that was ready to run waited for a CPU 5.1 % of the window (510 ms). | Above 5 % answers lie unread while the generator waits, and the wait is counted as the server's. | Find what else runs on the generator's CPUs (top, sorted by CPU), or give it CPUs of its own.")]
    public void A_generator_that_waits_for_a_CPU_is_told(double waitS, string words) =>
        Quiet(around => around with { LongestWaitNs = (long)(waitS * 1e9) }).Words("V03").ShouldBe(words);

    [Fact]
    public void On_shared_CPUs_the_generators_wait_is_reported_and_not_judged()
    {
        var gate = (Quiet(around => around with { LongestWaitNs = 5_000_000_000 }) with { SharesCpus = true }).Gate("V03");

        (gate.State, gate.Value).ShouldBe((GateState.NotApplicable, 0.5));
    }

    [Theory]
    [InlineData(0.05, false, "no doubt")]
    [InlineData(0.06, false, "[warn] The hypervisor gave 0.6 % of a CPU's time to other guests (60 ms of 10 s). | Above 0.5 % response times hold pauses that are nobody's on this machine. | Measure when the host is quiet, or on a machine of your own.")]
    [InlineData(0.21, false, "[invalid] The hypervisor gave 2.1 % of a CPU's time to other guests (210 ms of 10 s). | Above 2 % the window shows the neighbours of this virtual machine. | Measure when the host is quiet, or on a machine of your own.")]
    [InlineData(0.21, true, "[warn] The hypervisor gave 2.1 % of a CPU's time to other guests (210 ms of 10 s). | Above 0.5 % response times hold pauses that are nobody's on this machine. | Measure when the host is quiet, or on a machine of your own.")]
    public void Stolen_time_is_judged_by_the_CPU_that_lost_most(double stolenS, bool quick, string words) =>
        (Quiet(around => around with { Cpus = [new CpuTimes(1, 0, 10), new CpuTimes(1, stolenS, 10)] }) with { Quick = quick }).Words("V13").ShouldBe(words);

    [Fact]
    public void Two_ticks_of_a_short_window_are_not_steal()
    {
        Quiet(around => around with { Cpus = [new CpuTimes(0.5, 0.02, 1)] }).Gate("V13").State.ShouldBe(GateState.Ok);
        Quiet(around => around with { Cpus = [new CpuTimes(0.5, 0.03, 1)] }).Gate("V13").State.ShouldBe(GateState.Invalid);
    }

    [Theory]
    [InlineData(1.0, false, "no doubt")]
    [InlineData(1.1, false, "[warn] Other programs used 0.11 cores in the window. | Above 0.1 cores they take what the server or the generator may need. | Find them (top, sorted by CPU) and stop them while Prony measures: builds, browsers, backups, another load.")]
    [InlineData(2.6, false, "[invalid] Other programs used 0.26 cores in the window. | Above 0.25 cores they decide what is left for the server. | Find them (top, sorted by CPU) and stop them while Prony measures: builds, browsers, backups, another load.")]
    [InlineData(2.6, true, "[warn] Other programs used 0.26 cores in the window. | Above 0.1 cores they take what the server or the generator may need. | Find them (top, sorted by CPU) and stop them while Prony measures: builds, browsers, backups, another load.")]
    public void Other_programs_are_what_neither_candidate_nor_Prony_used(double othersS, bool quick, string words)
    {
        // One CPU that was busy all the time, so that sampling by ticks leaves nothing open: 0.5 s generator, 1 s interrupts, the rest server and others.
        var facts = Quiet(around => around with { Cpus = [new CpuTimes(10, 0, 10) { InterruptS = 1 }] }) with { ServerCpuS = 10 - 1 - 0.5 - othersS, Quick = quick };

        facts.Words("V14").ShouldBe(words);
    }

    [Fact]
    public void What_sampling_by_ticks_leaves_open_is_allowed_on_top()
    {
        // 2 CPUs, half busy, 1 s: 200 ticks, of which √(200·½·½) = 7.07 by chance; three times that is 0.212 cores.
        var facts = Quiet(around => around with { LengthS = 1, Cpus = [new CpuTimes(0.5, 0, 1), new CpuTimes(0.5, 0, 1)] });

        (facts with { ServerCpuS = 0.2 }).Gate("V14").Limit!.Value.ShouldBe(0.312, 0.001);
        (facts with { ServerCpuS = 0.2 }).Gate("V14").State.ShouldBe(GateState.Ok);
    }

    [Fact]
    public void Without_the_servers_CPU_others_cannot_be_told_from_it()
    {
        (Quiet() with { ServerCpuS = null }).Gate("V14").State.ShouldBe(GateState.Unknown);
        (Quiet() with { ServerCpuS = null, SingleLoad = true }).Gate("V14").Reason!.ShouldStartWith("Prony did not start the server");

        // A server on another machine uses nothing here.
        (Quiet() with { ServerCpuS = null, ServerIsLocal = false }).Gate("V14").Value!.Value.ShouldBe(0.95, 1e-9);
    }

    [Theory]
    [InlineData(10, false, "no doubt")]
    [InlineData(11, false, "[warn] Everything that wanted to run waited for memory 0.11 % of the window (11 ms). | Above 0.1 % response times hold waits for memory. | Stop what fills the memory, give the machine more of it, or limit what the server keeps.")]
    [InlineData(101, false, "[invalid] Everything that wanted to run waited for memory 1.01 % of the window (101 ms). | Above 1 % the window shows a machine that swaps, not a server. | Stop what fills the memory, give the machine more of it, or limit what the server keeps.")]
    [InlineData(101, true, "[warn] Everything that wanted to run waited for memory 1.01 % of the window (101 ms). | Above 0.1 % response times hold waits for memory. | Stop what fills the memory, give the machine more of it, or limit what the server keeps.")]
    public void A_machine_that_waits_for_memory_is_told(double waitMs, bool quick, string words) =>
        (Quiet(around => around with { MemoryWaitNs = (long)(waitMs * 1e6) }) with { Quick = quick }).Words("V17").ShouldBe(words);

    [Theory]
    [InlineData(700, 0, "no doubt")]
    [InlineData(701, 0, "[warn] Prony had 701 of at most 1,000 open files open. | Above 70 % a few more connections would exceed the limit. | Raise the limit before the run (ulimit -n), or use fewer connections.")]
    [InlineData(951, 0, "[invalid] Prony had 951 of at most 1,000 open files open. | Above 95 % connections fail for want of a descriptor: the generator's own fault, which stands in the failures. | Raise the limit before the run (ulimit -n), or use fewer connections.")]
    [InlineData(400, 7, "[invalid] 7 connections could not be opened because Prony may have no more than 1,000 open files. | Above 95 % connections fail for want of a descriptor: the generator's own fault, which stands in the failures. | Raise the limit before the run (ulimit -n), or use fewer connections.")]
    public void A_generator_without_descriptors_is_told(int open, long failed, string words)
    {
        var facts = Quiet(around => around with { OpenFiles = open });

        (facts with { Load = facts.Load with { ConnectErrors = failed > 0 ? new Dictionary<string, long> { ["EMFILE"] = failed } : new Dictionary<string, long>() } }).Words("V22").ShouldBe(words);
    }

    [Theory]
    [InlineData(0, 0, 50, false, "no doubt")]
    [InlineData(1, 0, 20_000, false, "[warn] A full accept queue dropped 1 connection attempt in the window, in which the load opened 20,000 connections. | The kernel tells the client nothing: it tries again after 1, 3 and 7 s, which stands in the connect and response times. | Raise the backlog (socket.backlog in the stack file, net.core.somaxconn), let users begin more slowly (ramp), or look why it accepts so slowly.")]
    [InlineData(17, 0, 8, false, "[invalid] A full accept queue dropped 17 connection attempts in the window, in which the load opened 8 connections. | The kernel tells the client nothing: it tries again after 1, 3 and 7 s, which stands in the connect and response times, and users who wait there do not load the server. | Raise the backlog (socket.backlog in the stack file, net.core.somaxconn), let users begin more slowly (ramp), or look why it accepts so slowly.")]
    [InlineData(17, 0, 8, true, "[warn] A full accept queue dropped 17 connection attempts in the window, in which the load opened 8 connections. | The kernel tells the client nothing: it tries again after 1, 3 and 7 s, which stands in the connect and response times. | Raise the server's backlog and net.core.somaxconn, let connections begin more slowly (--warmup), or look why it accepts so slowly.")]
    [InlineData(0, 5, 0, false, "[warn] A full accept queue dropped 5 connection attempts before the window began. | The kernel tells the client nothing: it tries again after 1, 3 and 7 s, which stands in the connect and response times. | Raise the backlog (socket.backlog in the stack file, net.core.somaxconn), let users begin more slowly (ramp), or look why it accepts so slowly.")]
    [InlineData(3, 0, 0, false, "no doubt")]   // of others: this load asked for no connection
    public void A_full_accept_queue_is_told(long dropped, long early, long opened, bool single, string words)
    {
        var facts = Quiet(around => around with
        {
            Tcp = around.Tcp!.Value with { ListenOverflows = dropped, ListenDrops = dropped },
            TcpBefore = new TcpCounters(0, 0, 0, early, early),
        });

        (facts with { SingleLoad = single, Load = facts.Load with { Connections = new ConnectionCounts(opened, 0, 0) } }).Words("V18").ShouldBe(words);
    }

    [Fact]
    public void The_queue_of_another_machine_is_not_seen() =>
        (Quiet() with { ServerIsLocal = false }).Gate("V18").State.ShouldBe(GateState.Unknown);

    [Theory]
    [InlineData(1, false, "no doubt")]
    [InlineData(2, false, "[warn] 2 of 100,000 TCP segments had to be sent again (0.002 %). | Each of them may have made a request wait for 200 ms or more. | On loopback nothing is lost unless a queue or memory is full: look at `nstat -az` (TCPBacklogDrop, TCPRcvQDrop) and at what else uses this network.")]
    [InlineData(101, false, "[invalid] 101 of 100,000 TCP segments had to be sent again (0.101 %). | Above 0.1 % the highest percentiles show waits of the network (200 ms and more), not of the server. | On loopback nothing is lost unless a queue or memory is full: look at `nstat -az` (TCPBacklogDrop, TCPRcvQDrop) and at what else uses this network.")]
    [InlineData(101, true, "[warn] 101 of 100,000 TCP segments had to be sent again (0.101 %). | Each of them may have made a request wait for 200 ms or more. | On loopback nothing is lost unless a queue or memory is full: look at `nstat -az` (TCPBacklogDrop, TCPRcvQDrop) and at what else uses this network.")]
    public void Segments_that_were_sent_again_are_told(long again, bool quick, string words) =>
        (Quiet(around => around with { Tcp = around.Tcp!.Value with { Retransmitted = again } }) with { Quick = quick }).Words("V19").ShouldBe(words);

    [Theory]
    [InlineData(199, GateState.Ok)]
    [InlineData(150, GateState.Warn)]
    [InlineData(90, GateState.Invalid)]
    public void What_was_sent_again_although_it_had_arrived_delayed_nobody(long needless, string state) =>
        Quiet(around => around with { Tcp = new TcpCounters(100_000, 200, 0, 0, 0) { NeedlesslyRetransmitted = needless } }).Gate("V19").State.ShouldBe(state);

    [Fact]
    public void Connection_attempts_that_a_full_queue_dropped_are_not_blamed_on_the_network() =>
        Quiet(around => around with { Tcp = new TcpCounters(100_000, 200, 200, 200, 200) }).Gate("V19").State.ShouldBe(GateState.Ok);

    [Theory]
    [InlineData(2_352, "no doubt")]
    [InlineData(2_353, "[warn] 235 connections were opened per second; 28,232 local ports allow 471. | Above 50 % a longer window may run out of ports. | Let the server keep connections alive, lower the load, or widen net.ipv4.ip_local_port_range.")]
    [InlineData(4_300, "[invalid] 430 connections were opened per second; 28,232 local ports allow 471. | Above 90 % the generator runs out of ports. | Let the server keep connections alive, lower the load, or widen net.ipv4.ip_local_port_range.")]
    public void Connections_that_use_up_the_ports_are_told(long opened, string words)
    {
        var facts = Quiet(around => around with { IsLoopback = false });

        (facts with { Load = facts.Load with { Connections = new ConnectionCounts(opened, 0, 0) } }).Words("V21").ShouldBe(words);
    }

    [Fact]
    public void On_loopback_a_port_rests_for_a_second_only()
    {
        var facts = Quiet();
        facts = facts with { Load = facts.Load with { Connections = new ConnectionCounts(4_300, 0, 0) } };

        facts.Gate("V21").Value!.Value.ShouldBe(430 / 28_232.0, 1e-9);
        (facts with { Surroundings = facts.Surroundings! with { Ports = new LocalPorts(28_232, ReusedOnLoopback: false) } }).Gate("V21").State.ShouldBe(GateState.Invalid);
    }

    [Fact]
    public void Running_out_of_ports_is_the_generators_failure()
    {
        var facts = Quiet();
        var load = facts.Load with { Connections = new ConnectionCounts(1, 0, 0), ConnectErrors = new Dictionary<string, long> { ["EADDRNOTAVAIL"] = 3 } };

        (facts with { Load = load, SingleLoad = true }).Words("V21").ShouldBe("[invalid] 3 connections could not be opened because no local port was free. | The generator ran out of ports: what failed is its own fault and stands in the failures. | Keep connections alive (no --no-keepalive), lower the load, or widen net.ipv4.ip_local_port_range.");

        // An address that is not available here at all (::1 without IPv6) gives the same error to every attempt.
        (facts with { Load = load with { Connections = new ConnectionCounts(0, 0, 0) } }).Gate("V21").State.ShouldBe(GateState.Ok);
    }

    [Theory]
    [InlineData(10, 1, "no doubt")]
    [InlineData(11, 1, "[warn] Prony's own garbage collector stopped it for 11 ms of the window (0.11 %, 4 collections). | Above 0.1 % the pauses of the tool begin to show in the highest percentiles. | Lower the load or use fewer connections; where nothing helps, please report it: Prony means to allocate nothing in the window.")]
    [InlineData(101, 1, "[invalid] Prony's own garbage collector stopped it for 101 ms of the window (1.01 %, 4 collections). | Above 1 % the pauses of the tool stand in p99. | Lower the load or use fewer connections; where nothing helps, please report it: Prony means to allocate nothing in the window.")]
    [InlineData(5, 1.1, "[warn] Prony's own garbage collector stopped it for 1.1 ms at once. | Above 1 ms the highest percentiles may show Prony's pause instead of the server's. | Look at the highest percentiles with that in mind; a shorter window has fewer collections.")]
    public void Pauses_of_the_generators_collector_are_told(double pausedMs, double longestMs, string words)
    {
        // Responses of 10 ms: 10 % of p99 is 1 ms.
        var facts = Quiet(around => around with { Collections = 4, LongestPauseNs = (long)(longestMs * 1e6) });

        (facts with { Load = facts.Load with { Generator = facts.Load.Generator with { GcPauseNs = (long)(pausedMs * 1e6) } } }).Words("V23").ShouldBe(words);
    }

    [Fact]
    public void A_pause_of_a_collection_before_the_window_is_told_without_a_number_of_collections()
    {
        var facts = Quiet(around => around with { Collections = 0 });
        (facts with { Load = facts.Load with { Generator = facts.Load.Generator with { GcPauseNs = 11_000_000 } } }).Words("V23")
            .ShouldStartWith("[warn] Prony's own garbage collector stopped it for 11 ms of the window (0.11 %). | ");
    }

    [Theory]
    [InlineData(200, "tsc", "no doubt")]
    [InlineData(-201, "tsc", "[warn] The clock ran 201 millionths slower than the hardware. | Above 200 the time service is correcting it, and every duration is off by that share. | Wait until the time service has settled (chronyc tracking, timedatectl), then measure again.")]
    [InlineData(1, "hpet", "[invalid] The kernel takes its time from hpet. | Each reading then costs a microsecond or more, several times per request, and steps are coarse. | Use a machine whose TSC is stable (cat /sys/devices/system/clocksource/clocksource0/available_clocksource).")]
    [InlineData(1, null, "no doubt")]
    public void A_clock_that_runs_unevenly_is_told(double ppm, string? source, string words) =>
        Quiet(around => around with { ClockDriftPpm = ppm, ClockSource = source }).Words("V24").ShouldBe(words);

    // 20 users, 10 ms: 2,000 per second.
    [Theory]
    [InlineData(1_900.5, "no doubt")]
    [InlineData(1_890, "[warn] 20 users always had a request out, but throughput × response says 18.9 (5.52 % off). | Above 5 % something of the window is in one figure and not in the other. | Look for users who still wait for a connection (V18) or for an answer since the warm-up, and for a generator that does not keep up (V01); if it is none, please report it.")]
    [InlineData(1_690, "[invalid] 20 users always had a request out, but throughput × response says 16.9 (15.5 % off). | Above 15 % users wait outside of the window's figures, or requests were lost: the figures contradict each other. | Look for users who still wait for a connection (V18) or for an answer since the warm-up, and for a generator that does not keep up (V01); if it is none, please report it.")]
    public void Users_throughput_and_response_must_agree(double perS, string words) =>
        (Loads.Closed() with { Users = 20, CompletedPerS = perS }).Apart().Words("V25").ShouldBe(words);

    [Fact]
    public void Where_requests_in_flight_are_not_known_beforehand_nothing_is_compared()
    {
        var load = Loads.Closed() with { Users = 20, CompletedPerS = 2_000 };

        load.Apart().Gate("V25").State.ShouldBe(GateState.Ok);
        (load with { ThinkS = 1 }).Apart().Gate("V25").State.ShouldBe(GateState.NotApplicable);
        (load.Apart() with { LoadIsConstant = false }).Gate("V25").State.ShouldBe(GateState.NotApplicable);
        (load with { ResponseNs = Loads.Times(100, 260) }).Apart().Gate("V25").Reason!.ShouldStartWith("window too short: the mean response (260 ms)");
        load.Failing(new OutcomeCounts(0, 300, 0, 0, 0, 0, 0, 0, 0, 0), ("500", 300)).Apart().Gate("V25").Reason.ShouldBe("failed requests have no response time to compare with");
    }

    /// <summary>An open load of 10 s from a machine on which nothing else ran.</summary>
    private static TrialFacts Quiet(Func<Surroundings, Surroundings>? change = null)
    {
        var around = new Surroundings
        {
            LengthS = 10,
            IsTcp = true,
            IsLoopback = true,
            Cpus = [new CpuTimes(10, 0, 10)],
            MemoryWaitNs = 0,
            OpenFiles = 60,
            OpenFilesLimit = 1_000,
            Tcp = new TcpCounters(100_000, 0, 0, 0, 0),
            TcpBefore = default(TcpCounters),
            Ports = new LocalPorts(28_232, ReusedOnLoopback: true),
            ClockSource = "tsc",
            ClockDriftPpm = 0.5,
            LongestWaitNs = 0,
        };
        return Loads.Open().Apart() with { Surroundings = change?.Invoke(around) ?? around, ServerCpuS = 9.5 };
    }
}
