using System.ComponentModel;
using System.Diagnostics;

namespace Prony.Experiments.Doctoring;

/// <summary>Installs packages on Debian and its relatives, without starting the services that they bring.</summary>
/// <param name="tell">Told each line that apt prints.</param>
/// <param name="programs">Folder of apt-get and apt-cache.</param>
/// <param name="policyFile">The script that says whether a package may start its service (invoke-rc.d's policy layer).</param>
/// <remarks>Not thread-safe: one installation at a time, which dpkg's lock sees to between processes.</remarks>
public sealed class DebianPackages(Action<string> tell, string programs = "/usr/bin", string policyFile = "/usr/sbin/policy-rc.d")
{
    /// <summary>101 is "action forbidden by policy" (/usr/share/doc/init-system-helpers/README.policy-rc.d.gz).</summary>
    private const string ForbidEveryStart = "#!/bin/sh\n# Made by prony doctor --install for the time of an installation; may be removed.\nexit 101\n";

    /// <summary>Slow mirrors and many packages, but not for ever.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(30);

    private static readonly string[] InstallArguments = ["install", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0"];

    /// <summary>The command that a person types for the same.</summary>
    public static string Command(IEnumerable<string> packages) => $"apt-get install -y --no-install-recommends {string.Join(' ', packages)}";

    /// <summary>Why nothing can be installed here, with what to do; null when it can.</summary>
    public string? FindObstacle(IReadOnlyList<string> packages, bool isRoot) =>
        !File.Exists(AptGet) ? $"There is no apt-get here, so this is neither Debian nor a relative of it: get these programs your system's way: {string.Join(' ', packages)}."
        : !isRoot ? $"Only root can install packages. Type: sudo {Command(packages)}"
        : null;

    /// <summary>Installs what the archives have.</summary>
    /// <param name="packages">Names of packages.</param>
    /// <param name="ct">Does not interrupt apt, which would leave packages half installed; nothing new is begun.</param>
    /// <returns>What went wrong, as a sentence; null when everything is installed.</returns>
    public async Task<string?> InstallAsync(IReadOnlyList<string> packages, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(packages);
        var isFresh = false;
        var unknown = await FindUnknownAsync(packages);
        if (unknown.Count > 0)
        {
            ct.ThrowIfCancellationRequested();
            isFresh = await UpdateAsync();
            unknown = await FindUnknownAsync(packages);
        }

        var known = packages.Except(unknown).ToList();
        var code = 0;
        if (known.Count > 0)
        {
            ct.ThrowIfCancellationRequested();
            code = await InstallAsync(known);
            if (code != 0 && !isFresh)
            {
                // Lists of yesterday name versions that the mirror no longer has.
                ct.ThrowIfCancellationRequested();
                code = await UpdateAsync() ? await InstallAsync(known) : code;
            }
        }

        return code != 0 ? $"apt-get install ended with exit code {code}; its words are above."
            : unknown.Count > 0 ? $"The archives of this system do not have {string.Join(", ", unknown)}."
            : null;
    }

    private string AptGet => Path.Combine(programs, "apt-get");

    private async Task<bool> UpdateAsync() => (await RunAsync(AptGet, ["update", "-qq", "-o", "DPkg::Lock::Timeout=120"])).Code == 0;

    private async Task<int> InstallAsync(List<string> packages)
    {
        var isOurs = ForbidStarts();
        try
        {
            return (await RunAsync(AptGet, [.. InstallArguments, .. packages])).Code;
        }
        finally
        {
            if (isOurs)
            {
                File.Delete(policyFile);
            }
        }
    }

    /// <summary>Packages without a version that could be installed: apt-cache prints a paragraph for each that it knows.</summary>
    private async Task<List<string>> FindUnknownAsync(IReadOnlyList<string> packages)
    {
        var (_, lines) = await RunAsync(Path.Combine(programs, "apt-cache"), ["policy", .. packages], quiet: true);
        var known = new HashSet<string>();
        var package = "";
        foreach (var line in lines)
        {
            if (line.EndsWith(':') && !line.StartsWith(' '))
            {
                package = line.TrimEnd(':');
            }
            else if (line.TrimStart().StartsWith("Candidate:", StringComparison.Ordinal) && !line.EndsWith("(none)", StringComparison.Ordinal))
            {
                known.Add(package);
            }
        }

        return [.. packages.Where(name => !known.Contains(name))];
    }

    /// <summary>A package that starts a database on its usual port would take it from somebody, and the machine's time from the measurement.</summary>
    /// <returns>True when the file was made here and has to go again.</returns>
    private bool ForbidStarts()
    {
        // One that an earlier prony left when it was killed is ours too.
        if (File.Exists(policyFile) && File.ReadAllText(policyFile) != ForbidEveryStart)
        {
            return false;
        }

        File.WriteAllText(policyFile, ForbidEveryStart);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(policyFile, (UnixFileMode)0b111_101_101);
        }

        return true;
    }

    private async Task<(int Code, IReadOnlyList<string> Lines)> RunAsync(string program, IReadOnlyList<string> arguments, bool quiet = false)
    {
        var lines = new List<string>();
        using var process = new Process { StartInfo = StartOf(program, arguments) };
        DataReceivedEventHandler onLine = (_, line) =>
        {
            if (line.Data is { } text)
            {
                lock (lines)
                {
                    lines.Add(text);
                }

                if (!quiet)
                {
                    tell(text);
                }
            }
        };
        process.OutputDataReceived += onLine;
        process.ErrorDataReceived += onLine;
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"{program} could not be started: {failure.Message}", failure);
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(Within);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new IOException($"{program} {arguments[0]} did not end within {Within.TotalMinutes:0} minutes and was stopped. See that the mirror can be reached, and run: dpkg --configure -a");
        }

        return (process.ExitCode, lines);
    }

    private static ProcessStartInfo StartOf(string program, IReadOnlyList<string> arguments)
    {
        // In a session of its own: Ctrl-C goes to the whole foreground group, and a dpkg that is cut off leaves packages half installed.
        const string apart = "/usr/bin/setsid";
        var start = File.Exists(apart) && File.Exists(program) ? new ProcessStartInfo(apart, ["--wait", program, .. arguments]) : new ProcessStartInfo(program, arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (true, true, true);
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        start.Environment["RUNLEVEL"] = "1";
        start.Environment["LANG"] = start.Environment["LC_ALL"] = "C.UTF-8";
        return start;
    }
}
