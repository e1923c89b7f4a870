using Prony.Experiments.Gates;
using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Gates;

/// <summary>Gates that look at the server's processes and bounds, and at the speed of the CPUs: exact figures at and beyond each limit.</summary>
public sealed class ServerGateTests
{
    private static readonly ServiceUse Web = new("web", 0.5, [new ProcessUse("server", 0.5, 4, 0.2)]) { LengthS = 10, HeldPeriods = 0 };

    [Fact]
    public void A_worker_that_went_is_invalid_and_named_with_its_successor()
    {
        var facts = Facts(Web with { Gone = ["4711 python3"], Lost = 1, Came = ["4750 python3", "4751 cgi"] });

        facts.Words("V26").ShouldBe("[invalid] 1 worker of web went in the window: 4711 python3 (4750 python3 came). | Its requests failed or waited, and the others served more meanwhile: the window shows a server that crashes. | Look at the server's log in the trial's folder for why it ended; if workers end by design (a limit of requests each), say `respawns: true` at the service.");
        GateKeeper.Invalidates(GateKeeper.Judge(facts).Gates).ShouldBeTrue();
    }

    [Fact]
    public void Workers_that_came_and_went_again_in_the_window_are_counted_beside_those_that_its_ends_show()
    {
        var facts = Facts(Web with { Gone = ["4711 python3"], Lost = 1, Came = ["4755 python3"] }) with
        {
            WorkersBefore = [new WorkerCount("web", 2, 2)],
            Workers = [new WorkerCount("web", 6, 6)],
        };

        facts.Doubt("V26")!.Seen.ShouldBe("1 worker of web went in the window: 4711 python3 (4755 python3 came). With those that came and went again it lost 4.");
        (facts with { Workers = [new WorkerCount("web", 3, 3)] }).Doubt("V26")!.Seen.ShouldEndWith("(4755 python3 came).");
    }

    [Fact]
    public void Workers_that_went_in_the_warm_up_are_a_word_and_no_doubt()
    {
        var facts = Facts(Web) with { WorkersBefore = [new WorkerCount("web", 2, 2), new WorkerCount("db", 0, 1)], Workers = [new WorkerCount("web", 2, 2)] };

        facts.Words("V26").ShouldBe("no doubt");
        (facts.Gate("V26").State, facts.Gate("V26").Reason).ShouldBe((GateState.Ok, "2 workers of web went in the warm-up (events.jsonl)"));
    }

    [Fact]
    public void Workers_that_end_by_design_are_noted()
    {
        var facts = Facts(Web with { Gone = ["4711 python3", "4712 python3"], Lost = 2, Respawns = true });

        facts.Words("V26").ShouldStartWith("[warn] 2 workers of web went in the window: 4711 python3, 4712 python3 (none came instead). | The stack says that they do;");
        GateKeeper.Invalidates(GateKeeper.Judge(facts).Gates).ShouldBeFalse();
    }

    [Fact]
    public void A_helper_that_had_no_part_in_the_work_is_noted() => Facts(Web with { Gone = ["4711 nginx"] }).Words("V26").ShouldBe(
        "[warn] 1 worker of web went in the window: 4711 nginx (none came instead). | None had a part in the work as far as their CPU tells: helpers, perhaps, that were done. | Look what it was; warm up longer, so that it is done before the window, or say `respawns: true` at the service.");

    [Fact]
    public void Processes_that_only_come_are_no_doubt() => Facts(Web with { Came = ["9 worker"] }).Words("V26").ShouldBe("no doubt");

    [Fact]
    public void Another_program_than_in_the_first_round_is_invalid() =>
        (Facts(Web) with { ChangedPrograms = ["web"] }).Words("V26").ShouldStartWith("[invalid] The program of web, or a file that its command names, is another one than in the first round. |");

    [Fact]
    public void Without_processes_V16_and_V26_say_why_they_are_unknown_and_a_single_load_has_none()
    {
        var facts = Loads.Closed().Apart();

        facts.Gate("V26").Reason.ShouldBe("Prony did not start the server, so that its processes are not known");
        facts.Gate("V16").Reason.ShouldBe("Prony did not start the server");
        Facts(Web with { HeldPeriods = null }).Gate("V16").Reason.ShouldBe("the server is in no control group of its own, so that nobody counts it");
        (facts with { SingleLoad = true }).Gate("V26").State.ShouldBe(GateState.NotApplicable);
        (facts with { SingleLoad = true }).Gate("V16").State.ShouldBe(GateState.NotApplicable);
    }

