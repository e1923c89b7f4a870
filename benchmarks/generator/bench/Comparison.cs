using System.Diagnostics;
using System.Globalization;

namespace Prony.GeneratorBench;

/// <summary>All tools in turn against the minimal server, several rounds, medians and ratios to wrk in a table.</summary>
internal static class Comparison
{
    private const int Port = 18377;

    /// <summary>One measurement of one tool.</summary>
    private sealed record Sample(double PerSecond, double UserUs, double SystemUs)
    {
        public double CpuUs => UserUs + SystemUs;
    }

    /// <summary>Runs everything; settings come from the environment (see ../run).</summary>
    public static int Run(string root, string server)
    {
        var rounds = Setting("ROUNDS", 5);
        var seconds = Setting("SECONDS_EACH", 5);
        var body = Setting("BODY_BYTES", 13);
        var counts = (Environment.GetEnvironmentVariable("CONNECTIONS") ?? "1 64 1000").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var serverCpu = Environment.GetEnvironmentVariable("SERVER_CPU") ?? "0";
        var toolCpu = Environment.GetEnvironmentVariable("TOOL_CPU") ?? "1";
        var bench = Environment.ProcessPath!;
        var tools = Tool.All.Where(t => OnPath(t.Command[0], root)).ToList();

        string[] serverCommand = server.Length > 0 ? [server] : [bench, "serve"];
        using var serving = Child.Start(serverCpu, [.. serverCommand, Text(Port), Text(body)]);
        try
        {
            if (serving.StandardOutput.ReadLine() != "ready")
            {
                Console.Error.WriteLine($"The server did not start: is port {Port} in use? {serving.StandardError.ReadToEnd()}");
                return 1;
            }

            Console.WriteLine($"{rounds} rounds of {seconds} s each; server on CPU {serverCpu}, tools on CPU {toolCpu}; body of {body} bytes; load average {LoadAverage()}");
            foreach (var count in counts)
            {
                var samples = tools.ToDictionary(t => t.Name, _ => new List<Sample?>());
                for (var round = 0; round < rounds; round++)
                {
                    foreach (var tool in tools)
                    {
                        samples[tool.Name].Add(Measure(tool, root, bench, toolCpu, count, seconds));
                    }
                }

                Print(count, samples);
            }
        }
        finally
        {
            serving.Kill();
        }

        return 0;
    }

    private static Sample? Measure(Tool tool, string root, string bench, string cpu, string count, int seconds)
    {
        string[] command =
        [
            .. tool.Command.Select(word => word
                .Replace("{bench}", bench, StringComparison.Ordinal)
                .Replace("{prony}", PronyPath(root), StringComparison.Ordinal)
                .Replace("{port}", Text(Port), StringComparison.Ordinal)
                .Replace("{c}", count, StringComparison.Ordinal)
                .Replace("{s}", Text(seconds), StringComparison.Ordinal)),
        ];
        if (Child.Run(cpu, command) is not var (output, user, system) || Tool.Find(tool.Rate, output) is not { } perSecond)
        {
            return null;
        }

        var total = tool.Total is null ? perSecond * seconds : Tool.Find(tool.Total, output) ?? perSecond * seconds;
        return total == 0 ? null : new Sample(perSecond, user / total * 1e6, system / total * 1e6);
    }

    private static void Print(string count, Dictionary<string, List<Sample?>> samples)
    {
        Console.WriteLine();
        Console.WriteLine($"{count} connections");
        Console.WriteLine("| tool         | requests/s | CPU us/request | user us | system us | requests/core-s | CPU / wrk | rate / wrk |");
        Console.WriteLine("|--------------|-----------:|---------------:|--------:|----------:|----------------:|----------:|-----------:|");
        var wrk = samples.GetValueOrDefault("wrk");
        foreach (var (name, list) in samples)
        {
            var whole = list.OfType<Sample>().ToList();
            if (whole.Count == 0)
            {
                Console.WriteLine($"| {name,-12} | did not run |");
                continue;
            }

            var cpu = Median(whole.Select(s => s.CpuUs));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name,-12} | {Median(whole.Select(s => s.PerSecond)),10:F0} | {cpu,14:F2} | {Median(whole.Select(s => s.UserUs)),7:F2} | {Median(whole.Select(s => s.SystemUs)),9:F2} | {1e6 / cpu,15:F0} | {Ratio(list, wrk, s => s.CpuUs),9} | {Ratio(list, wrk, s => s.PerSecond),10} |"));
        }
    }

    /// <summary>Median of the ratios within rounds, so that a machine that grows slower between rounds does not matter.</summary>
    private static string Ratio(List<Sample?> samples, List<Sample?>? wrk, Func<Sample, double> figure)
    {
        var ratios = samples.Zip(wrk ?? [], (s, w) => s is null || w is null ? (double?)null : figure(s) / figure(w)).OfType<double>().ToList();
        return ratios.Count == 0 ? "-" : Median(ratios).ToString("F2", CultureInfo.InvariantCulture);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static bool OnPath(string program, string root) => program switch
    {
        "{bench}" => true,
        "{prony}" => File.Exists(PronyPath(root)),
        _ => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, program))),
    };

    /// <summary>The built program, so that the check for newer sources is not measured.</summary>
    private static string PronyPath(string root) => Path.Combine(root, "artifacts", "prony", "prony");

    private static int Setting(string name, int standard) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : standard;

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
