using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

/// <summary>V29 on synthetic runs: 100 users, 2 CPUs, nothing full unless said otherwise.</summary>
public sealed class CommonCeilingTests
{
    // The write-up that the gate comes from: every server gave 14/s where 50 workers of 200 ms allow 250/s.
    [Fact]
    public void Workers_that_could_answer_far_more_are_held_by_something_that_was_not_measured()
    {
        var world = Unfilled(new World("a", "b").Rounds(6, name => new Figures(PerS: name == "a" ? 14 : 20, ResponseMs: 3_000, CpuUs: 4_000)), unloadedMs: 200);
        Declare(world, "50");

        Words(world, "a").ShouldBe(
            "[warn] a answered 14/s at 100 users; 50 at once of 200 ms each allow 250/s, the CPUs 499/s, and nothing that was measured was full. | Below 50 % of what workers and CPUs allow, something that was not measured was the limit: the figures may be those of a proxy, a pool or a lock, the same for every candidate behind it. | Look for what all requests pass and nobody accounts for: the connections of a proxy or pool, a rate limit, a lock, a service elsewhere; then lift it, or ask without it.");
        var gate = Gate(world, "a");
        gate.Value!.Value.ShouldBe(14.0 / 250, 0.01);
        gate.Limit.ShouldBe(0.5);
    }

    [Theory]
    [InlineData(126, GateState.Ok)]
    [InlineData(124, GateState.Warn)]
    public void The_limit_is_half_of_what_workers_allow(double perS, string state)
    {
        var world = Unfilled(Steady("a", "b", perS), unloadedMs: 200);
        Declare(world, "50");

        Gate(world, "a").State.ShouldBe(state);
    }

    [Fact]
    public void CPUs_that_allow_no_more_explain_the_throughput()
    {
        // 2 CPUs at 9 ms + 10 µs of the generator allow 222/s.
        var world = Unfilled(new World("a", "b").Rounds(6, _ => new Figures(PerS: 120, CpuUs: 9_000)), unloadedMs: 1);

        Gate(world, "a").State.ShouldBe(GateState.Ok);
    }

    [Fact]
    public void Without_declared_workers_threads_count_and_never_more_than_the_users()
    {
        // 20 threads (of the world's server) of 10 ms allow 2,000/s; 100 users would allow 10,000/s.
        Gate(Unfilled(Steady("a", "b", 1_100), unloadedMs: 10), "a").State.ShouldBe(GateState.Ok);
        var below = Unfilled(Steady("a", "b", 900), unloadedMs: 10);
        Gate(below, "a").State.ShouldBe(GateState.Warn);
        Words(below, "a").ShouldEndWith("If the server works on fewer requests at once, declare how many: `declares: {workers: N}`.");
    }

    [Fact]
    public void Whatever_was_full_is_the_reason_and_no_ceiling()
    {
        var world = Unfilled(Steady("a", "b", 14), unloadedMs: 10, BottleneckName.ServiceThreads);

        var gate = Gate(world, "a");
        (gate.State, gate.Reason).ShouldBe((GateState.NotApplicable, "something that was measured was full"));
    }

    [Fact]
    public void What_is_not_known_is_said()
    {
        var world = Unfilled(Steady("a", "b", 14), unloadedMs: 10, BottleneckName.Unknown);

        var gate = Gate(world, "a");
        (gate.State, gate.Reason).ShouldBe((GateState.Unknown, "what was full is not known: nobody told"));
        Steady("a", "b", 14).Judge().Gates.ShouldNotContain(g => g.Id == "V29", "records of older versions say nothing of limits");
    }

    [Theory]
    [InlineData(0.1, null)]
    [InlineData(null, 0.5)]
    public void Users_who_pause_set_their_own_ceiling(double? thinkS, double? paceS)
    {
        var point = World.HundredUsers with { ThinkS = thinkS, PaceS = paceS };
        var world = new World("a", "b");
        world.Plan = world.Plan with { Scenarios = [World.Scenario("work", point)] };
        foreach (var name in new[] { "a", "b" })
        {
            world.Add(1, name, new Figures(PerS: 14, CpuUs: name == "a" ? 100 : 300), point: point);
        }

        Unfilled(world, unloadedMs: 10).Judge().Doubts.ShouldNotContain(d => d.Id == "V29");
        Gate(world, "a").State.ShouldBe(GateState.NotApplicable);
    }

    [Fact]
    public void A_rate_is_a_ceiling_of_the_experiments_own()
    {
        var point = new PointRecord(null, 300, "poisson");
        var world = new World("a", "b");
        world.Plan = world.Plan with { Scenarios = [World.Scenario("work", point)] };
        world.Add(1, "a", new Figures(PerS: 300, CpuUs: 100), point: point);
        world.Add(1, "b", new Figures(PerS: 300, CpuUs: 300), point: point);

        Unfilled(world, unloadedMs: 1).Judge().Doubts.ShouldNotContain(d => d.Id == "V29");
    }

