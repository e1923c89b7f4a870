using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Prony.GeneratorBench;

/// <summary>Time from the start of a process to its first request at a server.</summary>
internal static class StartTime
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>CPU seconds of each tool until its first request, on the CPU of the tools; the median of three.</summary>
    public static Dictionary<Tool, double> CpuOfAll(Settings settings) => Tool.Present(settings).ToDictionary(tool => tool, tool =>
    {
        string[] command = ["taskset", "-c", Cpus.Text(settings.ToolCpu), .. Tool.Fill(tool.KeepAlive, settings, connections: 1)];
        return Markdown.Median(Enumerable.Range(0, 3).Select(_ => FirstRequest(command)?.CpuMs / 1e3 ?? 0)) ?? 0;
    });

    /// <summary>Prints the table.</summary>
    public static void Run(Settings settings)
    {
        string[] wrapped = [Path.Combine(settings.Root, "prony"), "load", $"http://127.0.0.1:{MinimalServer.Port}/", "-c", "1", "-d", "1s", "--quiet"];
        var all = new List<(string Name, string[] Command)> { ("./prony load", wrapped) };
        all.AddRange(Tool.Present(settings)
            .Where(tool => tool.Name is not ("floor" or "prony engine"))
            .Select(tool => (tool.Name, Tool.Fill(tool.KeepAlive, settings, connections: 1))));
        var runs = all.ToDictionary(tool => tool.Name, _ => new List<(double Ms, double CpuMs)>());
        for (var round = 0; round <= settings.Rounds * 2; round++)
        {
            foreach (var (name, command) in all)
            {
                if (FirstRequest(command) is { } measured && round > 0)   // the first one fills the page cache
                {
                    runs[name].Add(measured);
                }
            }
        }

        Markdown.Print(
            $"From the start of the process to its first request, on all CPUs, {settings.Rounds * 2} runs",
            ["tool", "median ms", "least ms", "most ms", "CPU ms"],
            runs.Select(run => new[]
            {
                run.Key,
                Markdown.Number(Markdown.Median(run.Value.Select(r => r.Ms)), 1),
                Markdown.Number(run.Value.Count > 0 ? run.Value.Min(r => r.Ms) : null, 1),
                Markdown.Number(run.Value.Count > 0 ? run.Value.Max(r => r.Ms) : null, 1),
                Markdown.Number(Markdown.Median(run.Value.Select(r => r.CpuMs)), 1),
            }));
    }

    /// <summary>Starts a tool, waits for its first request, and ends it.</summary>
    private static (double Ms, double CpuMs)? FirstRequest(string[] command)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, MinimalServer.Port));
        listener.Listen();
        var (user, system) = Child.ChildrenS();
        var begin = Stopwatch.GetTimestamp();
        using var process = Child.Start(command);
        var came = WaitForRequest(listener);
        var elapsed = Stopwatch.GetElapsedTime(begin);
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        var (userAfter, systemAfter) = Child.ChildrenS();
        return came ? (elapsed.TotalMilliseconds, (userAfter - user + systemAfter - system) * 1e3) : null;
    }

    private static bool WaitForRequest(Socket listener)
    {
        while (listener.Poll(Longest, SelectMode.SelectRead))
        {
            using var connection = listener.Accept();
            if (connection.Poll(Longest, SelectMode.SelectRead) && connection.Receive(new byte[64]) > 0)
            {
                return true;   // not the trial connection that wrk opens and closes
            }
        }

        return false;
    }
}
