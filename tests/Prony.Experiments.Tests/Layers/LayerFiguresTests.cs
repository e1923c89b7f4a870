using Prony.Experiments.Layers;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Layers;

public sealed class LayerFiguresTests
{
    [Fact]
    public void A_value_has_mean_and_extremes() => LayerFigures.Of("proxy", "queue", isCounter: false, [(0, 20), (1, 31), (2, 21)])
        .ShouldBe(new LayerSummary("proxy", "queue", 24, 31, false, null) { Min = 20 });

    [Fact]
    public void A_counter_has_a_rate_between_its_readings() =>
        LayerFigures.Of("db", "commits", isCounter: true, [(0.1, 1000), (1.1, 1500), (2.6, 1750)]).ShouldBe(new LayerSummary("db", "commits", null, null, true, 300));

    [Fact]
    public void A_counter_that_began_anew_loses_that_step_alone() =>
        LayerFigures.Of("db", "commits", isCounter: true, [(0, 1000), (1, 1500), (2, 10), (3, 310)])!.PerS.ShouldBe(400);

    [Fact]
    public void A_counter_that_was_read_once_has_no_rate() => LayerFigures.Of("db", "commits", isCounter: true, [(0, 1000)])!.PerS.ShouldBeNull();

    [Fact]
    public void Without_readings_there_is_nothing_to_say() => LayerFigures.Of("db", "commits", isCounter: false, []).ShouldBeNull();

    [Fact]
    public void Rounds_give_means_and_the_extremes_of_any()
    {
        LayerSummary Queue(double mean, double max, double min) => new("proxy", "queue", mean, max, false, null) { Min = min };
        LayerSummary Rate(double? perS) => new("proxy", "requests", null, null, true, perS);

        LayerFigures.OverRounds([[Queue(10, 20, 5), Rate(100)], [Queue(20, 22, 1), Rate(null)], []])
            .ShouldBe([Queue(15, 22, 1), Rate(100)]);
    }

    [Theory]
    [InlineData("queue", 1, true)]
    [InlineData("waiting", 0.5, true)]
    [InlineData("queue", 0, false)]
    [InlineData("sessions", 1, false)]
    public void A_layer_queues_where_its_queue_never_was_empty(string name, double least, bool queues) =>
        LayerFigures.QueuesOf([new LayerSummary("proxy", name, 3, 9, false, null) { Min = least }]).ShouldBe(queues ? [new QueueRecord("proxy", name, 3)] : []);
}
