using System.Diagnostics.CodeAnalysis;

namespace Prony.Experiments.Targets;

/// <summary>The address of an HTTP proxy as people write it.</summary>
public static class ProxyAddress
{
    /// <summary>Reads http://[USER:PASSWORD@]HOST[:PORT].</summary>
    /// <param name="text">What to read.</param>
    /// <param name="url">The address, when it is one.</param>
    /// <param name="error">What is wrong with it, otherwise.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out Uri? url, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        error = null;
        var withScheme = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(withScheme, UriKind.Absolute, out url) || url.Host.Length == 0)
        {
            error = $"'{text}' is not an address. Expected something like http://127.0.0.1:3128.";
        }
        else if (url.Scheme != "http")
        {
            error = $"a proxy is spoken to over http, not {url.Scheme}. Expected something like http://127.0.0.1:3128.";
        }

        return error is null;
    }
}
