using System.Globalization;
using System.Net;

namespace Prony.Cli.Parsing;

/// <summary>One <c>--connect-to</c>: where to connect instead of the URL's host, for every URL or for one host and port only (as in curl and oha).</summary>
/// <param name="OnlyHost">Host of the URLs that it is for; null for any.</param>
/// <param name="OnlyPort">Port of the URLs that it is for; null for any.</param>
/// <param name="Host">Where to connect, IPv6 without brackets; null for the URL's host.</param>
/// <param name="Port">Port to connect to; null for the URL's.</param>
internal sealed record ConnectTo(string? OnlyHost, int? OnlyPort, string? Host, int? Port)
{
    /// <summary>Reads HOST:PORT or HOST1:PORT1:HOST2:PORT2; a field may be empty, IPv6 is in brackets.</summary>
    /// <exception cref="UsageException">It is neither.</exception>
    public static ConnectTo Parse(string text)
    {
        if (!text.Contains('[', StringComparison.Ordinal) && IPAddress.TryParse(text, out _))
        {
            throw Wrong(text);   // ::1:8080 would be "from anywhere to the host 1"
        }

        var fields = Split(text);
        return fields.Count switch
        {
            2 when text != ":" => new ConnectTo(null, null, HostOf(fields[0], text), PortOf(fields[1], text)),
            4 => new ConnectTo(HostOf(fields[0], text), PortOf(fields[1], text), HostOf(fields[2], text), PortOf(fields[3], text)),
            _ => throw Wrong(text),
        };
    }

    /// <summary>Whether it is for this address.</summary>
    public bool IsFor(Uri url) =>
        (OnlyHost is null || string.Equals(OnlyHost, url.IdnHost.Trim('[', ']'), StringComparison.OrdinalIgnoreCase))
        && (OnlyPort is null || OnlyPort == url.Port);

    /// <summary>Fields between colons that are not in brackets.</summary>
    private static List<string> Split(string text)
    {
        var fields = new List<string>();
        var start = 0;
        var inside = false;
        for (var i = 0; i < text.Length; i++)
        {
            inside = text[i] switch { '[' => true, ']' => false, _ => inside };
            if (text[i] == ':' && !inside)
            {
                fields.Add(text[start..i]);
                start = i + 1;
            }
        }

        fields.Add(text[start..]);
        return fields;
    }

    private static string? HostOf(string field, string text)
    {
        if (field.Length == 0)
        {
            return null;
        }

        var host = field.StartsWith('[') && field.EndsWith(']') ? field[1..^1] : field;
        return Uri.CheckHostName(host) == UriHostNameType.Unknown ? throw Wrong(text) : host;
    }

    private static int? PortOf(string field, string text)
    {
        if (field.Length == 0)
        {
            return null;
        }

        return ushort.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : throw Wrong(text);
    }

    private static UsageException Wrong(string text) =>
        new($"--connect-to {text}: expected HOST:PORT or HOST1:PORT1:HOST2:PORT2, IPv6 in brackets, such as 127.0.0.1:8080 or example.org:80:[::1]:8080.");
}
