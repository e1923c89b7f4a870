namespace Prony.Cli.Personalities.Wrk;

/// <summary>The flags of wrk and of wrk2, with their help as it is printed.</summary>
internal static class WrkFlags
{
    /// <summary>What to do instead of writing a program for wrk.</summary>
    public const string InsteadOfLua =
        "Requests that differ are written in an experiment (requests: with {index}, {random.N} and {data.COLUMN} in path, headers and body; `prony init` makes one); one request with another method or a body is `prony load --method POST --body TEXT`.";

    private static readonly ToolFlag Connections = Supported(["-c", "--connections"], "N", "connections to keep open, all threads together", "10");
    private static readonly ToolFlag Duration = Supported(["-d", "--duration"], "T", "length of the test", "10s");
    private static readonly ToolFlag Threads = Supported(["-t", "--threads"], "N", "threads; no more than there are CPUs are started, and Req/Sec is divided by the number all the same", "2");
    private static readonly ToolFlag Header = Supported(["-H", "--header"], "H", "adds a header to the request; the last of a name counts", "");
    private static readonly ToolFlag Timeout = Supported(["-T", "--timeout"], "T", "an answer that takes longer is counted as a timeout", "2s");
    private static readonly ToolFlag Version = Supported(["-v", "--version"], "", "prints the version", "");

    private static readonly ToolFlag Script = Supported(
        ["-s", "--script"], "S", "method, path, body and headers of the request from a script that assigns texts to wrk.method, wrk.path, wrk.body and wrk.headers; one that does more is refused with its line: use an experiment", "");

    /// <summary>Those of wrk.</summary>
    public static IReadOnlyList<ToolFlag> Wrk { get; } =
        [Connections, Duration, Threads, Script, Header, Supported(["-L", "--latency"], "", "prints four percentiles of the latency", ""), Timeout, Version];

    /// <summary>Those of wrk2.</summary>
    public static IReadOnlyList<ToolFlag> Wrk2 { get; } =
    [
        Connections, Duration, Threads, Script, Header,
        Supported(["-L", "--latency"], "", "prints the whole distribution of the latency from the due instant", ""),
        Supported(["-U", "--u_latency"], "", "prints the distribution from the sending too", ""),
        Timeout,
        Supported(["-B", "--batch_latency"], "", "measures pipelined requests of a script together; without a script there are none, so that it changes nothing, as there", ""),
        Version,
        Supported(["-R", "--rate"], "T", "requests per second in all; required", ""),
    ];

    /// <summary>A build of wrk2 is called wrk as well: where somebody gives wrk a flag of wrk2's, where that is; null for other problems.</summary>
    public static string? OfTheOther(string problem) =>
        problem is "wrk: invalid option -- 'R'" or "wrk: invalid option -- 'U'" or "wrk: invalid option -- 'B'" || problem.StartsWith("wrk: unrecognized option '--rate", StringComparison.Ordinal)
            ? "that is a flag of wrk2, whose program is often called wrk, too: say prony wrk2."
            : null;

    /// <summary>What wrk prints when its command line is wrong.</summary>
    public const string WrkUsage =
        "Usage: wrk <options> <url>                            \n" +
        "  Options:                                            \n" +
        "    -c, --connections <N>  Connections to keep open   \n" +
        "    -d, --duration    <T>  Duration of test           \n" +
        "    -t, --threads     <N>  Number of threads to use   \n" +
        "                                                      \n" +
        "    -s, --script      <S>  Load Lua script file       \n" +
        "    -H, --header      <H>  Add header to request      \n" +
        "        --latency          Print latency statistics   \n" +
        "        --timeout     <T>  Socket/request timeout     \n" +
        "    -v, --version          Print version details      \n" +
        "                                                      \n" +
        "  Numeric arguments may include a SI unit (1k, 1M, 1G)\n" +
        "  Time arguments may include a time unit (2s, 2m, 2h)\n";

    /// <summary>The same of wrk2.</summary>
    public const string Wrk2Usage =
        "Usage: wrk <options> <url>                            \n" +
        "  Options:                                            \n" +
        "    -c, --connections <N>  Connections to keep open   \n" +
        "    -d, --duration    <T>  Duration of test           \n" +
        "    -t, --threads     <N>  Number of threads to use   \n" +
        "                                                      \n" +
        "    -s, --script      <S>  Load Lua script file       \n" +
        "    -H, --header      <H>  Add header to request      \n" +
        "    -L  --latency          Print latency statistics   \n" +
        "    -U  --u_latency        Print uncorrected latency statistics\n" +
        "        --timeout     <T>  Socket/request timeout     \n" +
        "    -B, --batch_latency    Measure latency of whole   \n" +
        "                           batches of pipelined ops   \n" +
        "                           (as opposed to each op)    \n" +
        "    -v, --version          Print version details      \n" +
        "    -R, --rate        <T>  work rate (throughput)     \n" +
        "                           in requests/sec (total)    \n" +
        "                           [Required Parameter]       \n" +
        "                                                      \n" +
        "                                                      \n" +
        "  Numeric arguments may include a SI unit (1k, 1M, 1G)\n" +
        "  Time arguments may include a time unit (2s, 2m, 2h)\n";

    private static ToolFlag Supported(string[] names, string value, string meaning, string standard) => new(names, value, meaning, standard, FlagState.Supported, "");
}
