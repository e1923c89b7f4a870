using System.Diagnostics;

namespace Prony.Testing;

/// <summary>The tools whose command lines Prony reads, where they are installed: hey, wrk and ab from Debian's packages, loadtest from npm. <c>./test</c> installs them.</summary>
public static class Originals
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>The program of a tool, whether it is there or not.</summary>
    public static string PathOf(string tool) => tool == "loadtest"
        ? Path.Combine(CloneFolder.Root, "artifacts", "originals", "loadtest", "node_modules", ".bin", "loadtest")
        : "/usr/bin/" + tool;

    /// <summary>Why a test beside these is skipped, with what to install; null where all are there.</summary>
    public static string? Missing(params string[] tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        var missing = tools.Where(tool => !File.Exists(PathOf(tool)) || (tool == "loadtest" && !HasNode())).Select(tool => tool switch
        {
            "ab" => "No ab: apt-get install apache2-utils.",
            "loadtest" => "No loadtest: apt-get install nodejs npm, and ./test installs it into artifacts/originals.",
            _ => $"No {tool}: apt-get install {tool}.",
        }).ToList();
        return missing.Count == 0 ? null : string.Join(' ', missing);
    }

    /// <summary>What npm put there is a script for node.</summary>
    private static bool HasNode() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, "node")));

    /// <summary>Runs a program to its end, at most a minute.</summary>
    public static (int Code, string Output, string Error) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Bound))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {Bound.TotalSeconds} s.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
