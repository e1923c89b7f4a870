using System.Globalization;

namespace Prony.GeneratorBench;

/// <summary>All tools in turn against the minimal server, several rounds; medians, and ratios to wrk that are taken within rounds.</summary>
/// <remarks>The CPU that a process uses until its first request is the same for a short run and a long one, so it is also shown apart.</remarks>
internal sealed class Comparison(Settings settings)
{
    private const double GiB = 1 << 30;

    private readonly Dictionary<Tool, double> _startS = StartTime.CpuOfAll(settings);

    /// <summary>One measurement of one tool; CPU is per request, and that of the whole process unless said otherwise.</summary>
    private sealed record Sample(double PerSecond, double UserUs, double SystemUs, double StartUs)
    {
        public double CpuUs => UserUs + SystemUs;

        public double CpuUsAfterStart => CpuUs - StartUs;
    }

    /// <summary>One keep-alive GET after the other: a small body, and the numbers of connections from CONNECTIONS.</summary>
    public void KeepAlive()
    {
        using var server = MinimalServer.Start(settings, bodyBytes: 13, settings.ServerCpu);
        foreach (var count in Settings.Numbers("CONNECTIONS", 1, 64, 1000))
        {
            Requests($"Keep-alive GET, {count} connections", Run(tool => tool.KeepAlive, count));
        }
    }

    /// <summary>Bodies: how many bytes a second, and what a GiB costs.</summary>
    public void Bodies()
    {
        foreach (var size in Settings.Numbers("BODY_BYTES", 1 << 10, 100 << 10, 10 << 20))
        {
            using var server = MinimalServer.Start(settings, size, settings.ServerCpu);
            var count = Settings.Numbers("BODY_CONNECTIONS", 16)[0];
            Bytes(string.Create(CultureInfo.InvariantCulture, $"Bodies of {size / 1024.0:0.###} KiB, keep-alive, {count} connections"), Run(tool => tool.KeepAlive, count), size);
        }
    }

    /// <summary>A new connection for each request. The server closes first, so the waiting (TIME_WAIT) is on its side and ports are free again.</summary>
    public void Close()
    {
        using var server = MinimalServer.Start(settings, bodyBytes: 13, settings.ServerCpu);
        foreach (var count in Settings.Numbers("CLOSE_CONNECTIONS", 64))
        {
            Requests($"A new connection for each request, {count} at a time", Run(tool => tool.Close, count));
            Ports.Say();
        }
    }

    private Dictionary<string, List<Sample?>> Run(Func<Tool, string[]?> command, int connections)
    {
        var tools = _startS.Keys.Where(tool => command(tool) is not null).ToList();
        var samples = tools.ToDictionary(tool => tool.Name, _ => new List<Sample?>());
        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var tool in tools)
            {
                samples[tool.Name].Add(Measure(tool, Tool.Fill(command(tool)!, settings, connections)));
            }
        }

        return samples;
    }

    private Sample? Measure(Tool tool, string[] command)
    {
        if (Child.Run(Cpus.Text(settings.ToolCpu), command) is not { } run || tool.Read(run.Output, settings.Seconds) is not var (total, perSecond))
        {
            return null;
        }

        return new Sample(perSecond, run.UserS / total * 1e6, run.SystemS / total * 1e6, _startS[tool] / total * 1e6);
    }

    private static void Requests(string title, Dictionary<string, List<Sample?>> samples)
    {
        var wrk = samples.GetValueOrDefault("wrk");
        string[] heads = ["tool", "requests/s", "rate / wrk", "user us", "system us", "CPU us/request", "CPU / wrk", "without start", "/ wrk", "/ floor"];
        Markdown.Print(title, heads, samples.Select(row => new[]
        {
            row.Key,
            Median(row.Value, s => s.PerSecond, 0),
            Ratio(row.Value, wrk, s => s.PerSecond),
            Median(row.Value, s => s.UserUs, 2),
            Median(row.Value, s => s.SystemUs, 2),
            Median(row.Value, s => s.CpuUs, 2),
            Ratio(row.Value, wrk, s => s.CpuUs),
            Median(row.Value, s => s.CpuUsAfterStart, 2),
            Ratio(row.Value, wrk, s => s.CpuUsAfterStart),
            Ratio(row.Value, samples.GetValueOrDefault("floor"), s => s.CpuUsAfterStart),
        }));
    }

    private static void Bytes(string title, Dictionary<string, List<Sample?>> samples, int size)
    {
        var wrk = samples.GetValueOrDefault("wrk");
        string[] heads = ["tool", "requests/s", "MB/s", "/ wrk", "CPU s/GiB", "CPU / wrk", "without start", "/ wrk"];

        // The floor knows only answers that come in one piece.
        Markdown.Print(title, heads, samples.Where(row => row.Key != "floor").Select(row => new[]
        {
            row.Key,
            Median(row.Value, s => s.PerSecond, 0),
            Median(row.Value, s => s.PerSecond * size / 1e6, 0),
            Ratio(row.Value, wrk, s => s.PerSecond),
            Median(row.Value, s => s.CpuUs / 1e6 * GiB / size, 3),
            Ratio(row.Value, wrk, s => s.CpuUs),
            Median(row.Value, s => s.CpuUsAfterStart / 1e6 * GiB / size, 3),
            Ratio(row.Value, wrk, s => s.CpuUsAfterStart),
        }));
    }

    private static string Median(List<Sample?> samples, Func<Sample, double> figure, int decimals) =>
        Markdown.Number(Markdown.Median(samples.OfType<Sample>().Select(figure)), decimals);

    /// <summary>Median of the ratios within rounds, so that a machine that grows slower between rounds does not matter.</summary>
    private static string Ratio(List<Sample?> samples, List<Sample?>? others, Func<Sample, double> figure) => Markdown.Number(
        Markdown.Median(samples.Zip(others ?? [], (s, other) => s is null || other is null ? (double?)null : figure(s) / figure(other)).OfType<double>()), 2);
}
