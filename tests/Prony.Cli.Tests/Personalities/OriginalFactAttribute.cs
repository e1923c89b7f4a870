using Prony.Testing;
using Xunit;

namespace Prony.Cli.Tests.Personalities;

/// <summary>A test beside another tool; skipped, with what to install, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OriginalFactAttribute : FactAttribute
{
    public OriginalFactAttribute(params string[] tools) => (Tools, Skip) = (tools, Originals.Missing(tools));

    /// <summary>Which.</summary>
    public IReadOnlyList<string> Tools { get; }
}
