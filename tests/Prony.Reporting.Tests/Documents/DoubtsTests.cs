using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Documents;

public class DoubtsTests
{
    private const string Slower = "Above 3 % the same work takes a different time at the end than at the beginning.";
    private const string Fix = "Fix the frequency.";

    [Fact]
    public void The_same_doubt_of_several_candidates_is_said_once_with_the_worst_of_them()
    {
        var bullet = Doubts.Of(
            [
                V15("sync, in 2 of 6 windows, worst in round 1: The CPU was 4 % slower."),
                V15("async-nginx, in all 6 windows, worst in round 3 at 50 users: The CPU was 9 % slower."),
                V15("rust: The CPU was 5 % slower."),
            ],
            [Gate("sync", 0.04), Gate("async-nginx", 0.09), Gate("rust", 0.05)]).Items.ShouldHaveSingleItem();

        bullet.Label.ShouldBe("Doubt V15");
        bullet.Text.ShouldBe($"sync (2 of 6 windows), async-nginx (all 6), rust. The worst is async-nginx in round 3 at 50 users: The CPU was 9 % slower. {Slower} {Fix}");
    }

    [Fact]
    public void Without_the_gates_nobody_is_called_the_worst()
    {
        Doubts.Of([V15("sync: The CPU was 4 % slower."), V15("rust: The CPU was 9 % slower.")]).Items.ShouldHaveSingleItem()
            .Text.ShouldBe($"sync: The CPU was 4 % slower. rust: The CPU was 9 % slower. {Slower} {Fix}");
    }

    [Fact]
    public void What_is_the_same_of_all_has_no_worst()
    {
        Doubts.Of([V15("a, in 1 of 6 windows, worst in round 1: It was slower."), V15("b, in 1 of 6 windows, worst in round 2: It was slower.")]).Items.ShouldHaveSingleItem()
            .Text.ShouldBe($"a (1 of 6 windows), b (1 of 6): It was slower. {Slower} {Fix}");
        Doubts.Of([V15("rust's answers have 110 bytes."), V15("kestrel's answers have 110 bytes."), V15("rust's answers have 110 bytes.")]).Items.ShouldHaveSingleItem()
            .Text.ShouldBe($"rust, kestrel: rust's answers have 110 bytes. {Slower} {Fix}");
    }

    [Fact]
    public void A_doubt_that_stands_alone_stays_as_it_is_recorded()
    {
        var only = V15("sync, in 2 of 6 windows, worst in round 1: The CPU was 4 % slower.");
        Doubts.Of([only]).Items.Single().Text.ShouldBe($"{only.Seen} {Slower} {Fix}");
    }

    [Fact]
    public void Doubts_of_other_gates_levels_and_limits_are_not_mixed_and_the_worst_level_comes_first()
    {
        var items = Doubts.Of(
        [
            V15("a: x."), V15("b: y.") with { Id = "V13" }, V15("c: z.") with { Limit = "Another." }, V15("d: w.") with { Level = GateState.Invalid },
        ]).Items;

        items.Select(item => item.Label).ShouldBe(["Invalid V15", "Doubt V15", "Doubt V13", "Doubt V15"]);
    }

    [Fact]
    public void What_is_not_about_a_candidate_is_said_whole()
    {
        Doubts.Of([V15("Generator and server share CPUs."), V15("The clock jumped")]).Items.ShouldHaveSingleItem()
            .Text.ShouldBe($"Generator and server share CPUs. The clock jumped. {Slower} {Fix}");
    }

    private static DoubtRecord V15(string seen) => new("V15", GateState.Warn, seen, Slower, Fix);

    private static GateRecord Gate(string candidate, double value) => new("V15", value, 0.03, GateState.Warn, null, candidate);
}
