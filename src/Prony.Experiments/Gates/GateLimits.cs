namespace Prony.Experiments.Gates;

/// <summary>The one table of gates and their default limits (docs/methods/gates.md shows the same).</summary>
internal static class GateLimits
{
    /// <summary>Share of a machine's CPU that the generator may take when it shares the CPUs with the server.</summary>
    internal static readonly GateLimit GeneratorShare = new(
        "V01", "generator share of CPU", 0.10, 0.40, "share of the CPU that the machine used", true, true,
        "what the tool uses, the server cannot: the share bounds the bias");

    /// <summary>CPU share of the busiest generator thread when the generator has CPUs of its own.</summary>
    internal static readonly GateLimit GeneratorThread = new(
        "V01", "generator CPU", 0.50, 0.80, "share of one CPU, busiest thread", true, true,
        "Treadmill (Zhang et al., ISCA 2016): queueing in the client appears as latency of the server");

    /// <summary>Generator's own lateness, p99, as a share of the median response; floors of 0.1 ms and 1 ms.</summary>
    internal static readonly GateLimit Lateness = new(
        "V02", "generator lateness", 0.02, 0.10, "p99 of sent − due ÷ p50 of response", true, true,
        "Kogias et al., Lancet (ATC 2019); floors from the wake-up of a sleeping thread, p99 68–117 µs measured");

    internal static readonly GateLimit RunQueue = new(
        "V03", "generator waits for a CPU", 0.01, 0.05, "share of the window, thread that waited most", true, true,
        "a generator that is ready and does not run answers late, like one that is busy (Treadmill, ISCA 2016)");

    internal static readonly GateLimit RateKept = new(
        "V04", "rate kept", 0.999, 0.99, "sent ÷ due", false, true,
        "an open model that falls behind is not the model that was asked for (Schroeder et al., NSDI 2006)");

    internal static readonly GateLimit NoFreeConnection = new(
        "V05", "arrivals that waited for a connection", 0.001, 0.01, "share of sent requests", true, true,
        "with all connections busy an open model turns into a closed one (Schroeder et al., NSDI 2006)");

    internal static readonly GateLimit Unanswered = new(
        "V06", "unanswered requests", 0, 0.001, "share of sent requests", true, true,
        "an unanswered request has no response time, only a lower bound of one");

    internal static readonly GateLimit Errors = new(
        "V07", "failed requests", 0, 0.001, "share of sent requests", true, true,
        "a failed request is other work than a successful one");

    /// <summary>Largest difference of failed shares between a candidate and the baseline.</summary>
    internal static readonly GateLimit ErrorsDiffer = new(
        "V07", "failed requests differ", null, 0.001, "difference of the shares of sent requests", true, true,
        "candidates that fail differently often do different work");

    /// <summary>Part of one candidate's responses to one and the same request that is compressed unlike the rest.</summary>
    internal static readonly GateLimit MixedCompression = new(
        "V08", "mixed compression", 0.01, null, "share of the responses that are compressed unlike the rest", true, true,
        "a content coding is CPU for the server and bytes for the network (RFC 9110, section 8.4): half of the responses were other work");

    /// <summary>The scenario's <c>same.tolerance</c> goes before it.</summary>
    internal static readonly GateLimit BodyLengthDiffers = new(
        "V08", "body length differs", null, 0.02, "difference of the mean bytes of content, share of the baseline's", true, true,
        "more bytes are more work, for the server and for the network");

    /// <summary>With <c>same: {body: exact}</c>.</summary>
    internal static readonly GateLimit BodyDiffers = new(
        "V08", "body differs", null, 0, "requests whose answer has other bytes than the baseline's", true, true,
        "the experiment says that the candidates give the same answers");

    internal static readonly GateLimit StatusDiffers = new(
        "V08", "status mix differs", null, 0.01, "largest difference of the shares of a status", true, true,
        "another status is another answer: 304 costs less than 200");

