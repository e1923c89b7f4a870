using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Prony.Load.Plans;

/// <summary>A set of HTTP status codes, written like "200,204,3xx". Immutable and thread-safe.</summary>
public sealed class StatusSet
{
    private readonly bool[] _members = new bool[600];

    private StatusSet(string text) => Text = text;

    /// <summary>200–399.</summary>
    public static StatusSet Default { get; } = TryParse("2xx,3xx", out var set, out _) ? set : throw new InvalidOperationException();

    /// <summary>The set as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether a response with this status is a success.</summary>
    public bool Contains(int status) => (uint)status < (uint)_members.Length && _members[status];

    /// <summary>Reads codes (200) and classes (2xx), separated by commas.</summary>
    /// <param name="text">What to read.</param>
    /// <param name="set">The set, when the text is one.</param>
    /// <param name="error">What is wrong with it, otherwise.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out StatusSet? set, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        set = null;
        var result = new StatusSet(text);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Length == 3 && part.EndsWith("xx", StringComparison.OrdinalIgnoreCase) && part[0] is >= '1' and <= '5')
            {
                Array.Fill(result._members, true, (part[0] - '0') * 100, 100);
            }
            else if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 100 and <= 599)
            {
                result._members[code] = true;
            }
            else
            {
                error = $"'{part}' is neither a status code (100 to 599) nor a class (2xx).";
                return false;
            }
        }

        set = result;
        error = null;
        return true;
    }
}
