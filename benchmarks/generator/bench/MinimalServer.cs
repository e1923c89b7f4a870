using System.Diagnostics;
using System.Globalization;

namespace Prony.GeneratorBench;

/// <summary>The server that all tools load: one process on one CPU, or one for each of several CPUs on the same port.</summary>
internal sealed class MinimalServer : IDisposable
{
    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public const int Port = 18377;

    private readonly Process[] _processes;

    private MinimalServer(Process[] processes) => _processes = processes;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public static MinimalServer Start(Settings settings, int bodyBytes, params int[] cpus)
    {
        string[] program = settings.Server.Length > 0 ? [settings.Server] : [Settings.Bench, "serve"];
        string[] command = [.. program, Port.ToString(CultureInfo.InvariantCulture), bodyBytes.ToString(CultureInfo.InvariantCulture)];
        var server = new MinimalServer([.. cpus.Select(cpu => Child.Start(Cpus.Text(cpu), command))]);
        foreach (var process in server._processes)
        {
            if (process.StandardOutput.ReadLine() != "ready")
            {
                server.Dispose();
                throw new InvalidOperationException($"The server did not start: is port {Port} in use?");
            }
        }

        return server;
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
