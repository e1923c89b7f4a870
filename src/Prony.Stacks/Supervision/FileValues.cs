using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>What the texts of one stack file may name: names with their values, and names that get one only later.</summary>
/// <remarks>Ports are chosen when a stack starts; what is prepared or declared before must not take a placeholder for its value.</remarks>
internal sealed class FileValues
{
    private readonly Dictionary<string, string> _late = new(StringComparer.Ordinal);

    internal Dictionary<string, string> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>Gives a name a value.</summary>
    internal void Set(string name, string value)
    {
        Known[name] = value;
        _late.Remove(name);
    }

    /// <summary>Gives a name the value of a text; where that holds a name without a value, this one has none either.</summary>
    /// <param name="name">The name.</param>
    /// <param name="text">With placeholders.</param>
    /// <param name="scope">What they see.</param>
    /// <exception cref="PlaceholderException">A placeholder cannot be resolved.</exception>
    internal void Set(string name, string text, FileValues scope)
    {
        if (scope.FindLate(text) is null)
        {
            Set(name, Placeholders.Resolve(text, scope.Known));
        }
        else
        {
            SetLate(name, text);
        }
    }

    /// <summary>Says that a name gets its value later.</summary>
    /// <param name="name">The name.</param>
    /// <param name="text">Stands for the value until then.</param>
    internal void SetLate(string name, string text)
    {
        _late[name] = text;
        Known.Remove(name);
    }

    /// <summary>The first name of a text that has no value yet; null when there is none.</summary>
    internal string? FindLate(string text) =>
        _late.Count == 0 ? null : Placeholders.FindKnown(text, Known.Keys.Concat(_late.Keys)).FirstOrDefault(_late.ContainsKey);

    /// <summary>These names and those of another file that this one does not have.</summary>
    internal FileValues Over(FileValues outer)
    {
        var both = new FileValues();
        both.Add(outer);
        both.Add(this);
        return both;
    }

    /// <summary>Every name with a text: its value, or what stands for it until it has one.</summary>
    internal Dictionary<string, string> WithTexts()
    {
        var all = new Dictionary<string, string>(Known, StringComparer.Ordinal);
        foreach (var (name, text) in _late)
        {
            all[name] = text;
        }

        return all;
    }

    private void Add(FileValues other)
    {
        foreach (var (name, value) in other.Known)
        {
            Set(name, value);
        }

        foreach (var (name, text) in other._late)
        {
            SetLate(name, text);
        }
    }
}
