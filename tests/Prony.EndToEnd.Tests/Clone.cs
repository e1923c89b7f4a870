using Prony.Testing;

namespace Prony.EndToEnd.Tests;

/// <summary>The clone that the tests run in.</summary>
internal static class Clone
{
    /// <summary>Its root.</summary>
    public static string Root => CloneFolder.Root;

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);
}
