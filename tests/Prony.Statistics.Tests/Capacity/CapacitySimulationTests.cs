using Prony.Statistics.Capacity;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Capacity;

/// <summary>How good the search is where trials scatter: a single server of 1,000/s, p99 at most 25 ms, whose capacity is 815.8/s. Trials are simulated, seeds fixed.</summary>
public sealed class CapacitySimulationTests
{
    private const int Searches = 500;
    private const double Capacity = 815.7932;

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_middle_of_the_bracket_is_near_the_capacity()
    {
        var brackets = Enumerable.Range(0, Searches).Select(seed => Search((ulong)seed, new CapacityRules())).ToList();
        brackets.ShouldAllBe(bracket => bracket.End == SearchEnd.Narrow && bracket.Confirmed);
        var errors = brackets.Select(bracket => (bracket.Middle!.Value / Capacity) - 1).Order().ToArray();

        Math.Abs(errors[Searches / 2]).ShouldBeLessThan(0.03);
        errors.Count(error => Math.Abs(error) < 0.08).ShouldBeGreaterThanOrEqualTo(Searches * 9 / 10);

        // A bracket is no interval: it holds the truth in about half of the searches.
        var holding = brackets.Count(bracket => bracket.Lower <= Capacity && Capacity <= bracket.Upper) / (double)Searches;
        holding.ShouldBeInRange(0.3, 0.7);
        var trials = brackets.Select(bracket => bracket.Trials.Count).Order().ElementAt(Searches / 2);
        trials.ShouldBeInRange(15, 25);
    }

    [Fact]
    public void Near_an_earlier_answer_fewer_trials_are_needed()
    {
        var rules = new CapacityRules { Start = 800, FirstStep = 1.05 };
        var trials = Enumerable.Range(0, 40).Select(seed => Search((ulong)seed, rules).Trials.Count).Order().ElementAt(20);

        trials.ShouldBeLessThan(12);
    }

    private static CapacityBracket Search(ulong seed, CapacityRules rules)
    {
        ulong made = 0;
        return CapacitySearch.Run(rules, request =>
        {
            var server = new SingleServer(1000, request.Load, (seed * 1000) + made++);
            return server.ShareAbove(0.025, request.DurationS) > 0.01
                ? new CapacityTrial(request.Load, request.DurationS, TrialVerdict.Bad, "response.p99")
                : new CapacityTrial(request.Load, request.DurationS, TrialVerdict.Good);
        });
    }
}
