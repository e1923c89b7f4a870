using FsCheck;
using FsCheck.Fluent;
using Prony.Measurement.Units;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Units;

public sealed class SplitMix64Tests
{
    [Theory]
    [InlineData(0UL, 0xe220a8397b1dcdafUL, 0x6e789e6aa1b965f4UL, 0x06c45d188009454fUL)]
    [InlineData(42UL, 0xbdd732262feb6e95UL, 0x28efe333b266f103UL, 0x47526757130f9f52UL)]
    public void The_sequence_is_that_of_the_reference(ulong seed, ulong first, ulong second, ulong third)
    {
        var random = new SplitMix64(seed);

        (random.Next(), random.Next(), random.Next()).ShouldBe((first, second, third));
    }

    [Fact]
    public void Any_output_can_be_had_without_those_before_it() =>
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
        {
            var random = new SplitMix64(seed);
            return Enumerable.Range(0, 100).All(i => random.Next() == SplitMix64.At(seed, (ulong)i));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_copy_goes_on_alike()
    {
        var random = new SplitMix64(7);
        random.Next();
        var copy = random;

        copy.Next().ShouldBe(random.Next());
    }

    [Fact]
    public void The_unit_is_the_top_53_bits()
    {
        var random = new SplitMix64(42);

        random.NextUnit().ShouldBe((0xbdd732262feb6e95UL >> 11) / 9007199254740992.0);
    }

    [Fact]
    public void The_unit_lies_in_0_to_below_1() =>
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
        {
            var random = new SplitMix64(seed);
            return Enumerable.Range(0, 100).All(_ => random.NextUnit() is >= 0 and < 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_unit_is_uniform_to_the_eye_of_a_chi_square()
    {
        var random = new SplitMix64(1);

        ChiSquare(20, 100_000, () => (int)(random.NextUnit() * 20)).ShouldBeLessThan(43.8);
    }

    [Theory]
    [InlineData(2, 10.8)]
    [InlineData(3, 13.8)]
    [InlineData(10, 27.9)]
    public void Numbers_below_a_limit_are_uniform(int limit, double criticalAtOneInAThousand)
    {
        var random = new SplitMix64(5);

        ChiSquare(limit, 60_000, () => random.NextBelow(limit)).ShouldBeLessThan(criticalAtOneInAThousand);
    }

    [Fact]
    public void Numbers_stay_below_the_limit()
    {
        var random = new SplitMix64(5);
        for (var i = 0; i < 1000; i++)
        {
            random.NextBelow(1).ShouldBe(0);
            random.NextBelow(int.MaxValue).ShouldBeInRange(0, int.MaxValue - 1);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_below_1_is_refused(int limit) =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
        {
            var random = new SplitMix64(0);
            random.NextBelow(limit);
        });

    private static double ChiSquare(int cells, int draws, Func<int> draw)
    {
        var counts = new int[cells];
        for (var i = 0; i < draws; i++)
        {
            counts[draw()]++;
        }

        var expected = draws / (double)cells;
        return counts.Sum(c => (c - expected) * (c - expected) / expected);
    }
}
