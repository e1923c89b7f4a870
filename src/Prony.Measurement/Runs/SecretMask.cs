namespace Prony.Measurement.Runs;

/// <summary>Values that must not reach a file or a screen. Everything that Prony writes passes through <see cref="Mask"/>.</summary>
/// <remarks>Thread: any; what is added is hidden from then on.</remarks>
public sealed class SecretMask
{
    /// <summary>What is written instead of a secret.</summary>
    public const string Replacement = "•••";

    /// <summary>Shorter values would hide innocent text ("1" in every number), unless they were declared a secret by a header's name.</summary>
    private const int ShortestLength = SecretTable.ShortestLength;

    /// <summary>Longest first, so that a secret that contains another is hidden whole.</summary>
    private readonly List<string> _values = [];
    private readonly SecretTable _table = new();
    private readonly Lock _lock = new();

    /// <summary>Number of values that are hidden.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _values.Count + _table.Count;
            }
        }
    }

    /// <summary>Characters of the longest value that is hidden; 0 when there is none.</summary>
    public int LongestLength
    {
        get
        {
            lock (_lock)
            {
                return Math.Max(_values.Count == 0 ? 0 : _values[0].Length, _table.LongestLength);
            }
        }
    }

    /// <summary>Hides a value from now on. Empty ones, and ones shorter than 4 characters, are ignored.</summary>
    public void Add(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length >= ShortestLength)
        {
            Insert(value);
        }
    }

    /// <summary>Hides a value whatever its length (but not an empty one): its place, such as a Cookie header, says that it is a secret.</summary>
    public void AddDeclared(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length > 0)
        {
            Insert(value);
        }
    }

    /// <summary>Hides many values from now on, as <see cref="Add"/> does, at a cost that does not grow with their number when texts are masked.</summary>
    public void AddMany(IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        lock (_lock)
        {
            foreach (var value in values.Where(v => v.Length >= ShortestLength))
            {
                _table.Add(value);
            }
        }
    }

    /// <summary>Hides from now on what another one hides, too.</summary>
    public void AddAll(SecretMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        string[] values;
        string[] many;
        lock (other._lock)
        {
            values = [.. other._values];
            many = [.. other._table.Values];
        }

        foreach (var value in values)
        {
            Insert(value);
        }

        AddMany(many);
    }

    /// <summary>The text with every secret replaced by •••.</summary>
    public string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        lock (_lock)
        {
            foreach (var value in _values)
            {
                text = text.Replace(value, Replacement, StringComparison.Ordinal);
            }

            text = _table.Mask(text, Replacement);
        }

        return text;
    }

    private void Insert(string value)
    {
        lock (_lock)
        {
            if (!_values.Contains(value))
            {
                _values.Add(value);
                _values.Sort((a, b) => b.Length != a.Length ? b.Length.CompareTo(a.Length) : string.CompareOrdinal(a, b));
            }
        }
    }
}
