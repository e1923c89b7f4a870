using Prony.Experiments.Verdicts;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

public sealed class RatioTextTests
{
    [Theory]
    [InlineData(5.9, 5.7, 6.1, "5.9 times as much", "5.7 to 6.1")]
    [InlineData(5.914, 5.899, 5.927, "5.91 times as much", "5.90 to 5.93")]
    [InlineData(25.4, 20.1, 31.8, "25 times as much", "20 to 32")]
    [InlineData(2.04, 1.93, 2.15, "2.0 times as much", "1.9 to 2.1")]
    [InlineData(1.99, 1.90, 2.08, "99 % more", "90 % to 108 %")]
    [InlineData(1.12, 1.10, 1.14, "12 % more", "10 % to 14 %")]
    [InlineData(0.897, 0.882, 0.912, "10 % less", "9 % to 12 %")]
    [InlineData(1.0027, 0.994, 1.011, "0.3 % more", "0.6 % less to 1.1 % more")]
    [InlineData(0.17, 0.16, 0.18, "83 % less", "82 % to 84 %")]
    [InlineData(0.003, 0.002, 0.004, "99.7 % less", "99.6 % to 99.8 %")]
    [InlineData(1.0001, 0.99, 1.01, "the same", "1.0 % less to 1.0 % more")]
    [InlineData(1, 1, 1, "the same", "no spread")]
    [InlineData(1.5, 1.5, 1.5, "50 % more", "50 % to 50 %")]
    public void Ratios_from_two_on_are_times_and_below_percent(double ratio, double low, double high, string effect, string interval)
    {
        var text = new RatioText(ratio, low, high, MetricWords.For("throughput"));

        (text.Effect, text.Interval).ShouldBe((effect, interval));
    }

    [Fact]
    public void Without_an_interval_there_is_only_the_effect()
    {
        var text = new RatioText(1.12, null, null, MetricWords.For("response.p99"));

        (text.Effect, text.Interval).ShouldBe(("12 % longer", null));
    }

    [Theory]
    [InlineData("throughput", "throughput", "3.0 times as much", "30 % less", true)]
    [InlineData("response.p99", "p99 response time", "3.0 times as long", "30 % shorter", false)]
    [InlineData("response.mean", "mean response time", "3.0 times as long", "30 % shorter", false)]
    [InlineData("cpu-per-request", "CPU per request", "3.0 times as much", "30 % less", false)]
    [InlineData("memory", "memory", "3.0 times as much", "30 % less", false)]
    [InlineData("failures", "failures", "3.0 times as many", "30 % fewer", false)]
    public void Each_metric_is_spoken_of_in_its_own_words(string metric, string noun, string times, string less, bool higherIsBetter)
    {
        var words = MetricWords.For(metric);

        (words.Noun, words.HigherIsBetter).ShouldBe((noun, higherIsBetter));
        new RatioText(3, null, null, words).Effect.ShouldBe(times);
        new RatioText(0.7, null, null, words).Effect.ShouldBe(less);
    }

    [Fact]
    public void Loads_are_named_with_their_unit()
    {
        Texts.At(new(1, null), null).ShouldBe("at 1 user");
        Texts.At(new(1_000, null), null).ShouldBe("at 1,000 users");
        Texts.At(new(null, 300, "poisson"), null).ShouldBe("at 300 requests/s");
        Texts.At(new(null, 0.5, "uniform"), "home").ShouldBe("at 0.5 requests/s (home)");
    }

    [Fact]
    public void Lists_and_sentences_read_like_prose()
    {
        Texts.List([]).ShouldBe("");
        Texts.List(["a"]).ShouldBe("a");
        Texts.List(["a", "b", "c"]).ShouldBe("a, b and c");
        Texts.Sentence("It died. ").ShouldBe("It died.");
        Texts.Sentence("It died").ShouldBe("It died.");
    }
}
