using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Prony.EndToEnd.Tests;

/// <summary>A folder of a test's own with an experiment in it, and a look at what is left behind.</summary>
internal sealed class Workspace : IDisposable
{
    public Workspace() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "prony-e2e-" + Guid.NewGuid().ToString("N"));

    /// <summary>Name of the experiment: unique, so that what one test leaves behind is not taken for another's.</summary>
    public string Name { get; } = "faults-" + Guid.NewGuid().ToString("N")[..8];

    /// <summary>The run directories written so far; one that is being made still has a hidden name.</summary>
    public IReadOnlyList<string> Runs => Directory.Exists(Path.Combine(Folder, "runs"))
        ? [.. Directory.GetDirectories(Path.Combine(Folder, "runs")).Where(run => Path.GetFileName(run)[0] != '.').Order(StringComparer.Ordinal)]
        : [];

    public string PathOf(string name) => Path.Combine(Folder, name);

    public static string FaultyServer { get; } = Path.Combine(AppContext.BaseDirectory, "Servers", "faulty.py");

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>An experiment with two candidates, each a mode of faulty.py, short enough for a test.</summary>
    public string WriteExperiment(string baselineMode, string otherMode, string rounds = "1", string load = "users: 4", string extra = "", string measure = "1s", string timeout = "2s") => Write(
        "experiment.yaml",
        string.Create(CultureInfo.InvariantCulture, $$"""
        name: {{Name}}
        question: What happens when a server misbehaves?
        rounds: {{rounds}}
        phases: {warmup: 300ms, measure: {{measure}}, idle: 100ms, pause: 100ms}
        candidates:
          steady: {run: "python3 {{FaultyServer}} {{baselineMode}} {port}"}
          other: {run: "python3 {{FaultyServer}} {{otherMode}} {port}"}
        scenarios:
          work:
            request: {get: /}
            timeout: {{timeout}}
            load: { {{load}} }
        {{extra}}
        """));

    /// <summary>An experiment of one short round with these candidates, each a line "name: {...}", and one scenario.</summary>
    public string WriteCandidates(params string[] candidates) => Write("experiment.yaml", $$"""
        name: {{Name}}
        rounds: 1
        phases: {warmup: 300ms, measure: 1s, idle: 100ms, pause: 100ms}
        candidates:
          {{string.Join("\n  ", candidates)}}
        scenarios:
          work: {request: {get: /}, load: {users: 4} }
        """);

    public Tool Start(params string[] arguments) => Tool.Start(new ToolSettings(Folder), arguments);

    public ToolResult Run(params string[] arguments) => Start(arguments).WaitForEnd(TimeSpan.FromMinutes(2));

    /// <summary>Processes of any run in this workspace that still live: each carries the run's name in its environment.</summary>
    public IReadOnlyList<string> Survivors()
    {
        // The runs of a tuning's stages lie in its folder.
        var marks = Runs.Concat(Runs.SelectMany(Directory.GetDirectories)).Select(run => "PRONY_RUN=" + Path.GetFileName(run)).ToList();
        return [.. Directory.GetDirectories("/proc").Where(IsProcess).Where(process => IsMarked(process, marks)).Select(Describe)];
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A free port below those that the kernel hands out (32768 to 60999), for a file that names one: no connection of another test can take it before it is bound.</summary>
    public static int FreeFixedPort()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_768));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }

        throw new InvalidOperationException("No port between 20000 and 32767 is free.");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static bool IsProcess(string folder) => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _);

    private static bool IsMarked(string process, List<string> marks)
    {
        try
        {
            // A zombie is dead; who reaps orphans may take its time.
            var environment = File.ReadAllText(Path.Combine(process, "environ"));
            return !File.ReadAllText(Path.Combine(process, "status")).Contains("State:\tZ", StringComparison.Ordinal) && marks.Exists(mark => environment.Contains(mark, StringComparison.Ordinal));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Ended while we looked, or another user's.
            return false;
        }
    }

    private static string Describe(string process)
    {
        try
        {
            return Path.GetFileName(process) + " " + File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return Path.GetFileName(process) + " (gone)";
        }
    }
}
