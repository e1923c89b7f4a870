using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files;

/// <summary>Hides what a header such as Authorization or Cookie carries.</summary>
public static class SecretHeader
{
    private static readonly string[] Names = ["Cookie", "Authorization", "Proxy-Authorization", "Set-Cookie"];

    /// <summary>Whether the values of a header are secret.</summary>
    public static bool IsSecret(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Hides the value as a whole, and its parts: a server may log a token without its scheme, or one cookie of several.</summary>
    public static void Hide(string value, SecretMask mask)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(mask);
        if (RequestVariable.Find(value).Count == 0)
        {
            mask.AddDeclared(value);
        }

        // A variable is no secret: hiding {index} would hide it wherever else it stands. What it stands for is hidden with its column.
        foreach (var part in ValuesIn(value).Where(part => RequestVariable.Find(part).Count == 0))
        {
            mask.Add(part);
        }
    }

    /// <summary>The value itself, the values of its cookies, and what follows its scheme.</summary>
    public static IEnumerable<string> ValuesIn(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        yield return value;
        foreach (var cookie in value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            yield return cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('"');
        }

        var scheme = value.IndexOf(' ', StringComparison.Ordinal);
        if (scheme > 0 && !value.Contains(';', StringComparison.Ordinal))
        {
            yield return value[(scheme + 1)..].Trim();
        }
    }
}
