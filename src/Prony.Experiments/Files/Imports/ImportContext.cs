using System.Globalization;
using System.Text.RegularExpressions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Imports;

/// <summary>A file that is being translated: what is wrong with it and what is to be told.</summary>
internal sealed partial class ImportContext(ImportDialect dialect, SourceFile file, DiagnosticBag bag)
{
    private static readonly string[] True = ["true", "yes", "on", "1"];
    private static readonly string[] False = ["false", "no", "off", "0"];
    private static readonly string[] Signals = ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2"];
    private static readonly Dictionary<string, string> SignalNumbers = new()
    {
        ["1"] = "SIGHUP", ["2"] = "SIGINT", ["3"] = "SIGQUIT", ["9"] = "SIGKILL", ["10"] = "SIGUSR1", ["12"] = "SIGUSR2", ["15"] = "SIGTERM",
    };

    private const long MostBytes = 1L << 40;

    public SourceFile File => file;

    public List<ImportNote> Notes { get; } = [];

    public void Error(IniEntry at, string message, string? hint = null) => bag.Add(file, at.Line, at.Column, message, hint);

    public void Error(IniSection at, string message, string? hint = null) => bag.Add(file, at.Line, at.Column, message, hint);

    public void Note(int line, string text) => Notes.Add(new ImportNote(line, text));

    /// <summary>Complains of what is unknown or refused, and notes what is done in another way.</summary>
    public void Check(IReadOnlyList<IniSection> sections)
    {
        foreach (var section in sections)
        {
            if (dialect.Find(section.Kind) is not { } known)
            {
                var names = dialect.Sections.Select(s => s.Kind);
                Error(section, $"{dialect.Name} has no section [{section.Name}]", NearestName.Hint(section.Kind, names, $"Known are {string.Join(", ", dialect.Sections.Select(s => $"[{s.Name}]"))}."));
            }
            else if (known.Fate == ImportFate.Refused)
            {
                Error(section, $"[{section.Name}] cannot be taken over", known.Text);
            }
            else if (known.Fate == ImportFate.Told)
            {
                Note(section.Line, $"[{section.Name}]: {known.Text}");
            }
            else
            {
                section.Entries.ForEach(entry => Check(section, known, entry));
            }
        }
    }

    private void Check(IniSection section, ImportSection known, IniEntry entry)
    {
        if (known.Keys.Count == 0)
        {
            return;
        }

        var key = known.Keys.FirstOrDefault(candidate => candidate.Matches(entry.Key));
        if (key is null)
        {
            Error(entry, $"unknown key '{entry.Key}' in [{section.Name}]", NearestName.Hint(entry.Key, known.Keys.Select(k => k.Name), $"{dialect.Name} knows none of that name there."));
        }
        else if (key.Fate == ImportFate.Refused && !key.Harmless.Contains(entry.Value.ToLowerInvariant()))
        {
            Error(entry, $"'{entry.Key}' of [{section.Name}] cannot be taken over", key.Text);
        }
        else if (key.Fate == ImportFate.Told && !key.Harmless.Contains(entry.Value.ToLowerInvariant()))
        {
            Note(entry.Line, $"{entry.Key}: {key.Text}");
        }
    }

    public bool IsTrue(IniEntry? entry, bool otherwise = false)
    {
        var value = entry?.Value.ToLowerInvariant();
        if (entry is not null && !True.Contains(value) && !False.Contains(value))
        {
            Error(entry, $"'{entry.Value}' is neither true nor false");
        }

        return value is null ? otherwise : True.Contains(value);
    }

    public int Number(IniEntry? entry, int otherwise, int least, int most)
    {
        if (entry is null)
        {
            return otherwise;
        }

        if (!int.TryParse(entry.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            Error(entry, $"{entry.Key}: '{entry.Value}' is not a whole number");
            return otherwise;
        }

        if (number < least || number > most)
        {
            Error(entry, string.Create(CultureInfo.InvariantCulture, $"{entry.Key}: {number} is out of range: expected {least} to {most}"));
        }

        return Math.Clamp(number, least, most);
    }

    public double Seconds(IniEntry? entry, double otherwise)
    {
        if (entry is null)
        {
            return otherwise;
        }

        if (!double.TryParse(entry.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || !(seconds <= 600))
        {
            Error(entry, $"{entry.Key}: '{entry.Value}' is not a number of seconds", "Expected 0 to 600.");
            return otherwise;
        }

        return seconds;
    }

    /// <summary>Where a socket is bound: Prony binds the loopback address or all.</summary>
    public string Host(IniSection section, IniEntry? entry, string value)
    {
        switch (value.ToLowerInvariant())
        {
            case "localhost" or "127.0.0.1":
                return "127.0.0.1";
            case "" or "0.0.0.0" or "*":
                return "0.0.0.0";
            default:
                bag.Add(file, entry?.Line ?? section.Line, entry?.Column ?? section.Column, $"'{value}' is no address that Prony binds a socket on", "Expected localhost, 127.0.0.1 or 0.0.0.0.");
                return "127.0.0.1";
        }
    }

    /// <summary>A file for the output of all instances, relative to the folder of this file or absolute.</summary>
    public string LogFile(IniEntry entry, string expanded)
    {
        var file = InstanceNumber().Replace(expanded, "").Replace("{dir}/", "", StringComparison.Ordinal);
        if (InstanceNumber().IsMatch(expanded))
        {
            Note(entry.Line, $"{entry.Key}: all instances write to one file, '{file}'.");
        }

        return file;
    }

    [GeneratedRegex(@"[-_.]?\{instance[^}]*\}")]
    private static partial Regex InstanceNumber();

    /// <summary>"1048576", "50MB" (supervisord: of 1,024).</summary>
    public long? Bytes(IniEntry? entry)
    {
        if (entry is null)
        {
            return null;
        }

        var text = entry.Value.ToUpperInvariant();
        var factor = text switch { [.., 'K', 'B'] => 1L << 10, [.., 'M', 'B'] => 1L << 20, [.., 'G', 'B'] => 1L << 30, _ => 1L };
        if (!long.TryParse(factor > 1 ? text[..^2].TrimEnd() : text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MostBytes / factor)
        {
            Error(entry, $"{entry.Key}: '{entry.Value}' is no size", "Expected bytes, or a number with KB, MB or GB.");
            return null;
        }

        if (count == 0)
        {
            Note(entry.Line, $"{entry.Key}: 0 is a file that grows without an end, which Prony writes none of: it begins a new one at 10 MiB (log.max-size).");
            return null;
        }

        return Math.Max(1024, count * factor);
    }

    /// <summary>"term", "SIGTERM" and "15" are all SIGTERM.</summary>
    public string Signal(IniEntry? entry)
    {
        if (entry is null)
        {
            return "SIGTERM";
        }

        var upper = entry.Value.ToUpperInvariant();
        var name = SignalNumbers.TryGetValue(upper, out var byNumber) ? byNumber
            : upper.StartsWith("SIG", StringComparison.Ordinal) ? upper : "SIG" + upper;
        if (!Signals.Contains(name))
        {
            Error(entry, $"{entry.Key}: '{entry.Value}' is no signal that a stack can be stopped with", NearestName.Hint(name, Signals, $"Expected one of {string.Join(", ", Signals)}."));
        }

        return name;
    }

    /// <summary>Words of a command, as shlex splits them.</summary>
    public IReadOnlyList<string> Words(IniEntry entry, string text)
    {
        if (!CommandWords.TrySplit(text.Replace('\n', ' '), out var words, out var error))
        {
            Error(entry, $"{entry.Key}: {error.TrimEnd('.')}");
        }

        return words;
    }
}