    [Fact]
    public void A_server_that_is_held_back_at_a_CPU_limit_is_told_unless_it_says_so_itself()
    {
        var facts = Facts(Web with { HeldPeriods = 42, HeldS = 1.5, CpuLimitCores = 0.5 });

        facts.Words("V16").ShouldBe("[warn] web was held back at its CPU limit of 0.5 cores in 42 periods of the window, for 1.5 s of its threads' time. | What is held back answers late in bursts: response times are those of the limit as much as of the server. | Lift the limit (cpu.max of the control group, or of the container that Prony runs in), or declare it: `declares: {cpu-limit: ...}`.");
        Facts(Web).Gate("V16").State.ShouldBe(GateState.Ok);
        var meant = (facts with { CpuLimitIsMeant = true }).Gate("V16");
        (meant.State, meant.Value).ShouldBe((GateState.NotApplicable, 42.0));
    }

    [Theory]
    [InlineData(700, GateState.Ok)]
    [InlineData(701, GateState.Warn)]
    [InlineData(951, GateState.Invalid)]
    public void A_server_that_is_short_of_descriptors_is_told(int open, string state)
    {
        var facts = Facts(Web with { OpenFiles = open, OpenFilesLimit = 1000, QueueWaiting = 1, QueueLength = 128 });

        facts.Gate("V22").State.ShouldBe(state);
        if (state != GateState.Ok)
        {
            facts.Doubt("V22")!.Seen.ShouldBe($"web had {open} of at most 1,000 open files open at the end of the window.");
        }
    }

    [Fact]
    public void A_queue_that_is_nearly_full_warns_and_forbids_nothing()
    {
        Facts(Web with { OpenFiles = 10, OpenFilesLimit = 1000, QueueWaiting = 5, QueueLength = 5 }).Words("V22").ShouldBe(
            "[warn] 5 of at most 5 connections waited for web to accept them at the end of the window. | Above 70 % the next ones are soon dropped without an error (V18), and each of these waits before its request is even read. | Raise the backlog (socket.backlog in the stack file, net.core.somaxconn), or look why it accepts so slowly.");
        Facts(Web with { QueueWaiting = 3, QueueLength = 5 }).Words("V22").ShouldBe("no doubt");
    }

    [Theory]
    [InlineData(0.029, GateState.Ok)]
    [InlineData(-0.031, GateState.Warn)]
    [InlineData(-0.5, GateState.Warn)]
    [InlineData(0.11, GateState.Warn)]
    public void A_CPU_that_changed_its_speed_is_told(double change, string state) => At(around => around with { SpeedChange = change }).Gate("V15").State.ShouldBe(state);

    [Fact]
    public void The_words_say_which_way_it_went()
    {
        var facts = At(around => around with { SpeedChange = -0.2 });

        facts.Words("V15").ShouldBe("[warn] The CPU was 20 % slower after the load than before it (a fixed loop). | Above 3 % the same work takes a different time at the end than at the beginning. | Fix the frequency (governor performance, no turbo); in a virtual machine measure when the host is quiet.");
    }

    [Fact]
    public void Frequencies_and_counters_of_heat_come_before_the_loop()
    {
        At(around => around with { FrequencyRatio = 1.2, SpeedChange = 0 }).Words("V15").ShouldStartWith("[warn] The frequency of a CPU changed by 20 % in the window. | Above 5 %");
        At(around => around with { FrequencyRatio = 1.0, Throttled = 3 }).Words("V15").ShouldStartWith("[invalid] A CPU was slowed for heat 3 times in the window.");
        (At(around => around with { Throttled = 3 }) with { SingleLoad = true }).Gate("V15").State.ShouldBe(GateState.Warn);
        At(around => around with { FrequencyRatio = 1.04, Throttled = 0 }).Gate("V15").State.ShouldBe(GateState.Ok);
    }

    [Fact]
    public void Where_nothing_can_be_told_it_is_unknown()
    {
        At(around => around).Gate("V15").Reason.ShouldBe("frequencies cannot be read here, and other programs disturbed the loop that is run instead");
        Loads.Closed().Apart().Gate("V15").Reason.ShouldBe("the speed of the CPUs was not looked at");
    }

    private static TrialFacts Facts(ServiceUse service) => At(around => around with { OpenFiles = 10, OpenFilesLimit = 1000 }) with { Services = [service] };

    private static TrialFacts At(Func<Surroundings, Surroundings> change) =>
        Loads.Closed().Apart() with { Surroundings = change(new Surroundings { LengthS = 10, IsTcp = true, IsLoopback = true }) };
}
