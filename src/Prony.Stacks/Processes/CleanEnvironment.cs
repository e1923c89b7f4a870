namespace Prony.Stacks.Processes;

/// <summary>The environment of a candidate: alike on every machine, nothing of the user's shell.</summary>
/// <remarks>PYTHONUNBUFFERED, DOTNET_* or NODE_ENV in a shell would change what is measured without anybody seeing it.</remarks>
internal static class CleanEnvironment
{
    /// <summary>Names the run; the guard finds by it what belongs to the run.</summary>
    internal const string RunVariable = "PRONY_RUN";

    /// <summary>Names the service, so that a child that left its parent and its session can still be told to whom it belongs.</summary>
    internal const string ServiceVariable = "PRONY_SERVICE";

    /// <summary>PATH, HOME, LANG, the run's marks, then what the definition adds or replaces.</summary>
    /// <param name="program">Absolute path of the program; its folder ends PATH when it is not there yet, for scripts that start their own interpreter by name.</param>
    /// <param name="runMark">Value of <see cref="RunVariable"/>.</param>
    /// <param name="serviceMark">Value of <see cref="ServiceVariable"/>.</param>
    /// <param name="additions">NAME and value, in order; marks cannot be replaced.</param>
    internal static List<KeyValuePair<string, string>> For(
        string program, string runMark, string serviceMark, IEnumerable<KeyValuePair<string, string>> additions)
    {
        var folder = Path.GetDirectoryName(program)!;
        var path = ProgramFinder.CleanPath.Split(':').Contains(folder) ? ProgramFinder.CleanPath : $"{ProgramFinder.CleanPath}:{folder}";
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = path,
            ["HOME"] = Environment.GetEnvironmentVariable("HOME") ?? "/",
            ["LANG"] = "C.UTF-8",
        };
        foreach (var (name, value) in additions)
        {
            values[name] = value;
        }

        return WithMarks(values, runMark, serviceMark);
    }

    /// <summary>Prony's own environment, for steps such as a build, with the marks by which they are found again and what is added (a user's home).</summary>
    internal static List<KeyValuePair<string, string>> Own(string runMark, string serviceMark, IEnumerable<KeyValuePair<string, string>> additions)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            values[(string)entry.Key] = (string?)entry.Value ?? string.Empty;
        }

        foreach (var (name, value) in additions)
        {
            values[name] = value;
        }

        return WithMarks(values, runMark, serviceMark);
    }

    private static List<KeyValuePair<string, string>> WithMarks(Dictionary<string, string> values, string runMark, string serviceMark)
    {
        values[RunVariable] = runMark;
        values[ServiceVariable] = serviceMark;
        return [.. values];
    }
}
