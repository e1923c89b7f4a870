namespace Prony.GeneratorBench;

/// <summary>Resident memory of each tool while it holds many connections.</summary>
internal static class Memory
{
    /// <summary>Prints the table for MEMORY_CONNECTIONS connections.</summary>
    public static void Run(Settings settings)
    {
        var count = Settings.Numbers("MEMORY_CONNECTIONS", 10_000)[0];
        using var server = MinimalServer.Start(settings, bodyBytes: 13, settings.ServerCpu);
        var rows = new List<string[]>();
        foreach (var tool in Tool.Present(settings).Where(tool => tool.Name != "floor"))
        {
            var run = Child.Run(Cpus.Text(settings.ToolCpu), Tool.Fill(tool.KeepAlive, settings, count), watchMemory: true);
            var figures = run is null ? null : tool.Read(run.Output, settings.Seconds);
            rows.Add([tool.Name, Markdown.Number(run?.PeakRssBytes / (double)(1 << 20), 1), Markdown.Number(figures?.PerSecond, 0)]);
        }

        Markdown.Print(
            $"Memory with {count} connections (each process may open {Descriptors()} descriptors; a tool without figures did not run)",
            ["tool", "peak RSS MiB", "requests/s"],
            rows);
    }

    private static string Descriptors()
    {
        var words = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words[3];   // the soft limit; this process raised it as far as it may, and those it starts inherit it
    }
}
