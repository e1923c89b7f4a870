namespace Prony.Measurement.Runs;

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
        mask.AddDeclared(value);
        foreach (var cookie in value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            mask.Add(cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('"'));
        }

        var scheme = value.IndexOf(' ', StringComparison.Ordinal);
        if (scheme > 0 && !value.Contains(';', StringComparison.Ordinal))
        {
            mask.Add(value[(scheme + 1)..].Trim());
        }
    }
}
