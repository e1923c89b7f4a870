using System.Globalization;
using Prony.Reporting.Personalities.Oha;

namespace Prony.Cli.Personalities.Oha;

/// <summary>What oha's report looks like.</summary>
internal enum OhaFormat
{
    Text,
    Json,
    Csv,
    Quiet,
}

/// <summary>A command line of oha, read and checked as clap does.</summary>
/// <param name="Line">The flags of the request, as they were given.</param>
/// <param name="Url">The address, or the file of addresses.</param>
/// <param name="Layout">Which version is printed.</param>
internal sealed record OhaOptions(ClapLine Line, string Url, OhaLayout Layout)
{
    private static readonly string[] Formats = ["text", "json", "csv", "quiet"];

    public long Requests { get; private init; } = 200;

    public int Connections { get; private init; } = 50;

    /// <summary>Null: the number of requests decides.</summary>
    public TimeSpan? Duration { get; private init; }

    public double? Rate { get; private init; }

    /// <summary>Null: as long as a plan allows.</summary>
    public TimeSpan? Timeout { get; private init; }

    public int Redirects { get; private init; }

    public OhaFormat Format { get; private init; }

    public OhaUnit? Unit { get; private init; }

    public bool Http2 { get; private init; }

    /// <summary>Times count from the due instant.</summary>
    public bool Corrected => Rate is not null && Line.Has("--latency-correction");

    /// <summary>What is under way at the deadline is waited for.</summary>
    public bool Waits => Line.Has("-w");

    /// <summary>Reads what the flags say.</summary>
    /// <exception cref="ClapException">They say nothing that can be understood.</exception>
    /// <exception cref="UsageException">One of them cannot be done here.</exception>
    public static OhaOptions Read(ClapLine line, OhaLayout layout)
    {
        if (line.Given.FirstOrDefault(flag => flag.State == FlagState.Refused) is { } refused)
        {
            throw ToolRefusal.Of("oha", OhaFlags.All, refused.Names[^1]);
        }

        Check(line, layout);
        var options = new OhaOptions(line, line.RequireOperand(), layout);
        return options with
        {
            Requests = CountOf(line, "-n", options.Requests),
            Connections = (int)Whole(line, "-c", options.Connections, 1_000_000),
            Duration = TimeOf(line, "-z"),
            Rate = RateOf(line),
            Timeout = TimeOf(line, "-t"),
            Redirects = (int)Whole(line, "-r", options.Redirects, 50),
            Format = FormatOf(line),
            Unit = UnitOf(line),
            Http2 = IsHttp2(line),
        };
    }

    private static void Check(ClapLine line, OhaLayout layout)
    {
        if (layout == OhaLayout.Current)
        {
            line.Exclude("-n", "-z");   // 0.5 takes both, and -n is without meaning then
        }

        line.Exclude("-d", "-D");
        line.Exclude("-d", "-Z");
        line.Exclude("-D", "-Z");
        line.Require("-w", "-z");
        line.Require("--cert", "--key");
        line.Require("--key", "--cert");
        _ = Whole(line, "--fps", 16, long.MaxValue);
    }

    private static long CountOf(ClapLine line, string name, long standard)
    {
        if (line.Value(name) is not { } text)
        {
            return standard;
        }

        var (number, factor) = text.Trim().ToLowerInvariant() switch
        {
            [.. var head, 'k'] => (head, 1_000),
            [.. var head, 'm'] => (head, 1_000_000),
            var whole => (whole, 1),
        };
        if (factor == 1)
        {
            return Whole(line, name, standard, long.MaxValue);
        }

        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && value * factor < long.MaxValue
            ? (long)(value * factor)
            : throw line.Invalid(name, text, "invalid float literal");
    }

    private static long Whole(ClapLine line, string name, long standard, long most)
    {
        if (line.Value(name) is not { } text)
        {
            return standard;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            throw line.Invalid(name, text, text.Length == 0 ? "cannot parse integer from empty string" : "invalid digit found in string");
        }

        return value <= most ? value : throw line.Invalid(name, text, string.Create(CultureInfo.InvariantCulture, $"at most {most} here"));
    }

    private static TimeSpan? TimeOf(ClapLine line, string name) =>
        line.Value(name) is not { } text ? null
        : HumanTime.TryParse(text, out var value, out var problem) ? value
        : throw line.Invalid(name, text, problem);

    private static double? RateOf(ClapLine line) =>
        line.Value("-q") is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && double.IsFinite(rate) ? rate == 0 ? (double?)null : rate   // 0 is no limit, as there
        : throw line.Invalid("-q", text, "invalid float literal");

    private static OhaFormat FormatOf(ClapLine line)
    {
        if (line.Has("-j"))
        {
            return OhaFormat.Json;
        }

        var text = line.Value("--output-format") ?? Formats[0];
        var index = Array.IndexOf(Formats, text);
        return index >= 0 ? (OhaFormat)index : throw line.NoChoice("--output-format", text, Formats);
    }

    private static OhaUnit? UnitOf(ClapLine line) =>
        line.Value("-u") is not { } text ? null
        : OhaUnit.All.FirstOrDefault(unit => unit.Short == text) ?? throw line.NoChoice("-u", text, OhaUnit.All.Reverse().Select(unit => unit.Short));

    private static bool IsHttp2(ClapLine line)
    {
        if (line.Has("--http2") && line.Has("--http-version"))
        {
            throw new OhaFailure("--http2 and --http-version are exclusive");
        }

        return line.Value("--http-version")?.Trim() switch
        {
            null => line.Has("--http2"),
            "1.1" => false,
            "2" or "2.0" => true,
            "0.9" or "1.0" or "3" or "3.0" => throw ToolRefusal.OfValue("oha", "--http-version", line.Value("--http-version")!, "Prony speaks 1.1 and 2. Use --disable-keepalive for a connection for each request, as HTTP/1.0 has it."),
            _ => throw new OhaFailure("Unknown HTTP version. Valid versions are 0.9, 1.0, 1.1, 2, 3"),
        };
    }
}

/// <summary>What oha finds after clap did: it prints "Error: " and the message, exit code 1.</summary>
internal sealed class OhaFailure(string message) : Exception(message);
