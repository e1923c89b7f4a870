using Prony.Experiments.Objectives;
using Prony.Experiments.Tests.Gates;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Objectives;

public sealed class ObjectiveTests
{
    [Theory]
    [InlineData("response.p99 <= 500ms", "response.p99", true, 500e6)]
    [InlineData("response.p99.9<=2s", "response.p99.9", true, 2e9)]
    [InlineData(" response.mean  <=  800us ", "response.mean", true, 800e3)]
    [InlineData("response.p50 <= 1.5 ms", "response.p50", true, 1.5e6)]
    [InlineData("response.p50 <= 12ns", "response.p50", true, 12)]
    [InlineData("response.p50 <= 1m", "response.p50", true, 60e9)]
    [InlineData("failures <= 0.1%", "failures", true, 0.001)]
    [InlineData("failures ≤ 0.001", "failures", true, 0.001)]
    [InlineData("throughput >= 100/s", "throughput", false, 100)]
    [InlineData("throughput ≥ 99.5", "throughput", false, 99.5)]
    public void Objectives_are_read_with_their_units(string text, string metric, bool atMost, double limit)
    {
        var objective = Objective.Parse(text);

        (objective.Text, objective.Metric, objective.AtMost).ShouldBe((text.Trim(), metric, atMost));
        objective.Limit.ShouldBe(limit, limit * 1e-12);
    }

    [Theory]
    [InlineData("response.p99", "The objective \"response.p99\" holds no comparison. Write METRIC <= LIMIT or METRIC >= LIMIT, for example \"response.p99 <= 500ms\", \"failures <= 0.1%\" or \"throughput >= 100/s\".")]
    [InlineData("response.p99 < 500ms", "The objective \"response.p99 < 500ms\" needs <= or >=. Write METRIC <= LIMIT or METRIC >= LIMIT, for example \"response.p99 <= 500ms\", \"failures <= 0.1%\" or \"throughput >= 100/s\".")]
    [InlineData("latency <= 500ms", "The objective \"latency <= 500ms\" names the metric \"latency\", but an objective bounds response.pNN, response.mean, failures or throughput. Did you mean response.p99?")]
    [InlineData("errors <= 1%", "The objective \"errors <= 1%\" names the metric \"errors\", but an objective bounds response.pNN, response.mean, failures or throughput. Did you mean failures?")]
    [InlineData("rps >= 100/s", "The objective \"rps >= 100/s\" names the metric \"rps\", but an objective bounds response.pNN, response.mean, failures or throughput. Did you mean throughput?")]
    [InlineData("memory <= 100", "The objective \"memory <= 100\" names the metric \"memory\", but an objective bounds response.pNN, response.mean, failures or throughput.")]
    [InlineData("<= 100", "The objective \"<= 100\" names the metric \"\", but an objective bounds response.pNN, response.mean, failures or throughput.")]
    [InlineData("response.p100 <= 1s", "The objective \"response.p100 <= 1s\" names \"response.p100\", but a percentile lies between 0 and 100, both excluded: response.p50, response.p99, response.p99.9.")]
    [InlineData("response.pxx <= 1s", "The objective \"response.pxx <= 1s\" names \"response.pxx\", but a percentile lies between 0 and 100, both excluded: response.p50, response.p99, response.p99.9.")]
    [InlineData("response.p99 <= 500", "The objective \"response.p99 <= 500\" has the limit \"500\", but response.p99 needs a duration such as 500ms, 2s or 800us.")]
    [InlineData("response.p99 <= fast", "The objective \"response.p99 <= fast\" has the limit \"fast\", but response.p99 needs a duration such as 500ms, 2s or 800us.")]
    [InlineData("response.p99 <= -1ms", "The objective \"response.p99 <= -1ms\" has the limit \"-1ms\", but response.p99 needs a duration such as 500ms, 2s or 800us.")]
    [InlineData("failures <= 150%", "The objective \"failures <= 150%\" has the limit \"150%\", but failures needs a share such as 0.1% or 0.001.")]
    [InlineData("failures <= 1ms", "The objective \"failures <= 1ms\" has the limit \"1ms\", but failures needs a share such as 0.1% or 0.001.")]
    [InlineData("throughput >= 10ms", "The objective \"throughput >= 10ms\" has the limit \"10ms\", but throughput needs a rate such as 100/s.")]
    [InlineData("throughput <= 100/s", "The objective \"throughput <= 100/s\" bounds throughput from above, but more of it is better. Write \"throughput >= 100/s\".")]
    [InlineData("response.p99 >= 10ms", "The objective \"response.p99 >= 10ms\" bounds response.p99 from below, but less of it is better. Write \"response.p99 <= 10ms\".")]
    [InlineData("", "The objective \"\" holds no comparison. Write METRIC <= LIMIT or METRIC >= LIMIT, for example \"response.p99 <= 500ms\", \"failures <= 0.1%\" or \"throughput >= 100/s\".")]
    public void What_is_no_objective_says_why_and_what_to_write(string text, string message)
    {
        Objective.TryParse(text, out var objective, out var error).ShouldBeFalse();

        objective.ShouldBeNull();
        error.ShouldBe(message);
        Should.Throw<FormatException>(() => Objective.Parse(text)).Message.ShouldBe(error);
    }

    [Theory]
    [InlineData("response.p99 <= 20ms", true, "10 ms")]
    [InlineData("response.p99 <= 9ms", false, "10 ms")]
    [InlineData("response.mean <= 11ms", true, "10 ms")]
    [InlineData("failures <= 0%", true, "0 %")]
    [InlineData("throughput >= 2000/s", true, "2000/s")]
    [InlineData("throughput >= 2001/s", false, "2000/s")]
    public void A_load_keeps_an_objective_or_misses_it(string text, bool met, string measured)
    {
        var finding = Objective.Parse(text).Evaluate(Loads.Closed());

        (finding.Met, finding.Measured).ShouldBe((met, measured));
    }

    [Fact]
    public void An_unpublished_percentile_comes_from_the_histogram_or_is_unknown()
    {
        var objective = Objective.Parse("response.p97 <= 20ms");
        var histogram = Histogram.ForDurations();
        histogram.Record(15_000_000);

        objective.Evaluate(Loads.Closed()).ShouldBe(new ObjectiveFinding(false, null, "nothing"));
        objective.Evaluate(Loads.Closed(), histogram).ShouldSatisfyAllConditions(f => f.Met.ShouldBeTrue(), f => f.Measured.ShouldBe("15 ms"));
    }

    [Fact]
    public void A_load_without_a_response_keeps_no_bound_on_responses()
    {
        Objective.Parse("response.p99 <= 1s").Evaluate(Loads.Closed(responses: 0)).Met.ShouldBeFalse();
        Objective.Parse("response.mean <= 1s").Evaluate(Loads.Closed(responses: 0)).Met.ShouldBeFalse();
    }

    [Fact]
    public void A_summary_over_rounds_is_judged_like_a_load()
    {
        var summary = new CandidateSummary { ResponseNs = Loads.Times(1_000, 10), ServiceNs = Distribution.Empty, ThroughputPerS = 50, Failures = 0.02 };

        Objective.Parse("response.p99 <= 20ms").ValueOf(summary)!.Value.ShouldBe(10e6, 10e3);
        Objective.Parse("failures <= 1%").ValueOf(summary).ShouldBe(0.02);
        Objective.Parse("throughput >= 40/s").ValueOf(summary).ShouldBe(50);
    }
}
