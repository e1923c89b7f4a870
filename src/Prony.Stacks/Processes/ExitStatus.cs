using System.Globalization;

namespace Prony.Stacks.Processes;

/// <summary>How a process ended.</summary>
/// <param name="Code">Exit code, 128 + N for signal N; null when somebody else collected it.</param>
/// <param name="Signal">Number of the signal that ended it, or null.</param>
internal readonly record struct ExitStatus(int? Code, int? Signal)
{
    /// <summary>"exit code 1", "signal SIGKILL".</summary>
    public string Text => (Code, Signal) switch
    {
        (_, { } signal) => "signal " + Signals.NameOf(signal),
        ({ } code, _) => string.Create(CultureInfo.InvariantCulture, $"exit code {code}"),
        _ => "unknown exit code",
    };

    /// <summary>Reads the status word of waitpid(2).</summary>
    internal static ExitStatus FromWaitStatus(int status)
    {
        var signal = status & 0x7f;
        return signal == 0 ? new ExitStatus((status >> 8) & 0xff, null) : new ExitStatus(128 + signal, signal);
    }
}
