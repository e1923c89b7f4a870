namespace Prony.Measurement.Runs;

/// <summary>Hides what a header such as Authorization or Cookie carries.</summary>
public static class SecretHeader
{
    private static readonly string[] Names = ["Cookie", "Authorization", "Proxy-Authorization", "Set-Cookie"];

    /// <summary>Whether the values of a header are secret.</summary>
    public static bool IsSecret(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Hides the value as a whole, and its parts: a server may log a token without its scheme, or one cookie of several.</summary>
    /// <param name="value">As the header carries it.</param>
    /// <param name="mask">What it is added to.</param>
    /// <param name="isOpen">Texts that are no secrets themselves, such as variables: hiding {index} would hide it wherever else it stands. Default: none.</param>
    public static void Hide(string value, SecretMask mask, Predicate<string>? isOpen = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(mask);
        if (isOpen?.Invoke(value) != true)
        {
            mask.AddDeclared(value);
        }

        foreach (var part in ValuesIn(value).Where(part => isOpen?.Invoke(part) != true))
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
