using System.Text;
using Prony.Experiments.Data;
using Prony.Load.Plans;

namespace Prony.Cli.Personalities.Oha;

/// <summary>The requests that a command line of oha asks for: each address with each body.</summary>
internal static class OhaRequests
{
    private const int Most = 100_000;
    private const string Version = "oha/1.15.0";

    /// <summary>Addresses, at least one, all of one host.</summary>
    /// <exception cref="OhaFailure">One is none, or their file cannot be read.</exception>
    /// <exception cref="UsageException">They are of several hosts.</exception>
    public static IReadOnlyList<Uri> AddressesOf(OhaOptions options)
    {
        if (!options.Line.Has("--urls-from-file"))
        {
            return [Parse(options.Url)];
        }

        List<Uri> urls = [.. LinesOf(options.Url).Where(line => line.Trim().Length > 0).Select(Parse)];
        if (urls.Count == 0)
        {
            throw new OhaFailure($"{options.Url} holds no address");
        }

        var origin = urls[0].GetLeftPart(UriPartial.Authority);
        return urls.Find(url => url.GetLeftPart(UriPartial.Authority) != origin) is { } other
            ? throw new UsageException($"oha --urls-from-file {options.Url}: {other.GetLeftPart(UriPartial.Authority)} beside {origin}; one load goes to one host here. Run it once for each host.")
            : urls;
    }

    /// <summary>The requests.</summary>
    /// <exception cref="OhaFailure">A file cannot be read, or a header is none.</exception>
    /// <exception cref="UsageException">Something that cannot be sent as it is.</exception>
    public static IReadOnlyList<RequestDefinition> Of(OhaOptions options, IReadOnlyList<Uri> urls)
    {
        var method = options.Line.Value("-m") ?? "GET";
        if (method.Length == 0 || !method.All(c => char.IsAsciiLetter(c) || c == '-'))
        {
            throw options.Line.Invalid("-m", method, "invalid HTTP method");
        }

        var headers = HeadersOf(options);
        var bodies = BodiesOf(options.Line);
        return (long)urls.Count * bodies.Count <= Most
            ? [.. urls.SelectMany(url => bodies.Select(body => ToolRequest.Literal("oha", new RequestDefinition(method, url.PathAndQuery, headers, body))))]
            : throw new UsageException($"oha: {urls.Count} addresses with {bodies.Count} bodies are more than {Most} requests. Shorten the files.");
    }

    private static Uri Parse(string text)
    {
        if (Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0)
        {
            ToolRequest.RefuseCredentials("oha", url, "Say -a USER:PASSWORD.");
            return url;
        }

        throw new OhaFailure(text.Contains("://", StringComparison.Ordinal) ? $"{ToolRequest.Shown(text)}: expected http://HOST/ or https://HOST/" : "relative URL without a base");
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> BodiesOf(ClapLine line)
    {
        if (line.Value("-d") is { } text)
        {
            return [Encoding.UTF8.GetBytes(text)];
        }

        if (line.Value("-D") is { } path)
        {
            return BodyFile.TryRead(() => File.OpenRead(path), out var body, out var error) ? [body] : throw new OhaFailure(error);
        }

        return line.Value("-Z") is { } lines ? [.. LinesOf(lines).Select(l => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(l))] : [ReadOnlyMemory<byte>.Empty];
    }

    /// <summary>oha's own headers, then those of -H, each in the place of what it names (oha 1.15, src/lib.rs).</summary>
    private static List<KeyValuePair<string, string>> HeadersOf(OhaOptions options)
    {
        var line = options.Line;
        List<KeyValuePair<string, string>> headers = [new("Accept", line.Value("-A") ?? "*/*")];
        if (!line.Has("--disable-compression"))
        {
            headers.Add(new("Accept-Encoding", "gzip, compress, deflate, br"));
        }

        headers.Add(new("User-Agent", Version));
        Add(headers, "Content-Type", line.Value("-T"));
        Add(headers, "Host", line.Value("--host"));
        Add(headers, "Authorization", line.Value("-a") is { } basic ? "Basic " + Credentials(basic) : null);
        Add(headers, "Connection", line.Has("--disable-keepalive") ? "close" : null);
        foreach (var text in line.Values("-H"))
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || text.AsSpan(0, colon).ContainsAnyExceptInRange('!', '~') || text.AsSpan().ContainsAny('\r', '\n'))
            {
                throw line.Invalid("-H", text, colon < 1 ? "Parse header" : "invalid HTTP header name");
            }

            headers.RemoveAll(header => header.Key.Equals(text[..colon], StringComparison.OrdinalIgnoreCase));
            headers.Add(new(text[..colon], text[(colon + 1)..].TrimStart(' ')));
        }

        return headers;
    }

    private static void Add(List<KeyValuePair<string, string>> headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.Add(new(name, value));
        }
    }

    private static string Credentials(string basic) =>
        basic.Contains(':', StringComparison.Ordinal) ? Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)) : throw new OhaFailure("Parse auth");

    private static string[] LinesOf(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OhaFailure(failure.Message);
        }
    }
}
