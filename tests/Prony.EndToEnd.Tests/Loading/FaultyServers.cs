using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Prony.EndToEnd.Tests.Loading;

/// <summary>Real servers that live as long as the tests of a class: well-behaved, broken, hanging.</summary>
public sealed class FaultyServers : IDisposable
{
    private readonly List<Process> _processes = [];

    public FaultyServers()
    {
        Ok = Start("ok");
        Broken = Start("broken");
        Hanging = Start("mute");
    }

    /// <summary>Answers 200.</summary>
    public string Ok { get; }

    /// <summary>Process of <see cref="Ok"/>.</summary>
    public int OkPid => _processes[0].Id;

    /// <summary>Answers 500.</summary>
    public string Broken { get; }

    /// <summary>Accepts and says nothing.</summary>
    public string Hanging { get; }

    /// <summary>Starts one more, in another mode.</summary>
    public string Start(string mode)
    {
        var port = Workspace.FreePort();
        var start = new ProcessStartInfo("python3", [Workspace.FaultyServer, mode, port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        _processes.Add(Process.Start(start)!);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                using var probe = new TcpClient();
                probe.Connect(IPAddress.Loopback, port);
                return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/");
            }
            catch (SocketException)
            {
                // Not up yet.
                Thread.Sleep(50);
            }
        }

        throw new InvalidOperationException($"faulty.py {mode} did not come up on port {port}.");
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }
}
