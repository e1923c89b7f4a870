using System.ComponentModel;
using System.Diagnostics;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>Whether the system's Python can import modules, without importing them.</summary>
/// <remarks>
/// The system's, because the servers that a distribution ships begin with #!/usr/bin/python3, whatever python3 on somebody's PATH is.
/// importlib.util.find_spec (Python library reference) looks for a module where an import would; only parents of dotted names are imported.
/// </remarks>
internal static class PythonModules
{
    internal const string Interpreter = "/usr/bin/python3";

    /// <summary>Prints the names that are not to be found, a line each, and a last line that says that it came to its end.</summary>
    private const string Program = """
        import importlib.util, sys
        sys.path[:] = [folder for folder in sys.path if folder]
        for name in sys.argv[1:]:
            try: found = importlib.util.find_spec(name) is not None
            except Exception: found = False
            if not found: print(name)
        print('.')
        """;

    /// <summary>It takes some 30 ms, but the machine may be busy and its disk cold.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <summary>Those of the modules that cannot be found. Where Python does not answer in time none is called missing: the start will tell.</summary>
    internal static HashSet<string> FindMissing(IReadOnlyList<string> modules) => FindMissing(modules, Interpreter, Within);

    internal static HashSet<string> FindMissing(IReadOnlyList<string> modules, string interpreter, TimeSpan within)
    {
        if (modules.Count == 0)
        {
            return [];
        }

        if (!File.Exists(interpreter))
        {
            return [.. modules];
        }

        using var python = new Process { StartInfo = StartOf(interpreter, modules) };
        try
        {
            python.Start();
        }
        catch (Win32Exception)
        {
            // There is a file, but it is no program that runs here.
            return [.. modules];
        }

        var output = python.StandardOutput.ReadToEndAsync();
        if (!python.WaitForExit(within) || !output.Wait(within))
        {
            python.Kill(entireProcessTree: true);
            return [];
        }

        var lines = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines is [.. var missing, "."] ? [.. missing.Intersect(modules)] : [];
    }

    private static ProcessStartInfo StartOf(string interpreter, IReadOnlyList<string> modules)
    {
        // The environment that a server gets, and not what lies in the current folder; standard error is not of interest.
        var start = new ProcessStartInfo(interpreter, ["-c", Program, .. modules])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = ProgramFinder.CleanPath;
        start.Environment["HOME"] = Environment.GetEnvironmentVariable("HOME") ?? "/";
        start.Environment["LANG"] = "C.UTF-8";
        return start;
    }
}
