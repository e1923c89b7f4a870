using System.Globalization;
using System.Text;

namespace Prony.Cli.Personalities.Loadtest;

/// <summary>A command line of loadtest, checked as loadtest checks it.</summary>
internal sealed record LoadtestLine
{
    private const int DefaultClients = 10;
    private const double DefaultSeconds = 10;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "get", "post", "put", "delete", "patch"];

    /// <summary>The address as it was given.</summary>
    public required string Url { get; init; }

    /// <summary>-n; null for none.</summary>
    public long? Requests { get; private init; }

    /// <summary>-t, seconds; null for none.</summary>
    public double? Seconds { get; private init; }

    /// <summary>-c on each core.</summary>
    public int Clients { get; private init; } = DefaultClients;

    /// <summary>--rps; null for none.</summary>
    public double? Rps { get; private init; }

    /// <summary>-d, ms; null for none.</summary>
    public long? TimeoutMs { get; private init; }

    /// <summary>--cores.</summary>
    public int Cores { get; private init; } = 1;

    /// <summary>none, keepalive or tcp.</summary>
    public string Agent { get; private init; } = "none";

    /// <summary>-m and the flags that have a body.</summary>
    public string Method { get; private init; } = "GET";

    /// <summary>Empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>In the order in which they are sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    /// <summary>--proxy; null for none.</summary>
    public string? Proxy { get; private init; }

    /// <summary>--index; null for none.</summary>
    public string? Index { get; private init; }

    /// <summary>--insecure.</summary>
    public bool Insecure { get; private init; }

    /// <summary>--cert; null for none.</summary>
    public string? Certificate { get; private init; }

    /// <summary>--key; null for none.</summary>
    public string? Key { get; private init; }

    /// <summary>--quiet.</summary>
    public bool Quiet { get; private init; }

    /// <summary>Reads a line.</summary>
    /// <exception cref="ToolExitException">loadtest would not have run it either.</exception>
    /// <exception cref="UsageException">Prony cannot do what it asks for.</exception>
    public static LoadtestLine Read(IReadOnlyList<string> arguments)
    {
        var words = LoadtestWords.Read(arguments);
        if (words.Has("version"))
        {
            throw new ToolExitException(0, "", $"Loadtest version: {LoadtestText.Version}\n");
        }

        if (words.Rest.Count != 1)
        {
            throw Wrong(words.Rest.Count == 0 ? "Missing URL to load-test" : $"Too many arguments: [ {string.Join(", ", words.Rest.Select(w => $"'{w}'"))} ]");
        }

        if (LoadtestText.Options.FirstOrDefault(o => o.Flag.State == FlagState.Refused && words.Has(o.Name)) is { } refused)
        {
            throw ToolRefusal.Of("loadtest", LoadtestText.Flags, "--" + refused.Name);
        }

        var url = CheckUrl(words.Rest[0]);
        var (method, body) = ReadBody(words);
        var (requests, seconds) = (Whole(words, "maxRequests"), Number(words, "maxSeconds"));
        return new LoadtestLine
        {
            Url = url,
            Requests = requests,
            Seconds = seconds ?? (requests is null ? DefaultSeconds : null),
            Clients = (int)Math.Min(int.MaxValue, Whole(words, "concurrency") ?? DefaultClients),
            Rps = Number(words, "rps"),
            TimeoutMs = Whole(words, "timeout"),
            Cores = (int)Math.Clamp(Whole(words, "cores") ?? LoadtestText.HalfCores, 1, Environment.ProcessorCount),
            Agent = words.Has("tcp") ? "tcp" : words.Has("keepalive") || words.Has("agent") ? "keepalive" : "none",
            Method = method.ToUpperInvariant(),
            Body = body,
            Headers = ReadHeaders(words, body.Length > 0),
            Proxy = words.Value("proxy"),
            Index = words.Value("index"),
            Insecure = words.Has("insecure"),
            Certificate = words.Value("cert"),
            Key = words.Value("key"),
            Quiet = words.Has("quiet"),
        };
    }

    private static ToolExitException Wrong(string problem) => new(1, problem + "\n", LoadtestText.Usage);

    private static string CheckUrl(string url)
    {
        if (url.StartsWith("ws://", StringComparison.Ordinal) || url.StartsWith("wss://", StringComparison.Ordinal))
        {
            throw new UsageException($"loadtest {ToolRequest.Shown(url)}: Prony does not speak WebSocket yet. Load the server's http address.");
        }

        return url.StartsWith("http://", StringComparison.Ordinal) || url.StartsWith("https://", StringComparison.Ordinal)
            ? url
            : throw Wrong($"Invalid URL {ToolRequest.Shown(url)}, must be http://, https://, ws://, or wss://'");
    }

    private static (string Method, ReadOnlyMemory<byte> Body) ReadBody(LoadtestWords words)
    {
        var method = words.Value("method") ?? "GET";
        ReadOnlyMemory<byte> body = Encoding.UTF8.GetBytes(words.Value("data") ?? "");

        // Later ones win, as they do in loadtest.
        foreach (var (name, verb, isFile) in new[] { ("postBody", "POST", false), ("postFile", "POST", true), ("putFile", "PUT", true), ("patchBody", "PATCH", false), ("patchFile", "PATCH", true) })
        {
            if (words.Value(name) is { } value)
            {
                (method, body) = (verb, isFile ? ReadFile(name, value) : Encoding.UTF8.GetBytes(value));
            }
        }

        return Methods.Contains(method) ? (method, body) : throw Wrong("Invalid method " + method);
    }

    private static ReadOnlyMemory<byte> ReadFile(string name, string path) => Path.GetExtension(path) == ".js"
        ? throw ToolRefusal.OfValue("loadtest", "--" + name, path, "Prony runs no modules of JavaScript. Write the text to a file, or use prony load with {data.COLUMN} and --data FILE.")
        : ToolRequest.Body(path, error => Wrong(File.Exists(path) ? error : $"ENOENT: no such file or directory, open '{path}'"));

    private static List<KeyValuePair<string, string>> ReadHeaders(LoadtestWords words, bool hasBody)
    {
        var headers = new Dictionary<string, string> { ["accept"] = "*/*" };
        foreach (var text in words.All("headers"))
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                throw ToolRefusal.OfValue("loadtest", "-H", $"'{text}'", "a header is name:value.");   // loadtest complains and sends without it
            }

            headers[text[..colon].ToLowerInvariant().Trim()] = text[(colon + 1)..].Trim();
        }

        headers["user-agent"] = "loadtest/" + LoadtestText.Version;
        if (hasBody)
        {
            headers.Remove("content-type");
            headers["Content-Type"] = words.Value("contentType") ?? "text/plain";
        }

        if (words.All("cookies") is { Count: > 0 } cookies)
        {
            headers.Remove("cookie");
            headers["Cookie"] = string.Join("; ", cookies);
        }

        return [.. headers];
    }

    private static long? Whole(LoadtestWords words, string name) => Number(words, name) is { } number ? (long)number : null;

    private static double? Number(LoadtestWords words, string name)
    {
        if (words.Value(name) is not { } text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e15
            ? number
            : throw new UsageException($"loadtest --{name} {text}: expected a number above 0.");
    }
}
