using System.Diagnostics;
using System.Globalization;

namespace Prony.EndToEnd.Tests.Loading;

/// <summary>hostile.py in one of its modes, for one test.</summary>
internal sealed class HostileServer : IDisposable
{
    private readonly Process _process;

    public HostileServer(string mode)
    {
        var port = Workspace.FreePort();
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/");
        _process = Process.Start(new ProcessStartInfo("python3", [Script, mode, port.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        if (_process.StandardOutput.ReadLine() != "listening")
        {
            throw new InvalidOperationException($"hostile.py {mode} did not come up on port {port}.");
        }
    }

    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "Servers", "hostile.py");

    public string Url { get; }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
