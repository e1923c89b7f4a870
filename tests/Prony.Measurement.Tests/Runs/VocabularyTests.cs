using System.Text.Json;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Runs;

/// <summary>Words and sums that every room takes from the records.</summary>
public sealed class VocabularyTests
{
    private static readonly OutcomeCounts Counts = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    [Theory]
    [InlineData("response.p50", 50.0)]
    [InlineData("response.p99.9", 99.9)]
    [InlineData("response.p0", null)]
    [InlineData("response.p100", null)]
    [InlineData("response.p-1", null)]
    [InlineData("response.p1e1", null)]
    [InlineData("response.p", null)]
    [InlineData("response.mean", null)]
    [InlineData("throughput", null)]
    [InlineData("", null)]
    public void A_percentile_is_read_from_the_name_of_its_metric(string metric, double? percentile) =>
        Metrics.PercentileOf(metric).ShouldBe(percentile);

    [Fact]
    public void A_metric_of_the_responses_has_a_short_name()
    {
        Metrics.IsResponse(Metrics.ResponseMean).ShouldBeTrue();
        Metrics.IsResponse(Metrics.Throughput).ShouldBeFalse();
        Metrics.ShortName(Metrics.ResponseP99).ShouldBe("p99");
    }

    [Fact]
    public void A_figure_of_the_responses_is_published_or_in_the_histogram_or_unknown()
    {
        var histogram = Histogram.ForDurations();
        histogram.Record(1_000);
        histogram.Record(2_000);
        var distribution = Distribution.Of(histogram);

        Metrics.ResponseOf(Metrics.ResponseP50, distribution).ShouldBe(1_000);
        Metrics.ResponseOf(Metrics.ResponseMean, distribution).ShouldBe(distribution.Mean);
        Metrics.ResponseOf("response.p97", distribution).ShouldBeNull();
        Metrics.ResponseOf("response.p97", distribution, histogram).ShouldBe(histogram.ValueAtPercentile(97));
        Metrics.ResponseOf(Metrics.Memory, distribution, histogram).ShouldBeNull();
        Metrics.ResponseOf(Metrics.ResponseP50, Distribution.Empty, histogram).ShouldBeNull();
        Metrics.ResponseOf(Metrics.ResponseMean, Distribution.Empty).ShouldBeNull();
    }

    [Theory]
    [InlineData("10 to 100 users", "users-10-to-100", 10, 100)]
    [InlineData("50, 400 users in stages", "stages-2", 50, 50, 400, 400)]
    [InlineData("50, 50 to 1,400, 0 users in stages", "stages-3", 50, 50, 50, 1400, 0, 0)]
    [InlineData("1 to 8 users in 7 stages", "stages-7", 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8)]
    public void A_shape_is_said_in_few_words(string text, string name, params int[] values)
    {
        StageRecord[] stages = [.. values.Chunk(2).Select(pair => StageRecord.OfUsers(pair[0], pair[1], 10))];
        var point = new PointRecord(values.Max(), null) { Stages = stages };

        (point.Text, point.Name, point.ExpectedWindowS(5)).ShouldBe((text, name, 10 * stages.Length));
        StageText.Of([.. values.Chunk(2).Select(pair => StageRecord.OfRate(pair[0], pair[1], 10))]).ShouldBe(text.Replace("users", "requests/s", StringComparison.Ordinal));
    }

    [Fact]
    public void Outcomes_add_up_each_with_its_own()
    {
        Counts.Failed().ShouldBe(54);
        Counts.Plus(Counts).ShouldBe(new OutcomeCounts(2, 4, 6, 8, 10, 12, 14, 16, 18, 20));
    }

    [Fact]
    public void Failures_are_all_that_did_not_end_well()
    {
        var requests = new RequestCounts(Due: 100, Unsent: 3, Sent: 97, Completed: 90, Succeeded: 89, Failed: 6, Censored: 2);

        requests.Failures().ShouldBe(11);
        requests.FailureShare().ShouldBe(0.11);
        (requests with { Due = 0 }).FailureShare().ShouldBe(0);
    }

    [Theory]
    [InlineData(1, null, "1 user", "users-1")]
    [InlineData(1_000, null, "1,000 users", "users-1000")]
    [InlineData(null, 12_500.0, "12,500 requests/s", "rate-12500")]
    [InlineData(null, 0.25, "0.25 requests/s", "rate-0.25")]
    [InlineData(null, 0.000278, "0.000278 requests/s", "rate-0.000278")]
    public void A_load_has_words_for_sentences_and_a_name_for_folders(int? users, double? perS, string text, string name)
    {
        var point = new PointRecord(users, perS);

        (point.Text, point.Name).ShouldBe((text, name));
    }

    [Fact]
    public void What_follows_from_a_record_is_not_written_into_it()
    {
        var json = JsonSerializer.Serialize(Records.Plan, RunJson.Lines.PlanRecord);

        json.ShouldNotContain("\"text\"");
        json.ShouldNotContain("\"trial_count\"");
    }

    [Fact]
    public void A_plan_counts_its_trials_over_rounds_and_points()
    {
        var scenario = Records.Plan.Scenarios[0];
        var plan = Records.Plan with
        {
            Order = [["a", "b"], ["b", "a"], ["a", "b"]],
            Scenarios = [scenario with { Name = "one", Points = [new(1, null)] }, scenario with { Name = "two", Points = [new(1, null), new(2, null)] }],
        };

        plan.TrialCount().ShouldBe(18);
        (plan.HasSeveralPoints("one"), plan.HasSeveralPoints("two")).ShouldBe((false, true));
    }
}
