using Xunit;

namespace Prony.EndToEnd.Tests;

/// <summary>Tests that run one at a time and after the parallel ones: those that would disturb others, or be told by the gates that others disturb them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
