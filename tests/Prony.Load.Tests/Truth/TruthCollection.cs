using Prony.Load.Plans;
using Prony.Reference;

namespace Prony.Load.Tests.Truth;

/// <summary>Truth tests run one at a time and after the parallel ones: they compare times.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TruthCollection : ICollectionFixture<TruthCollection.WarmCode>
{
    public const string Name = "Truth";

    /// <summary>Runs server, generator and judge once, so that no test pays for the compiler.</summary>
    public sealed class WarmCode
    {
        public WarmCode() => _ = Evidence.Measure(
            ServerModel.FixedDelay(TimeSpan.Zero),
            server => Loads.Plan(server, new OpenModel(1000, ArrivalKind.Poisson, 10), seconds: 0.5));
    }
}
