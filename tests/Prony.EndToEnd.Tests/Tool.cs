using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Prony.EndToEnd.Tests;

/// <summary>Runs the real <c>./prony</c> as a user would, with a bound on its time.</summary>
internal sealed class Tool : IDisposable
{
    private const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private Tool(Process process) => _process = process;

    public int ProcessId => _process.Id;

    public string ErrorSoFar
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    /// <summary>Runs to its end.</summary>
    public static ToolResult Run(params string[] arguments) => Start(arguments).WaitForEnd(TimeSpan.FromMinutes(8));   // rounds may be made three times

    /// <summary>Starts and returns at once.</summary>
    public static Tool Start(params string[] arguments) => Start(null, arguments);

    /// <summary>Starts with more environment, in a folder of the test's own when given.</summary>
    public static Tool Start(ToolSettings? settings, params string[] arguments)
    {
        var start = new ProcessStartInfo(Clone.PathOf("prony"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = settings?.Folder ?? Clone.Root,
        };
        foreach (var (name, value) in settings?.Environment ?? [])
        {
            start.Environment[name] = value;
        }

        var tool = new Tool(new Process { StartInfo = start });
        tool._process.OutputDataReceived += (_, line) => Append(tool._output, line.Data);
        tool._process.ErrorDataReceived += (_, line) => Append(tool._error, line.Data);
        tool._process.Start();
        tool._process.StandardInput.Close();
        tool._process.BeginOutputReadLine();
        tool._process.BeginErrorReadLine();
        return tool;
    }

    /// <summary>Sends a signal to the tool itself.</summary>
    public void Signal(int signal)
    {
        if (Kill(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException("prony had ended before the signal was sent.\n" + _output + _error);
        }
    }

    public ToolResult WaitForEnd(TimeSpan limit)
    {
        if (!_process.WaitForExit(limit))
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"prony did not end within {limit}.\n{_output}\n{_error}");
        }

        _process.WaitForExit();
        return new ToolResult(_process.ExitCode, _output.ToString(), _error.ToString());
    }

    /// <summary>Ends a tool that a failed assertion left running: politely, since Prony then removes what it made, and with all below it when that does not help.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, Terminate);
            if (!_process.WaitForExit(Patience))
            {
                _process.Kill(entireProcessTree: true);
                _ = _process.WaitForExit(Patience);
            }
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}

/// <summary>Where and with what environment the tool runs.</summary>
internal sealed record ToolSettings(string? Folder = null, Dictionary<string, string>? Environment = null);

/// <summary>How the tool ended.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit {ExitCode}\n--- stdout\n{Output}\n--- stderr\n{Error}";
}
