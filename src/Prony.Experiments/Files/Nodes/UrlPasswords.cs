using System.Text.RegularExpressions;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files.Nodes;

/// <summary>A password inside an address is a secret wherever it stands.</summary>
internal static partial class UrlPasswords
{
    /// <summary>Hides every password of a text, as it is written and with its %XX decoded.</summary>
    public static void Hide(string text, SecretMask mask)
    {
        foreach (Match match in InAddress().Matches(text))
        {
            var password = match.Groups[1].Value;
            mask.Add(password);
            mask.Add(Uri.UnescapeDataString(password));

            // Too short to be hidden wherever it occurs: only in its place.
            mask.AddDeclared($":{password}@");
        }
    }

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9+.-]*://[^/\s:@]*:([^@/\s]+)@")]
    private static partial Regex InAddress();
}
