using Prony.Experiments.Planning;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Planning;

public sealed class WilliamsOrderTests
{
    [Theory]
    [InlineData(1, "0")]
    [InlineData(2, "01 10")]
    [InlineData(3, "012 120 201 210 021 102")]
    [InlineData(4, "0132 1203 2310 3021")]
    public void Squares_are_Williams(int k, string rows) =>
        string.Join(' ', WilliamsOrder.Square(k).Select(row => string.Concat(row))).ShouldBe(rows);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_square_is_balanced_for_place_and_for_what_comes_before(int k)
    {
        var rows = WilliamsOrder.Square(k);

        var places = rows.SelectMany(row => row.Select((candidate, place) => (candidate, place))).CountBy(x => x).ToArray();
        places.Length.ShouldBe(k * k);
        places.ShouldAllBe(p => p.Value == rows.Count / k);
        var followers = rows.SelectMany(row => row.Zip(row.Skip(1))).CountBy(x => x).ToArray();
        followers.Length.ShouldBe(k * (k - 1));
        followers.ShouldAllBe(f => f.Value == rows.Count / k);
    }

    [Fact]
    public void Two_candidates_take_turns_in_going_first()
    {
        var order = WilliamsOrder.Plan(["sync", "async"], rounds: 6, seed: 1);

        order.Count.ShouldBe(6);
        order.Count(row => row[0] == "sync").ShouldBe(3);
        order.Chunk(2).ShouldAllBe(square => square[0][0] != square[1][0]);
    }

    [Theory]
    [InlineData(2, 10)]
    [InlineData(3, 12)]
    [InlineData(4, 8)]
    public void Whole_squares_make_a_balanced_plan(int k, int rounds)
    {
        var order = WilliamsOrder.Plan(Names(k), rounds, seed: 42);

        var followers = order.SelectMany(row => row.Zip(row.Skip(1))).CountBy(x => x).ToArray();
        followers.Length.ShouldBe(k * (k - 1));
        followers.ShouldAllBe(f => f.Value == rounds / k);
    }

    [Fact]
    public void Three_rounds_of_three_candidates_have_each_in_each_place()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            var order = WilliamsOrder.Plan(Names(3), rounds: 3, seed);

            for (var place = 0; place < 3; place++)
            {
                order.Select(row => row[place]).Distinct().Count().ShouldBe(3);
            }
        }
    }

    [Fact]
    public void A_rest_that_is_no_square_still_holds_every_candidate_once_a_round() =>
        WilliamsOrder.Plan(Names(4), rounds: 7, seed: 3).ShouldAllBe(row => row.Order().SequenceEqual(Names(4)));

    [Fact]
    public void One_seed_gives_one_order_and_seeds_differ()
    {
        Text(7).ShouldBe(Text(7));
        Enumerable.Range(0, 20).Select(seed => Text((ulong)seed)).Distinct().Count().ShouldBeGreaterThan(10);

        static string Text(ulong seed) => string.Join(' ', WilliamsOrder.Plan(Names(4), 8, seed).Select(row => string.Concat(row)));
    }

    [Fact]
    public void The_order_of_a_seed_never_changes_between_versions() =>
        string.Join(' ', WilliamsOrder.Plan(["a", "b", "c"], 6, seed: 1).Select(row => string.Concat(row))).ShouldBe("cba acb bac bca cab abc");

    [Fact]
    public void A_single_candidate_is_alone_in_each_round() =>
        WilliamsOrder.Plan(["only"], 2, 1).ShouldBe([["only"], ["only"]]);

    private static string[] Names(int k) => [.. Enumerable.Range(0, k).Select(i => ((char)('a' + i)).ToString())];
}
