using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Doctoring;

/// <summary>Versions of the programs that stacks and their preparation are usually made of.</summary>
public static partial class ToolVersions
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <summary>How each says its version, in the order in which they are shown.</summary>
    private static readonly (string Program, string Option)[] Known =
    [
        ("dotnet", "--version"), ("/usr/bin/python3", "--version"), ("node", "--version"), ("rustc", "--version"), ("cargo", "--version"),
        ("gunicorn", "--version"), ("uvicorn", "--version"), ("uwsgi", "--version"), ("supervisord", "--version"), ("nginx", "-v"), ("haproxy", "-v"),
        ("psql", "--version"), ("pgbouncer", "--version"), ("redis-server", "--version"), ("memcached", "--version"),
    ];

    /// <summary>"dotnet 10.0.100, python3 3.11.2" of those that are installed.</summary>
    public static async Task<DoctorFinding> ReadAsync(CancellationToken ct)
    {
        // One after the other would take seconds: Python programs need 200 ms each.
        var versions = await Task.WhenAll(Known.Select(tool => ReadAsync(tool.Program, tool.Option, ct)));
        var found = versions.OfType<string>().ToList();
        return new DoctorFinding("programs", DoctorState.Ok, found.Count > 0 ? string.Join(", ", found) : "none of those that Prony knows");
    }

    /// <summary>The first number with a point in what a program prints; null when there is none.</summary>
    internal static string? Find(string output) => Version().Match(output) is { Success: true } match ? match.Value : null;

    private static async Task<string?> ReadAsync(string program, string option, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Within);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, [option]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            // Not installed: it is simply not among those that are.
            return null;
        }

        try
        {
            process.StandardInput.Close();
            var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            return $"{Path.GetFileName(program)} {Find(string.Concat(output)) ?? "of an unknown version"}";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            return $"{Path.GetFileName(program)} (did not say its version)";
        }
    }

    [GeneratedRegex(@"[0-9]+\.[0-9]+(\.[0-9]+)*")]
    private static partial Regex Version();
}
