using System.Text;
using System.Text.RegularExpressions;

namespace Prony.Cli.Personalities.Hey;

/// <summary>A command line of hey, checked as hey checks it and in its order.</summary>
internal sealed partial record HeyLine
{
    private const string ProductName = "hey/0.0.1";

    /// <summary>Requests that are sent; null with -z.</summary>
    public long? Requests { get; private init; }

    /// <summary>-n as it was given; null with -z.</summary>
    public long? RequestsAsked { get; private init; }

    /// <summary>-c.</summary>
    public int Workers { get; private init; }

    /// <summary>-q; 0 for none.</summary>
    public double RatePerWorker { get; private init; }

    /// <summary>-z; zero for none.</summary>
    public TimeSpan Length { get; private init; }

    /// <summary>-o csv.</summary>
    public bool Csv { get; private init; }

    /// <summary>-m, upper case.</summary>
    public string Method { get; private init; } = "GET";

    /// <summary>Headers in the order in which Go sends them: by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    /// <summary>-d or -D.</summary>
    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>-t, seconds; 0 for ever.</summary>
    public long TimeoutS { get; private init; }

    /// <summary>-x; empty for none.</summary>
    public string Proxy { get; private init; } = "";

    /// <summary>-h2.</summary>
    public bool Http2 { get; private init; }

    /// <summary>Without -disable-keepalive.</summary>
    public bool KeepAlive { get; private init; }

    /// <summary>Without -disable-redirects.</summary>
    public bool Redirects { get; private init; }

    /// <summary>-cpus; null for all.</summary>
    public int? Cpus { get; private init; }

    /// <summary>The address as it was given.</summary>
    public string Url { get; private init; } = "";

    /// <summary>Reads a line.</summary>
    /// <exception cref="ToolExitException">hey would not have run it either.</exception>
    /// <exception cref="UsageException">Prony cannot do what it asks for.</exception>
    public static HeyLine Read(IReadOnlyList<string> words)
    {
        var flags = GoFlags.Read(words, HeyText.Kinds, HeyText.Usage);
        if (flags.Help)
        {
            throw new ToolExitException(0, ToolHelp.Mark(HeyText.Usage, HeyText.Flags));
        }

        if (flags.Rest.Count == 0)
        {
            throw Wrong("");
        }

        var length = flags.Duration("z");
        var (requests, workers) = (flags.Whole("n", 200), flags.Whole("c", 50));
        CheckCounts(length, requests, workers);
        var timed = length > TimeSpan.Zero;
        return new HeyLine
        {
            Url = CheckUrl(flags.Rest[0]),
            Length = length,
            Workers = (int)Math.Min(workers, int.MaxValue),
            RequestsAsked = timed ? null : requests,
            Requests = timed ? null : requests - (requests % workers),
            RatePerWorker = Math.Max(0, flags.Number("q", 0)),
            Csv = ReadOutput(flags.Text("o")),
            Method = flags.Text("m", "GET") is { Length: > 0 } method ? method.ToUpperInvariant() : "GET",
            Headers = ReadHeaders(flags),
            Body = ReadBody(flags),
            TimeoutS = flags.Whole("t", 20),
            Proxy = flags.Text("x"),
            Http2 = flags.Switch("h2"),
            KeepAlive = !flags.Switch("disable-keepalive"),
            Redirects = !flags.Switch("disable-redirects"),
            Cpus = flags.Has("cpus") ? (int)Math.Clamp(flags.Whole("cpus", 1), 1, int.MaxValue) : null,
        };
    }

    private static ToolExitException Wrong(string problem) => new(1, (problem.Length > 0 ? problem + "\n\n" : "") + HeyText.Usage + "\n");

    private static void CheckCounts(TimeSpan length, long requests, long workers)
    {
        if (length > TimeSpan.Zero)
        {
            if (workers <= 0)
            {
                throw Wrong("-c cannot be smaller than 1.");
            }
        }
        else if (requests <= 0 || workers <= 0)
        {
            throw Wrong("-n and -c cannot be smaller than 1.");
        }
        else if (requests < workers)
        {
            throw Wrong("-n cannot be less than -c.");
        }
    }

    private static bool ReadOutput(string output) => output switch
    {
        "" => false,
        "csv" => true,
        _ => throw ToolRefusal.OfValue("hey", "-o", $"'{output}'", "Prony does not fill in templates of Go. Use -o csv, or prony load --json - for all figures."),
    };

    /// <summary>Go's http.Header: one value for each name, the last; Host has a flag of its own.</summary>
    private static List<KeyValuePair<string, string>> ReadHeaders(GoFlags flags)
    {
        var headers = new SortedDictionary<string, (string Name, string Value)>(StringComparer.OrdinalIgnoreCase);
        Set("Content-Type", flags.Text("T", "text/html"));
        if (flags.Text("h").Length > 0)
        {
            throw Wrong("Flag '-h' is deprecated, please use '-H' instead.");
        }

        foreach (var text in flags.All("H"))
        {
            var match = HeaderText().Match(text);
            var (name, value) = match.Success ? (match.Groups[1].Value, match.Groups[2].Value) : throw NotParsed(text);
            Set(name, value);
        }

        if (flags.Text("A") is { Length: > 0 } accept)
        {
            Set("Accept", accept);
        }

        if (flags.Text("a") is { Length: > 0 } credentials)
        {
            Set("Authorization", Credentials().IsMatch(credentials) ? ToolRequest.Basic("", credentials).Value : throw NotParsed(credentials));
        }

        Set("User-Agent", headers.TryGetValue("User-Agent", out var own) && own.Value.Length > 0 ? $"{own.Value} {ProductName}" : ProductName);
        if (flags.Text("U") is { Length: > 0 } agent)
        {
            Set("User-Agent", $"{agent} {ProductName}");
        }

        if (!flags.Switch("disable-compression") && !headers.ContainsKey("Accept-Encoding"))
        {
            Set("Accept-Encoding", "gzip");
        }

        headers.Remove("Host");
        if (flags.Text("host") is { Length: > 0 } host)
        {
            Set("Host", host);
        }

        return [.. headers.Values.Select(h => KeyValuePair.Create(h.Name, h.Value))];

        void Set(string name, string value) => headers[name] = (name, value);
    }

    private static ToolExitException NotParsed(string input) => Wrong("could not parse the provided input; input = " + input);

    private static ReadOnlyMemory<byte> ReadBody(GoFlags flags) => flags.Text("D") is { Length: > 0 } file
        ? ToolRequest.Body(file, error => new ToolExitException(1, File.Exists(file) ? $"open {file}: {error}\n" : $"open {file}: no such file or directory\n"))
        : Encoding.UTF8.GetBytes(flags.Text("d"));

    private static string CheckUrl(string url)
    {
        var first = url.Split('/', 2)[0];
        return !url.Contains("://", StringComparison.Ordinal) && first.Contains(':', StringComparison.Ordinal) && !char.IsAsciiLetter(first[0])   // "localhost:" is a scheme
            ? throw Wrong($"parse \"{ToolRequest.Shown(url)}\": first path segment in URL cannot contain colon")
            : url;
    }

    [GeneratedRegex(@"^([\w-]+):\s*(.+)")]
    private static partial Regex HeaderText();

    [GeneratedRegex(@"^(.+):([^\s].+)")]
    private static partial Regex Credentials();
}