    internal static readonly GateLimit CompressionDiffers = new(
        "V08", "compression differs", null, 0.01, "largest difference of the shares of a content coding", true, true,
        "a content coding is CPU for the server and bytes for the network (RFC 9110, section 8.4)");

    internal static readonly GateLimit HeadBytesDiffer = new(
        "V08", "header bytes differ", 0.10, null, "difference of the mean bytes beside content, share of the baseline's", true, false,
        "headers are made, sent and read with every response");

    internal static readonly GateLimit VersionDiffers = new(
        "V08", "HTTP version differs", 0.01, null, "largest difference of the shares of a version", true, false,
        "HTTP/1.0 closes each connection unless told otherwise (RFC 9112, section 9.3)");

    /// <summary>Connections that the server ended although they were to be kept.</summary>
    internal static readonly GateLimit KeepAlive = new(
        "V09", "connections that the server closed", 0.001, 0.01, "share of the responses", true, true,
        "a new connection is work for both sides that a kept one saves (RFC 9112, section 9.3); Lancet (ATC 2019) names keepalive_requests of nginx");

    internal static readonly GateLimit KeepAliveDiffers = new(
        "V09", "closed connections differ", 0.01, null, "difference of the shares of the responses", true, false,
        "a candidate that closes connections does work that the other is spared");

    /// <summary>Requests beyond the percentile.</summary>
    internal static readonly GateLimit Samples = new(
        "V10", "requests beyond the percentile", 100, null, "requests of the window beyond the percentile", false, false,
        "order statistics (Le Boudec 2010): 368 values bound p99 at all, 100 beyond it make it stable");

    /// <summary>Anderson–Darling of the gaps between requests as sent: critical values at 1 % and twice that.</summary>
    internal static readonly GateLimit PoissonArrivals = new(
        "V11", "arrivals as planned", 1.957, 3.9, "A² of the gaps between requests as sent", true, true,
        "Stephens (JASA 69, 1974): exponential distribution with estimated mean; Lancet (ATC 2019) tests the same");

    internal static readonly GateLimit EqualArrivals = new(
        "V11", "equal gaps as planned", 0.05, 0.20, "standard deviation ÷ mean of the gaps between requests as sent", true, true,
        "equal gaps have none; a Poisson process has 1");

    internal static readonly GateLimit NeighbouringArrivals = new(
        "V11", "neighbouring gaps", null, 0.10, "Spearman's correlation of neighbouring gaps, amount", true, true,
        "gaps of a Poisson process do not depend on each other; Lancet (ATC 2019) tests the same");

    /// <summary>Largest significant change of the median response or of CPU per request in the course of a window.</summary>
    internal static readonly GateLimit Stationary = new(
        "V12", "steady state", 0.05, 0.15, "change within the window, share of the median", true, true,
        "Mann (1945) and Kendall (1975) with Theil–Sen slope; E-divisive (Matteson and James 2014); Barrett et al. (OOPSLA 2017): less than half of all programs ever get steady");

    /// <summary>Growth of the candidate's memory in the course of a window; counts with p below 0.01 only.</summary>
    internal static readonly GateLimit MemoryGrowth = new(
        "V12", "memory growth", 0.01, null, "share of the memory in use, per minute", true, true,
        "Theil–Sen slope with Mann–Kendall on RSS by the second: what grows by 1 % a minute is twice as large after 70 minutes");

    internal static readonly GateLimit Steal = new(
        "V13", "stolen CPU time", 0.005, 0.02, "share of the time of the CPU that lost most", true, true,
        "time that the hypervisor gives to others stands in response times (proc_stat(5), field steal)");

    internal static readonly GateLimit Neighbours = new(
        "V14", "other programs", 0.10, 0.25, "cores that neither the candidate nor Prony used", true, true,
        "interference is the first cause of differences that do not exist (Maricq et al., OSDI 2018)");

