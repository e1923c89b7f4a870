using System.Runtime.InteropServices;
using System.Text;

namespace Prony.Measurement.Runs;

/// <summary>Very many secret values, such as a column of a data file, found by looking up every piece of a text that begins and is as long as one of them.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class SecretTable
{
    /// <summary>Values are at least this long.</summary>
    public const int ShortestLength = 4;

    private readonly HashSet<string> _values = new(StringComparer.Ordinal);

    /// <summary>Lengths of the values by their first four characters.</summary>
    private readonly Dictionary<ulong, SortedSet<int>> _lengths = [];

    /// <summary>Number of values.</summary>
    public int Count => _values.Count;

    /// <summary>All values.</summary>
    public IReadOnlyCollection<string> Values => _values;

    /// <summary>Characters of the longest value; 0 when there is none.</summary>
    public int LongestLength { get; private set; }

    /// <summary>Adds a value of at least <see cref="ShortestLength"/> characters.</summary>
    public void Add(string value)
    {
        if (_values.Add(value))
        {
            ref var lengths = ref CollectionsMarshal.GetValueRefOrAddDefault(_lengths, StartOf(value), out _);
            lengths ??= [];
            lengths.Add(value.Length);
            LongestLength = Math.Max(LongestLength, value.Length);
        }
    }

    /// <summary>The text with every value replaced; values that overlap are replaced together.</summary>
    public string Mask(string text, string replacement)
    {
        if (_values.Count == 0)
        {
            return text;
        }

        var lookup = _values.GetAlternateLookup<ReadOnlySpan<char>>();
        StringBuilder? masked = null;
        var kept = 0;
        var hiddenTo = 0;
        for (var at = 0; at + ShortestLength <= text.Length; at++)
        {
            var end = _lengths.TryGetValue(StartOf(text.AsSpan(at)), out var lengths) ? EndOfLongest(text, at, lengths, lookup) : 0;
            if (end > hiddenTo)
            {
                masked ??= new StringBuilder();
                if (at >= hiddenTo)
                {
                    masked.Append(text, kept, at - kept).Append(replacement);
                }

                hiddenTo = end;
                kept = end;
            }
        }

        return masked is null ? text : masked.Append(text, kept, text.Length - kept).ToString();
    }

    private static ulong StartOf(ReadOnlySpan<char> text) => ((ulong)text[0] << 48) | ((ulong)text[1] << 32) | ((ulong)text[2] << 16) | text[3];

    private static int EndOfLongest(string text, int at, SortedSet<int> lengths, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup)
    {
        foreach (var length in lengths.Reverse())
        {
            if (at + length <= text.Length && lookup.Contains(text.AsSpan(at, length)))
            {
                return at + length;
            }
        }

        return 0;
    }
}
