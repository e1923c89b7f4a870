namespace Prony.Reporting.Tests;

/// <summary>A folder that is gone when the test is.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("prony-reporting-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
