namespace Prony.GeneratorBench;

/// <summary>The tables by name, in the order in which they are printed.</summary>
internal static class Tables
{
    private static readonly (string Name, Action<Settings> Print)[] All =
    [
        ("keepalive", settings => new Comparison(settings).KeepAlive()),
        ("bodies", settings => new Comparison(settings).Bodies()),
        ("close", settings => new Comparison(settings).Close()),
        ("open", OpenLoad.Run),
        ("threads", ThreadScaling.Run),
        ("memory", Memory.Run),
        ("start", StartTime.Run),
    ];

    /// <summary>Prints the named ones, or all.</summary>
    public static int Run(Settings settings, string[] names)
    {
        var known = All.Select(table => table.Name).ToArray();
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no table '{unknown}'; there are {string.Join(", ", known)}.");
            return 2;
        }

        var tools = string.Join(", ", Tool.Present(settings).Select(tool => tool.Name));
        Console.WriteLine($"{settings.Rounds} rounds of {settings.Seconds} s each; server on CPU {settings.ServerCpu}, tools on CPU {settings.ToolCpu} of {Cpus.Usable().Length}; load average {LoadAverage()}; {tools}");
        foreach (var (name, print) in All)
        {
            if (names.Length == 0 || names.Contains(name))
            {
                print(settings);
            }
        }

        Console.WriteLine();
        Console.WriteLine($"Load average at the end {LoadAverage()} (the tools themselves make about 2).");
        return 0;
    }

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