    [Fact]
    public void Responses_that_are_long_and_short_by_themselves_have_no_unloaded_one()
    {
        var world = Unfilled(Steady("a", "b", 14), unloadedMs: 1);
        world.Change("a", trial => trial with
        {
            Load = trial.Load! with { ServiceNs = trial.Load!.ServiceNs with { Percentiles = new Dictionary<string, long> { ["10"] = 1_000_000, ["90"] = 6_000_000 } } },
        });

        Gate(world, "a").Reason!.ShouldContain("differ too much by themselves");
    }

    [Fact]
    public void Candidates_that_answer_alike_in_spite_of_their_cost_share_a_ceiling()
    {
        var world = Unfilled(new World("a", "b").Rounds(6, name => new Figures(PerS: name == "a" ? 83 : 84, CpuUs: name == "a" ? 1_000 : 2_000)), unloadedMs: 60);

        Words(world, "b").ShouldBe(
            "[warn] b and a answer alike at 100 users (84/s and 83/s), although a request costs b 100 % more CPU than a, and nothing that was measured was full. | Throughputs within 3 % at costs that differ by more than 25 % mean that something that they share was the limit, and that is what was compared. | Look for what all requests pass and nobody accounts for: the connections of a proxy or pool, a rate limit, a lock, a service elsewhere; then lift it, or ask without it.",
            customMessage: string.Join('\n', world.Judge().Doubts));
    }

    [Theory]
    [InlineData(83, 90, 1_000, 2_000)]
    [InlineData(83, 84, 1_000, 1_200)]
    public void Candidates_that_answer_differently_or_cost_the_same_do_not(double a, double b, double aUs, double bUs)
    {
        var world = Unfilled(new World("a", "b").Rounds(6, name => new Figures(PerS: name == "a" ? a : b, CpuUs: name == "a" ? aUs : bUs)), unloadedMs: 60);

        world.Judge().Doubts.ShouldNotContain(d => d.Id == "V29" && d.Seen.Contains("alike", StringComparison.Ordinal));
    }

    [Fact]
    public void Users_who_wait_for_nothing_but_the_work_are_the_limit_themselves()
    {
        // Each request waits 100 ms, whoever serves: 100 users give 990/s.
        var world = Unfilled(new World("a", "b").Rounds(6, name => new Figures(PerS: 990, ResponseMs: 101, CpuUs: name == "a" ? 100 : 300)), unloadedMs: 100);
        world.Change("a", trial => trial with { Resources = trial.Resources! with { Threads = 200 } });

        world.Judge().Doubts.ShouldNotContain(d => d.Id == "V29");
    }

    [Fact]
    public void A_limit_of_the_experiment_replaces_that_of_the_table()
    {
        var world = Unfilled(Steady("a", "b", 126), unloadedMs: 200);
        Declare(world, "50");
        world.Plan = world.Plan with { Limits = [new LimitRecord("V29", 0.9, null)] };

        Gate(world, "a").State.ShouldBe(GateState.Warn);
    }

    private static World Steady(string a, string b, double perS)
    {
        var world = new World(a, b);
        foreach (var name in new[] { a, b })
        {
            world.Add(1, name, new Figures(PerS: perS, CpuUs: 100));
        }

        return world;
    }

    private static World Unfilled(World world, double unloadedMs, string resource = BottleneckName.None)
    {
        foreach (var name in world.Plan.Candidates.Select(c => c.Name))
        {
            world.Change(name, trial => trial with { Bottleneck = new BottleneckRecord(resource, null, null, null, "web 0.10 of 2 cores: nobody told."), UnloadedNs = (long)(unloadedMs * 1e6) });
        }

        return world;
    }

    private static void Declare(World world, string workers) => world.Plan = world.Plan with
    {
        Candidates = [.. world.Plan.Candidates.Select(c => c with { Declares = new Dictionary<string, string> { ["workers"] = workers } })],
    };

    private static GateRecord Gate(World world, string candidate) => world.Judge().Gates.First(g => g.Id == "V29" && g.Candidate == candidate);

    private static string Words(World world, string candidate) => world.Judge().Doubts
        .Where(d => d.Id == "V29" && d.Seen.StartsWith(candidate + " ", StringComparison.Ordinal))
        .Select(d => $"[{d.Level}] {d.Seen} | {d.Limit} | {d.Advice}").LastOrDefault() ?? "no doubt";
}
