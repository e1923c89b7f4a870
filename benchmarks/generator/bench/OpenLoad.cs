using System.Globalization;
using System.Text.Json;

namespace Prony.GeneratorBench;

/// <summary>The open model: how late requests are, and whether the rate is kept. The generator has all CPUs but the server's.</summary>
internal static class OpenLoad
{
    /// <summary>Prints the table for the rates of RATES.</summary>
    public static void Run(Settings settings)
    {
        using var server = MinimalServer.Start(settings, bodyBytes: 13, settings.ServerCpu);
        var cpus = settings.FreeCpus();
        string[] heads = ["tool", "asked/s", "achieved/s", "achieved / planned", "lag p50 us", "lag p99 us", "lag max us", "response p50 us", "response p99 us", "CPU s/s"];
        Markdown.Print(
            $"Open model, one generator thread on {cpus.Length} CPU(s) that the server leaves, medians of {settings.Rounds} runs of {settings.Seconds} s; {(cpus.Length >= 3 ? "with" : "without")} spinning before due instants",
            heads,
            Settings.Numbers("RATES", 1000, 20000).SelectMany(rate => Rows(settings, Cpus.Text(cpus), rate)).ToList());
    }

    private static IEnumerable<string[]> Rows(Settings settings, string cpus, int rate)
    {
        string[] own = ["{prony}", "load", "http://127.0.0.1:{port}/", "-r", "{r}", "-d", "{s}s", "--threads", "1", "--json", "-", "--quiet"];
        var records = Repeat(settings, cpus, own, rate).Select(run => Read(run.Output, run.UserS + run.SystemS)).OfType<Figures>().ToList();
        yield return
        [
            "prony load",
            Markdown.Number(rate, 0),
            Median(records, f => f.SentPerS, 1),
            Median(records, f => f.SentPerS / f.PlannedPerS, 4),
            Median(records, f => f.LagP50, 1),
            Median(records, f => f.LagP99, 1),
            Median(records, f => f.LagMax, 1),
            Median(records, f => f.ResponseP50, 1),
            Median(records, f => f.ResponseP99, 1),
            Median(records, f => f.CpuS / settings.Seconds, 3),
        ];
        foreach (var tool in Tool.Present(settings).Where(tool => tool.AtRate is not null))
        {
            var runs = Repeat(settings, cpus, tool.AtRate!, rate).Select(run => (Rate: tool.Read(run.Output, settings.Seconds)?.PerSecond, CpuS: run.UserS + run.SystemS)).Where(run => run.Rate is not null).ToList();
            var achieved = Markdown.Median(runs.Select(run => run.Rate!.Value));
            var cpu = Markdown.Median(runs.Select(run => run.CpuS / settings.Seconds));
            yield return [tool.Name, Markdown.Number(rate, 0), Markdown.Number(achieved, 1), Markdown.Number(achieved / rate, 4), "-", "-", "-", "-", "-", Markdown.Number(cpu, 3)];
        }
    }

    private static IEnumerable<Finished> Repeat(Settings settings, string cpus, string[] command, int rate) =>
        Enumerable.Range(0, settings.Rounds).Select(_ => Child.Run(cpus, Tool.Fill(command, settings, connections: 10, rate))).OfType<Finished>();

    private static string Median(List<Figures> records, Func<Figures, double> figure, int decimals) => Markdown.Number(Markdown.Median(records.Select(figure)), decimals);

    private static Figures? Read(string output, double cpuS)
    {
        if (output.Length == 0)
        {
            return null;
        }

        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        var lag = root.GetProperty("lag_generator_ns");
        var response = root.GetProperty("response_ns");
        return new Figures(
            root.GetProperty("sent_per_s").GetDouble(),
            root.GetProperty("requests").GetProperty("due").GetDouble() / root.GetProperty("window").GetProperty("duration_s").GetDouble(),
            PercentileUs(lag, 50),
            PercentileUs(lag, 99),
            lag.GetProperty("max").GetDouble() / 1e3,
            PercentileUs(response, 50),
            PercentileUs(response, 99),
            cpuS);
    }

    private static double PercentileUs(JsonElement times, int percentile) =>
        times.GetProperty("percentiles").GetProperty(percentile.ToString(CultureInfo.InvariantCulture)).GetDouble() / 1e3;

    /// <summary>Times in microseconds.</summary>
    private sealed record Figures(double SentPerS, double PlannedPerS, double LagP50, double LagP99, double LagMax, double ResponseP50, double ResponseP99, double CpuS);
}
