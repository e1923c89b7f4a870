using Prony.Experiments.Running;
using Prony.Measurement.Runs;

namespace Prony.Experiments.SelfTests;

/// <summary>How the self-test is made.</summary>
/// <param name="Program">Words that start this program: its path, or the runtime and the path of its assembly.</param>
/// <param name="CacheFolder">Where the full self-test keeps what it found.</param>
/// <param name="Full">Longer, with strict tolerances, and it finds the smallest visible difference.</param>
/// <param name="Only">Groups to look at, a to h; empty: all.</param>
public sealed record SelfTestSettings(IReadOnlyList<string> Program, string CacheFolder, bool Full, IReadOnlySet<string> Only)
{
    /// <summary>All groups, in their order.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["a", "b", "c", "d", "e", "f", "g", "h"];

    /// <summary>How a person ends it early. Default: nobody does.</summary>
    public RunStop Stop { get; init; } = new(CancellationToken.None, CancellationToken.None);

    internal bool Wants(string group) => Only.Count == 0 || Only.Contains(group);
}

/// <summary>What the self-test tells while it goes on.</summary>
public interface ISelfTestObserver
{
    /// <summary>A group of checks begins.</summary>
    /// <param name="group">a to h.</param>
    /// <param name="what">What it does.</param>
    /// <param name="expected">How long it takes, about.</param>
    void GroupStarted(string group, string what, TimeSpan expected);

    /// <summary>A check is decided.</summary>
    void Decided(SelfTestCheck check);
}
