using System.Globalization;
using System.Text.RegularExpressions;

namespace Prony.Reporting.Personalities;

/// <summary>Advice in the words of the tool whose command line was typed: doubts name flags of <c>prony load</c>, which that line does not have.</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static partial class ToolWords
{
    private const string Load = "prony load";
    private const string Users = "-c", Connections = "--connections", Both = "--connections, -c", Duration = "--duration", Threads = "--threads";
    private const string BehindLength = "--duration …";
    private const string Close = "say --no-keepalive", Keep = "no --no-keepalive", Rate = "prony load --rate N";
    private const string Authority = "--cacert FILE", Insecure = "--insecure", Certificate = "--cert FILE --key FILE";

    /// <summary>By tool: what an advice says of <c>prony load</c>, and what the tool has for it.</summary>
    /// <remarks>
    /// A flag of another meaning says what goes with it: hey's -q is a rate for each of its -c workers, loadtest's -c a number for each of its cores.
    /// ab's -t sets -n to 50,000 unless -n stands behind it, and loadtest's -n ends a test before its -t.
    /// </remarks>
    private static readonly Dictionary<string, Dictionary<string, string>> Words = new()
    {
        ["hey"] = new()
        {
            [Both] = "-c", [Connections] = "-c, with -q lowered as much", [Users] = "leave out -q", [Duration] = "-z", [Threads] = "-cpus",
            [Close] = "say -disable-keepalive", [Keep] = "no -disable-keepalive", [Rate] = "-q N, which is for each of the -c workers",
        },
        ["oha"] = new()
        {
            [Both] = "-c", [Connections] = "-c", [Users] = "leave out -q", [Duration] = "-z", [Close] = "say --disable-keepalive", [Keep] = "no --disable-keepalive", [Rate] = "-q N --latency-correction",
            [Authority] = Authority, [Insecure] = Insecure, [Certificate] = Certificate,
        },
        ["wrk"] = new()
        {
            [Both] = "-c", [Connections] = "-c", [Users] = "-c", [Duration] = "-d", [Threads] = "-t", [Close] = "say -H 'Connection: close'", [Keep] = "no -H 'Connection: close'", [Rate] = "prony wrk2 -R N",
        },
        ["wrk2"] = new()
        {
            [Both] = "-c", [Connections] = "-c", [Users] = "prony wrk", [Duration] = "-d", [Threads] = "-t", [Close] = "say -H 'Connection: close'", [Keep] = "no -H 'Connection: close'",
        },
        ["ab"] = new()
        {
            [Both] = "-c", [Connections] = "-c", [Users] = "-c", [Duration] = "-t", [BehindLength] = " -n 1000000000", [Close] = "leave out -k", [Keep] = "-k", [Certificate] = "-E FILE",
        },
        ["loadtest"] = new()
        {
            [Both] = "-c, or a lower --rps", [Users] = "-c without --rps", [Duration] = "-t", [BehindLength] = " without -n", [Threads] = "--cores, with -c divided by it",
            [Close] = "leave out -k", [Keep] = "-k", [Rate] = "--rps N", [Insecure] = Insecure, [Certificate] = Certificate,
        },
    };

    /// <summary>Tools that read a duration as a number of seconds.</summary>
    private static readonly string[] Seconds = ["ab", "loadtest"];

    /// <summary>The advice with that tool's flags where it has them; others are said to be those of <c>prony load</c>.</summary>
    /// <param name="tool">Whose command line was typed: "hey"; any other is one without flags of its own.</param>
    /// <param name="advice">A sentence or several.</param>
    public static string Of(string tool, string advice)
    {
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(advice);
        return Words.TryGetValue(tool, out var words)
            ? Said().Replace(advice, match => Translated(words, match, Seconds.Contains(tool)))
            : advice;
    }

    /// <summary>A fault is written in the tool's own words, but for the way to ask at a rate, which tools have or have not.</summary>
    /// <param name="tool">Whose fault.</param>
    /// <param name="sentence">What it says.</param>
    public static string OfFault(string tool, string sentence)
    {
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(sentence);
        return Words.TryGetValue(tool, out var words) && words.TryGetValue(Rate, out var own) ? sentence.Replace(Rate, own, StringComparison.Ordinal) : sentence;
    }

    private static string Translated(Dictionary<string, string> words, Match match, bool inSeconds)
    {
        if (match.Groups["length"] is { Success: true } length)
        {
            return $"{words[Duration]} {(inSeconds ? SecondsOf(length.Value) : length.Value)}{words.GetValueOrDefault(BehindLength)}";
        }

        var said = match.Value;
        return words.TryGetValue(said, out var own) ? own
            : said == Close ? $"use {Load} --no-keepalive"
            : said == Both ? $"{Load} --connections"
            : $"{Load} {said}";
    }

    /// <summary>"3m" is 180.</summary>
    private static string SecondsOf(string length)
    {
        var scale = length[^1] switch { 'h' => 3600, 'm' => 60, _ => 1 };
        return (int.Parse(length.AsSpan(0, length.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture) * scale).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Flags as advice names them; prlimit's own stay as they are.</summary>
    [GeneratedRegex(@"--duration (?<length>[0-9]+[smh])|--connections, -c|--cert FILE --key FILE|--cacert FILE|(say|no) --no-keepalive|(?<![\w-])(?<!prlimit )(--[a-z][a-z-]+|-c)(?![\w-])")]
    private static partial Regex Said();
}
