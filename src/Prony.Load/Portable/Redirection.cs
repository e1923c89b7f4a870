using System.Net;

namespace Prony.Load.Portable;

/// <summary>Where a redirect leads (RFC 9110 section 15.4).</summary>
internal static class Redirection
{
    /// <summary>The next message; null when the response is none that can be followed, and is the answer.</summary>
    /// <param name="response">The answer to <paramref name="hop"/>.</param>
    /// <param name="hop">What was asked.</param>
    /// <param name="target">The load's own address.</param>
    public static Hop? Next(HttpResponseMessage response, Hop hop, Uri target)
    {
        var keepsMethod = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (!keepsMethod && response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther))
        {
            return null;
        }

        if (response.Headers.Location is not { } location)
        {
            return null;
        }

        var address = location.IsAbsoluteUri ? location : new Uri(hop.Address, location);
        if (address.Scheme is not ("http" or "https") || address.Host.Length == 0)
        {
            return null;
        }

        var becomesGet = !keepsMethod && hop.Method != HttpMethod.Head
            && (response.StatusCode == HttpStatusCode.SeeOther || hop.Method == HttpMethod.Post);
        return new Hop(
            address,
            becomesGet ? HttpMethod.Get : hop.Method,
            hop.WithBody && !becomesGet,
            Uri.Compare(address, target, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0);
    }
}
