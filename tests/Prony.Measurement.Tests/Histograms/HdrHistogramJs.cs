using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Prony.Measurement.Tests.Histograms;

/// <summary>A test that needs hdr-histogram-js; skipped, with what is missing, where Node or the package cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HdrHistogramJsFactAttribute : FactAttribute
{
    public HdrHistogramJsFactAttribute() => Skip = HdrHistogramJs.Missing;
}

/// <summary>hdr-histogram-js 3.0.1 in a folder outside the clone, installed by npm once.</summary>
internal static class HdrHistogramJs
{
    private const string Package = "hdr-histogram-js@3.0.1";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly Lazy<string?> MissingOnce = new(Install);

    /// <summary>Why it cannot run here; null when it can.</summary>
    public static string? Missing => MissingOnce.Value;

    private static string Folder => Path.Combine(CacheFolder, "prony-tests", Package);

    private static string CacheFolder =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } local ? local : Path.GetTempPath();

    /// <summary>Runs the script beside the golden files and returns what it printed.</summary>
    public static string Run(params string[] arguments)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Golden", "hdr-histogram-js.cjs");
        var (exitCode, output) = Start("node", [script, Folder, .. arguments]);
        return exitCode == 0 ? output : throw new InvalidOperationException($"node ended with {exitCode}: {output}");
    }

    private static string? Install()
    {
        try
        {
            if (Start("node", ["--version"]).ExitCode != 0)
            {
                return $"{Package} needs node (Debian: nodejs).";
            }

            if (File.Exists(Path.Combine(Folder, "node_modules", "hdr-histogram-js", "package.json")))
            {
                return null;
            }

            Directory.CreateDirectory(Folder);
            var (exitCode, output) = Start("npm", ["install", "--prefix", Folder, "--no-audit", "--no-fund", "--fetch-retries=1", Package]);
            return exitCode == 0 ? null : $"{Package} could not be installed by npm: {output}";
        }
        catch (Exception e) when (e is Win32Exception or TimeoutException or IOException or UnauthorizedAccessException)
        {
            return $"{Package} cannot be had (Debian: nodejs npm): {e.Message}";
        }
    }

    private static (int ExitCode, string Output) Start(string command, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Bound))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} did not end within {Bound.TotalSeconds} s.");
        }

        return (process.ExitCode, output.Result + (process.ExitCode == 0 ? "" : errors.Result));
    }
}
