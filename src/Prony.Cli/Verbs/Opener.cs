using System.ComponentModel;
using System.Diagnostics;

namespace Prony.Cli.Verbs;

/// <summary>Opens a file with what a person reads pages with: the programs of $BROWSER (names between colons, %s for the address), else xdg-open.</summary>
internal static class Opener
{
    private const string Usual = "xdg-open";

    /// <summary>So long a program may take to say that it cannot; one that goes on then is showing the page.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Opens it with the first program that can.</summary>
    /// <param name="file">Path of a file that is there.</param>
    /// <param name="browser">The value of BROWSER; null or empty where it is not set.</param>
    /// <exception cref="IOException">None can; the message says what was tried and what to do.</exception>
    public static void Open(string file, string? browser)
    {
        var programs = string.IsNullOrWhiteSpace(browser) ? [Usual] : browser.Split(':', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var tried = new List<string>();
        foreach (var program in programs)
        {
            if (TryOpen(program, file) is not { } problem)
            {
                return;
            }

            tried.Add($"{program}: {problem}");
        }

        throw new IOException($"{file} is written, and nothing here opens it ({string.Join("; ", tried)}). Set BROWSER to a program that does, or install xdg-utils.");
    }

    /// <summary>Null when it went well.</summary>
    private static string? TryOpen(string program, string file)
    {
        var address = new Uri(Path.GetFullPath(file)).AbsoluteUri;
        var words = program.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var arguments = words[1..].Select(word => word.Replace("%s", address, StringComparison.Ordinal)).ToList();
        if (!program.Contains("%s", StringComparison.Ordinal))
        {
            arguments.Add(address);
        }

        try
        {
            using var process = Process.Start(new ProcessStartInfo(words[0], arguments))!;

            // Without a desktop the browser is one of the terminal, and the terminal is its as long as it runs.
            var hasDesktop = IsSet("DISPLAY") || IsSet("WAYLAND_DISPLAY");
            return !process.WaitForExit(hasDesktop ? Patience : Timeout.InfiniteTimeSpan) || process.ExitCode == 0 ? null : $"exit code {process.ExitCode}";
        }
        catch (Win32Exception missing)
        {
            return missing.NativeErrorCode == 2 ? "not found" : missing.Message;
        }
    }

    private static bool IsSet(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));
}
