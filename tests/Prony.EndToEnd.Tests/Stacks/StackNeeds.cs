using Prony.Experiments.Files;
using Prony.Stacks.Supervision;
using Xunit;

namespace Prony.EndToEnd.Tests.Stacks;

/// <summary>What shipped stacks need of the machine, as their files say.</summary>
internal static class StackNeeds
{
    /// <summary>Why a test of these stacks is skipped, with what to install; null when nothing is missing.</summary>
    public static string? Missing(IEnumerable<string> stacks)
    {
        var definitions = stacks.Select(name => ShippedStack.Read(Clone.PathOf("stacks", name))).ToList();
        var missing = Requirements.FindMissing(definitions).SelectMany(static one => one).Select(static one => one.Advice).Distinct().ToList();
        return missing.Count == 0 ? null : string.Join(' ', missing);
    }
}

/// <summary>A test of shipped stacks; skipped, with what to install, where one of them lacks something.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StackFactAttribute : FactAttribute
{
    public StackFactAttribute(params string[] stacks) => (Stacks, Skip) = (stacks, StackNeeds.Missing(stacks));

    public IReadOnlyList<string> Stacks { get; }
}

/// <summary>The same for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StackTheoryAttribute : TheoryAttribute
{
    public StackTheoryAttribute(params string[] stacks) => (Stacks, Skip) = (stacks, StackNeeds.Missing(stacks));

    public IReadOnlyList<string> Stacks { get; }
}