    /// <summary>Speed of a fixed loop after the load against before it, where frequencies cannot be read.</summary>
    internal static readonly GateLimit Speed = new(
        "V15", "CPU speed", 0.03, null, "change of the speed of a fixed loop from before the load to after it", true, true,
        "a CPU that is slowed for heat or power makes every server slower, and not every one alike");

    internal static readonly GateLimit Frequency = new(
        "V15", "CPU frequency", 0.05, null, "highest ÷ lowest frequency of one CPU in the window, less 1", true, true,
        "cpufreq of Linux (Documentation/admin-guide/pm/cpufreq.rst); thermal throttling is invalid whatever the frequency");

    internal static readonly GateLimit CpuLimit = new(
        "V16", "server CPU limited", 0, null, "periods of the window in which a CPU limit held the server back", true, false,
        "bandwidth control of Linux (Documentation/scheduler/sched-bwc.rst): a fact of the setup, no fault of the measurement");

    internal static readonly GateLimit MemoryPressure = new(
        "V17", "memory pressure", 0.001, 0.01, "share of the window in which all waited for memory", true, true,
        "pressure stall information of Linux (Documentation/accounting/psi.rst): with `full` nobody gets anything done");

    internal static readonly GateLimit AcceptQueue = new(
        "V18", "accept queue overflow", 0, 0.0001, "dropped connection attempts ÷ connections tried", true, true,
        "a dropped attempt is tried again after 1, 3 and 7 s without an error (tcp(7), RFC 6298)");

    internal static readonly GateLimit Retransmits = new(
        "V19", "retransmits", 0.00001, 0.001, "segments sent again ÷ segments sent", true, true,
        "the shortest wait before sending again is 200 ms on Linux (TCP_RTO_MIN), far above most responses");

    /// <summary>Largest excess of responses near one of the waits of TCP.</summary>
    internal static readonly GateLimit Signatures = new(
        "V20", "waits of TCP in the responses", 0.0001, 0.001, "share of the responses above those of the neighbouring times", true, true,
        "delayed acknowledgement 40 ms, shortest retransmission 200 ms, connection attempts again after 1, 3 and 7 s (Linux: TCP_DELACK_MIN, TCP_RTO_MIN; RFC 6298)");

    internal static readonly GateLimit Ports = new(
        "V21", "local ports", 0.50, 0.90, "connections opened per second ÷ what the ports allow", true, true,
        "a closed connection keeps its port for 60 s (TIME-WAIT, RFC 9293; 1 s where tcp_tw_reuse applies)");

    internal static readonly GateLimit Descriptors = new(
        "V22", "open files of the generator", 0.70, 0.95, "share of the limit at the window's end", true, true,
        "a connection is a descriptor (getrlimit(2), RLIMIT_NOFILE): without one the generator fails, not the server");

    internal static readonly GateLimit ServerDescriptors = new(
        "V22", "open files and accept queue of the server", 0.70, 0.95, "share of the limit at the window's end, of the process or queue that is closest to it", true, true,
        "RLIMIT_NOFILE (getrlimit(2)) and the backlog of listen(2): beyond them connections fail or wait");

    /// <summary>Pauses of Prony's own collector. The longest is judged apart: 10 % of p99, at least 1 ms.</summary>
    internal static readonly GateLimit Collector = new(
        "V23", "generator's garbage collector", 0.001, 0.01, "pauses, share of the window", true, true,
        "while the collector stops the tool nothing is sent or read; 1 % of the window is p99 itself");

    /// <summary>The limit of the warning; a clock source that is slow to read is invalid whatever its speed.</summary>
    internal static readonly GateLimit Clock = new(
        "V24", "clock", 200, null, "millionths by which the clock's speed differs from the hardware's", true, true,
        "a time service corrects by at most 500 millionths (adjtimex(2)); a quartz is off by less than 100");

