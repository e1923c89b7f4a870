using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Prony.GeneratorBench;

/// <summary>Runs a program on one CPU and says what it printed and how much CPU it used.</summary>
internal static unsafe class Child
{
    private const int RusageChildren = -1;

    [DllImport("libc")]
    private static extern int getrusage(int who, long* usage);

    /// <summary>Runs a tool to its end; the server, which is not waited for, does not count.</summary>
    /// <returns>Standard output and the CPU seconds, user and system; null when it failed. A code above 0 with output is no failure: prony ends with 5 where it doubts its own result.</returns>
    public static (string Output, double UserS, double SystemS)? Run(string cpu, string[] command)
    {
        var (user, system) = ChildrenS();
        using var process = Start(cpu, command);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(120_000))
        {
            process.Kill();
            return null;
        }

        _ = errors.Result;
        var (userAfter, systemAfter) = ChildrenS();
        return process.ExitCode == 0 || output.Length > 0 ? (output, userAfter - user, systemAfter - system) : null;
    }

    /// <summary>Starts a program on one CPU.</summary>
    public static Process Start(string cpu, string[] command)
    {
        var start = new ProcessStartInfo("taskset") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["-c", cpu, .. command])
        {
            start.ArgumentList.Add(word);
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
    }

    private static (double UserS, double SystemS) ChildrenS()
    {
        var usage = stackalloc long[32];   // struct rusage begins with two struct timeval
        _ = getrusage(RusageChildren, usage);
        return (usage[0] + (usage[1] / 1e6), usage[2] + (usage[3] / 1e6));
    }
}
