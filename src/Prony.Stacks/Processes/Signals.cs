using System.Globalization;

namespace Prony.Stacks.Processes;

/// <summary>Signal names as a stack file writes them, with Linux's numbers (signal(7), alike on x86-64 and ARM).</summary>
public static class Signals
{
    internal const int Kill = 9;
    internal const int Continue = 18;
    internal const int Stop = 19;

    private static readonly Dictionary<string, int> Numbers = new(StringComparer.Ordinal)
    {
        ["SIGHUP"] = 1,
        ["SIGINT"] = 2,
        ["SIGQUIT"] = 3,
        ["SIGILL"] = 4,
        ["SIGTRAP"] = 5,
        ["SIGABRT"] = 6,
        ["SIGBUS"] = 7,
        ["SIGFPE"] = 8,
        ["SIGKILL"] = Kill,
        ["SIGUSR1"] = 10,
        ["SIGSEGV"] = 11,
        ["SIGUSR2"] = 12,
        ["SIGPIPE"] = 13,
        ["SIGALRM"] = 14,
        ["SIGTERM"] = 15,
        ["SIGCHLD"] = 17,
        ["SIGCONT"] = Continue,
        ["SIGSTOP"] = Stop,
        ["SIGWINCH"] = 28,
        ["SIGSYS"] = 31,
    };

    /// <summary>Number of a name such as SIGTERM; false when there is no such signal.</summary>
    public static bool TryGetNumber(string name, out int number) => Numbers.TryGetValue(name, out number);

    /// <summary>Name of a number: "SIGKILL" for 9, "40" for one without a name here.</summary>
    internal static string NameOf(int number) =>
        Numbers.FirstOrDefault(pair => pair.Value == number).Key
        ?? number.ToString(CultureInfo.InvariantCulture);
}
