using System.Globalization;

namespace Prony.GeneratorBench;

/// <summary>What ../run can be told through the environment; its header names each.</summary>
/// <param name="Root">Root of the clone.</param>
/// <param name="Server">The C server; empty where there is no compiler.</param>
/// <param name="Rounds">How often each tool runs in a table; medians are shown.</param>
/// <param name="Seconds">Length of each run.</param>
/// <param name="ServerCpu">CPU of the server.</param>
/// <param name="ToolCpu">CPU of the tools.</param>
internal sealed record Settings(string Root, string Server, int Rounds, int Seconds, int ServerCpu, int ToolCpu)
{
    /// <summary>This program, which holds the bare loop and the engine without the command line.</summary>
    public static string Bench => Environment.ProcessPath!;

    /// <summary>The built program, so that the check for newer sources is not measured.</summary>
    public string Prony => Path.Combine(Root, "artifacts", "prony", "prony");

    /// <summary>Reads them.</summary>
    public static Settings Read(string root, string server) =>
        new(root, server, Number("ROUNDS", 5), Number("SECONDS_EACH", 3), Number("SERVER_CPU", 0), Number("TOOL_CPU", 1));

    /// <summary>Whole numbers separated by spaces.</summary>
    public static int[] Numbers(string name, params int[] standard) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => int.Parse(word, CultureInfo.InvariantCulture))]
            : standard;

    /// <summary>CPUs of this process that the server leaves, as taskset takes them; the tool's own where there is no other.</summary>
    public int[] FreeCpus()
    {
        var free = Cpus.Usable().Where(cpu => cpu != ServerCpu).ToArray();
        return free.Length > 0 ? free : [ToolCpu];
    }

    private static int Number(string name, int standard) => Numbers(name, standard)[0];
}
