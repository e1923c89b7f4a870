using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Prony.GeneratorBench;

/// <summary>What a program printed, and what it used.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="UserS">CPU seconds in user mode.</param>
/// <param name="SystemS">CPU seconds in the kernel.</param>
/// <param name="PeakRssBytes">Most resident memory, looked at every 20 ms; 0 when nobody asked for it.</param>
internal sealed record Finished(string Output, double UserS, double SystemS, long PeakRssBytes);

/// <summary>Runs a program on given CPUs and says what it printed and used.</summary>
internal static unsafe class Child
{
    private const int RusageChildren = -1;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    [DllImport("libc")]
    private static extern int getrusage(int who, long* usage);

    /// <summary>Runs a tool to its end; the server, which is not waited for, does not count.</summary>
    /// <param name="cpus">As taskset takes them.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="watchMemory">Looks at its memory all the time, which costs some CPU.</param>
    /// <returns>Null when it failed. A code above 0 with output is no failure: prony ends with 5 where it doubts its own result.</returns>
    public static Finished? Run(string cpus, string[] command, bool watchMemory = false)
    {
        var (user, system) = ChildrenS();
        using var process = Start(cpus, command);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var begin = Stopwatch.GetTimestamp();
        long peak = 0;
        while (!process.WaitForExit(watchMemory ? 20 : 1000))
        {
            peak = Math.Max(peak, watchMemory ? PeakRss(process.Id) : 0);
            if (Stopwatch.GetElapsedTime(begin) > Longest)
            {
                process.Kill();
                return null;
            }
        }

        _ = errors.Result;
        var (userAfter, systemAfter) = ChildrenS();
        return process.ExitCode == 0 || output.Result.Length > 0 ? new Finished(output.Result, userAfter - user, systemAfter - system, peak) : null;
    }

    /// <summary>Starts a program on given CPUs.</summary>
    public static Process Start(string cpus, string[] command) => Start(["taskset", "-c", cpus, .. command]);

    /// <summary>Starts a program.</summary>
    public static Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in command[1..])
        {
            start.ArgumentList.Add(word);
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
    }

    /// <summary>CPU seconds of all children that ended and were waited for.</summary>
    public static (double UserS, double SystemS) ChildrenS()
    {
        var usage = stackalloc long[32];   // struct rusage begins with two struct timeval
        _ = getrusage(RusageChildren, usage);
        return (usage[0] + (usage[1] / 1e6), usage[2] + (usage[3] / 1e6));
    }

    private static long PeakRss(int id)
    {
        const string Label = "VmHWM:";
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith(Label, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[Label.Length..^2], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;   // it has just ended
        }
    }
}
