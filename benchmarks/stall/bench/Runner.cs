using System.ComponentModel;
using System.Diagnostics;

namespace Prony.StallBench;

/// <summary>Runs a tool to its end.</summary>
internal static class Runner
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>What it prints; null when there is no such program.</summary>
    /// <exception cref="InvalidOperationException">It failed, or did not end.</exception>
    public static (string Output, string Errors)? Run(string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in command[1..])
        {
            start.ArgumentList.Add(word);
        }

        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            var errors = process!.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill();
                throw new InvalidOperationException("not finished after 90 s");
            }

            // Some tools print their summary on standard error; prony measures and then ends with a code that says what to doubt.
            return output.Result.Length > 0 ? (output.Result, errors.Result)
                : process.ExitCode == 0 ? (errors.Result, "")
                : throw new InvalidOperationException($"exit code {process.ExitCode}: {errors.Result}");
        }
    }
}
