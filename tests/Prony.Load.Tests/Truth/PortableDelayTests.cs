using Prony.Load.Plans;
using Prony.Reference;
using Xunit.Abstractions;

namespace Prony.Load.Tests.Truth;

/// <summary>The portable engine is held to the same truths as the raw one, with a tolerance for the library that carries its requests.</summary>
[Collection(TruthCollection.Name)]
public sealed class PortableDelayTests(ITestOutputHelper output)
{
    private const double ToleranceMs = 5;

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public void A_fixed_delay_is_the_response_time_in_the_open_model(int delayMs)
    {
        var delay = TimeSpan.FromMilliseconds(delayMs);
        Court.Judge(
            output,
            () => Evidence.Measure(ServerModel.FixedDelay(delay), s => Loads.Plan(s, new OpenModel(200, ArrivalKind.Poisson, 100), seconds: 2) with { Engine = LoadEngine.Portable }),
            (evidence, sheet) => sheet.Nearly("response p50", evidence.Result.Response.ValueAtPercentile(50), evidence.Exact(ServerModel.FixedDelay(delay)).At(50), 0.001, ToleranceMs));
    }
}
