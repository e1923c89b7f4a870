using System.Net;
using Prony.Experiments.Gates;
using Prony.Experiments.Running;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

public sealed class WindowSecondsTests
{
    [Fact]
    public void Whole_seconds_of_the_window_are_kept_with_the_cpu_of_a_request()
    {
        var seconds = new WindowSeconds();
        seconds.Add(Slice(PhaseName.Warmup, 100, 1), 1);
        seconds.Add(Slice(PhaseName.Window, 500, 2), 0.5);
        seconds.Add(Slice(PhaseName.Window, 0, 0), 0.5);
        seconds.Add(Slice(PhaseName.Window, 500, 3), null);
        seconds.Add(Slice(PhaseName.Window, 9, 4), 0.1);
        seconds.Add(Slice(PhaseName.Drain, 1, 5), 0.1);

        seconds.Whole(3.2).ShouldBe([new WindowSecond(2, 1_000_000), new WindowSecond(0, null), new WindowSecond(3, null)]);
        seconds.Whole(2.999_999_9).Count.ShouldBe(3);
        seconds.Whole(2.9).Count.ShouldBe(2);
    }

    [Fact]
    public void A_load_is_constant_without_stages_and_when_every_user_began_before_the_window()
    {
        WindowSeconds.IsConstant(Plan(new OpenModel(10, ArrivalKind.Poisson, 1))).ShouldBeTrue();
        WindowSeconds.IsConstant(Plan(new OpenModel(10, ArrivalKind.Poisson, 1) { Stages = [new RateStage(5, 15, TimeSpan.FromSeconds(1))] })).ShouldBeFalse();
        WindowSeconds.IsConstant(Plan(new ClosedModel(10, TimeSpan.FromSeconds(2)))).ShouldBeTrue();
        WindowSeconds.IsConstant(Plan(new ClosedModel(10, TimeSpan.FromSeconds(3)))).ShouldBeFalse();
        WindowSeconds.IsConstant(Plan(new ClosedModel(10) { Stages = [new UserStage(10, 5, TimeSpan.FromSeconds(1))] })).ShouldBeFalse();
    }

    private static LoadPlan Plan(LoadModel model) => new()
    {
        Target = new LoadTarget(new IPEndPoint(IPAddress.Loopback, 1), "x", "http://x/"),
        Requests = [new RequestDefinition("GET", "/", [], default)],
        Model = model,
        Warmup = TimeSpan.FromSeconds(2),
    };

    private static SliceRecord Slice(string phase, long completed, long p50Ns) =>
        new(0, phase, 0, 0, completed, new OutcomeCounts(completed, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0, p50Ns, 0, 0);
}