    internal static readonly GateLimit Little = new(
        "V25", "requests in flight", 0.05, 0.15, "difference of users and throughput × response, share of the larger", true, true,
        "Little (Operations Research 9, 1961): N = X·R holds for any system in a steady state");

    internal static readonly GateLimit RoundHealth = new(
        "V27", "repeated rounds", 0.10, 0.30, "share of the rounds", true, true,
        "a result that needs many second tries describes a selection of rounds");

    internal static readonly GateLimit CarryOver = new(
        "V27", "carry-over", 0.01, null, "probability of such a correlation of ratio and place by chance", false, false,
        "what a candidate leaves to the next (hysteresis) is the fourth pitfall of load tests (Treadmill, ISCA 2016); Spearman (1904)");

    /// <summary>CPUs at or below which a generator on the server's machine is always in its way.</summary>
    internal static readonly GateLimit Colocated = new(
        "V28", "generator on the server's CPUs", 2, null, "CPUs of the machine", false, false,
        "generator and server compete for the same CPUs");

    /// <summary>The same server in every round, and all its workers at the end of a window. A worker that is gone is invalid, one that goes by design only noted.</summary>
    internal static readonly GateLimit Identity = new(
        "V26", "server identity", null, 0, "workers that went in the window", true, true,
        "a server that lost a worker, or is another one than before, is not the one that is compared");

    /// <summary>Differences between candidates that the experiment does not mean.</summary>
    internal static readonly GateLimit Fairness = new(
        "V26", "differences beyond the factor", 0, null, "properties that differ and are not named in `factor`", true, false,
        "an effect can be told of a cause only where nothing else differs (Jain 1991, chapter 2: common mistakes)");

    /// <summary>Throughput below this share of what workers and CPUs allow, while nothing that was measured was full.</summary>
    internal static readonly GateLimit Ceiling = new(
        "V29", "common ceiling", 0.5, null, "throughput ÷ min(workers ÷ unloaded response, CPUs ÷ CPU per request)", false, false,
        "asymptotic bounds (Denning and Buzen 1978): N requests at once of S each give at most N ÷ S");

    /// <summary>How much more CPU a request may cost one of two candidates that answer alike, before a ceiling over both is the likelier reason.</summary>
    internal static readonly GateLimit AlikeDespiteCost = new(
        "V29", "alike in spite of their cost", 0.25, null, "difference of CPU per request, where throughputs are within 3 %", true, false,
        "two servers that cost differently and answer alike are held by something that they share");

    /// <summary>How much more CPU a request may cost the generator with one candidate than with another before its share can favour one of them.</summary>
    internal static readonly GateLimit GeneratorCostDiffers = new(
        "V01", "generator cost differs", 0.25, null, "difference of generator CPU per request", true, false,
        "a tool that costs more with one candidate slows that one more");

    /// <summary>All of them, by id.</summary>
    internal static readonly IReadOnlyList<GateLimit> All =
    [
        GeneratorShare, GeneratorThread, GeneratorCostDiffers, Lateness, RunQueue, RateKept, NoFreeConnection,
        Unanswered, Errors, ErrorsDiffer, MixedCompression, BodyLengthDiffers, BodyDiffers, StatusDiffers, CompressionDiffers, HeadBytesDiffer, VersionDiffers,
        KeepAlive, KeepAliveDiffers, Samples, PoissonArrivals, EqualArrivals, NeighbouringArrivals, Stationary, MemoryGrowth,
        Steal, Neighbours, Speed, Frequency, CpuLimit, MemoryPressure, AcceptQueue, Retransmits, Signatures, Ports, Descriptors, ServerDescriptors, Collector, Clock, Little,
        RoundHealth, CarryOver, Colocated, Identity, Fairness, Ceiling, AlikeDespiteCost,
    ];

    /// <summary>The main row of a gate: its first in the table.</summary>
    internal static GateLimit? Find(string id) => All.FirstOrDefault(limit => limit.Id == id);
}
