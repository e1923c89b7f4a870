namespace Prony.Cli.Personalities.Wrk;

/// <summary>A command line of wrk or wrk2 (wrk 4.2 and giltene/wrk2, parse_args of src/wrk.c).</summary>
internal sealed record WrkOptions
{
    private const string Shorts = "t:c:d:s:H:T:Lrv?";
    private const string Shorts2 = "t:c:d:s:H:T:R:LUBrv?";

    private static readonly LongOption[] Longs =
    [
        new("connections", true, 'c'), new("duration", true, 'd'), new("threads", true, 't'), new("script", true, 's'), new("header", true, 'H'),
        new("latency", false, 'L'), new("timeout", true, 'T'), new("help", false, 'h'), new("version", false, 'v'),
    ];

    private static readonly LongOption[] Longs2 = [.. Longs, new("u_latency", false, 'U'), new("batch_latency", false, 'B'), new("rate", true, 'R')];

    public long Threads { get; init; } = 2;

    public long Connections { get; init; } = 10;

    public long DurationS { get; init; } = 10;

    public long TimeoutS { get; init; } = 2;

    /// <summary>Requests per second in all; 0 where none was given.</summary>
    public long Rate { get; init; }

    public bool Latency { get; init; }

    public bool Uncorrected { get; init; }

    public bool Version { get; init; }

    /// <summary>A Lua script that was asked for; null for none.</summary>
    public string? Script { get; init; }

    /// <summary>Headers as they were given.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    public string Url { get; init; } = "";

    /// <summary>Reads one.</summary>
    /// <param name="words">The words after the program's name.</param>
    /// <param name="rated">Whether it is wrk2, which wants a rate.</param>
    /// <returns>The options as far as they were read, and what is wrong: a line for standard error, empty where the original says nothing but its usage, null for nothing.</returns>
    public static (WrkOptions Options, string? Problem) Read(IReadOnlyList<string> words, bool rated)
    {
        var line = GetoptLong.Read(rated ? "wrk2" : "wrk", words, rated ? Shorts2 : Shorts, rated ? Longs2 : Longs);
        var options = new WrkOptions();
        foreach (var (letter, value) in line.Options)
        {
            if (options.With(letter, value) is not { } next)
            {
                return (options, "");
            }

            options = next;
        }

        return (options with { Url = line.Operands.FirstOrDefault("") }, line.Error ?? options.Check(line.Operands.Count == 0 ? null : line.Operands[0], rated));
    }

    /// <summary>Null where the original gives up.</summary>
    private WrkOptions? With(char letter, string value) => letter switch
    {
        't' => WrkNumbers.TryMetric(value, out var threads) ? this with { Threads = threads } : null,
        'c' => WrkNumbers.TryMetric(value, out var connections) ? this with { Connections = connections } : null,
        'd' => WrkNumbers.TryTime(value, out var duration) ? this with { DurationS = duration } : null,
        'T' => WrkNumbers.TryTime(value, out var timeout) ? this with { TimeoutS = timeout } : null,
        'R' => WrkNumbers.TryMetric(value, out var rate) ? this with { Rate = rate } : null,
        's' => this with { Script = value },
        'H' => this with { Headers = [.. Headers, value] },
        'L' => this with { Latency = true },
        'U' => this with { Latency = true, Uncorrected = true },
        'B' => this,
        'v' => this with { Version = true },
        _ => null,
    };

    private string? Check(string? url, bool rated)
    {
        if (url is null || Threads == 0 || DurationS == 0)
        {
            return "";
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https") || parsed.Host.Length == 0)
        {
            return "invalid URL: " + ToolRequest.Shown(url);
        }

        if (Connections == 0 || Connections < Threads)
        {
            return "number of connections must be >= threads";
        }

        return rated && Rate == 0 ? "Throughput MUST be specified with the --rate or -R option" : null;
    }
}
