namespace Prony.GeneratorBench;

/// <summary>Whether two generator threads make twice the load of one, with a server process on each of two other CPUs.</summary>
internal static class ThreadScaling
{
    private const int Needed = 4;

    /// <summary>Prints the table, or why there is none.</summary>
    public static void Run(Settings settings)
    {
        var cpus = Cpus.Usable();
        if (cpus.Length < Needed || settings.Server.Length == 0)
        {
            Console.WriteLine();
            Console.WriteLine($"Threads: cannot be shown here. Two generator threads and two server processes need {Needed} CPUs (there are {cpus.Length}) and gcc.");
            return;
        }

        using var server = MinimalServer.Start(settings, bodyBytes: 13, cpus[0], cpus[1]);
        var rows = new List<string[]>();
        foreach (var connections in (int[])[64, 1000])
        {
            var one = Rate(settings, Cpus.Text(cpus[2]), connections, threads: 1);
            var two = Rate(settings, Cpus.Text(cpus[2], cpus[3]), connections, threads: 2);
            rows.Add([Markdown.Number(connections, 0), Markdown.Number(one, 0), Markdown.Number(two, 0), Markdown.Number(two / one, 2)]);
        }

        Markdown.Print("Threads: prony load with --threads 1 and 2, a CPU for each", ["connections", "requests/s with 1", "requests/s with 2", "ratio"], rows);
    }

    private static double? Rate(Settings settings, string cpus, int connections, int threads)
    {
        var tool = Tool.All.First(t => t.Name == "prony load");
        var command = Tool.Fill(tool.KeepAlive, settings, connections);
        command[Array.IndexOf(command, "--threads") + 1] = Markdown.Number(threads, 0);
        return Markdown.Median(Enumerable.Range(0, settings.Rounds)
            .Select(_ => Child.Run(cpus, command) is { } run ? tool.Read(run.Output, settings.Seconds)?.PerSecond : null)
            .OfType<double>());
    }
}
