using System.Globalization;

namespace Prony.Measurement.Runs;

/// <summary>Names of the files of a run directory (docs/architecture.md, schema 1). Holds no state but the path.</summary>
public sealed class RunDirectory(string path)
{
    /// <summary>Full path of the run directory.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Its last part.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Full path of plan.json.</summary>
    public string PlanFile => System.IO.Path.Combine(Path, "plan.json");

    /// <summary>Full path of verdict.json.</summary>
    public string VerdictFile => System.IO.Path.Combine(Path, "verdict.json");

    /// <summary>Full path of capacity.json; there in runs that searched for capacities.</summary>
    public string CapacityFile => System.IO.Path.Combine(Path, "capacity.json");

    /// <summary>Full path of report.html.</summary>
    public string PageFile => System.IO.Path.Combine(Path, "report.html");

    /// <summary>Full path of the folder that holds a folder for each trial.</summary>
    public string TrialsFolder => System.IO.Path.Combine(Path, "trials");

    /// <summary>Full path of the folder of trials that were cut off and do not count; it exists in runs that were resumed.</summary>
    public string SetAsideFolder => System.IO.Path.Combine(Path, "set-aside");

    /// <summary>Full path of the folder with the output of services that all candidates share; it exists in runs that have some.</summary>
    public string ServicesFolder => System.IO.Path.Combine(Path, "services");

    /// <summary>The folder of one trial: r01a1.async.work, with .users-100 behind it when the scenario has several points.</summary>
    public TrialFolder Trial(int round, int attempt, string candidate, string scenario, PointRecord? point) =>
        new(System.IO.Path.Combine(TrialsFolder, TrialName(round, attempt, candidate, scenario, point)));

    /// <summary>Folders of all trials that were begun, by name.</summary>
    public IReadOnlyList<TrialFolder> Trials() => Directory.Exists(TrialsFolder)
        ? [.. Directory.EnumerateDirectories(TrialsFolder).Order(StringComparer.Ordinal).Select(folder => new TrialFolder(folder))]
        : [];

    /// <summary>Makes a run directory that no other run has, however many begin in the same second: a name that is taken gets "-2", "-3" and so on.</summary>
    /// <param name="parent">Made when needed.</param>
    /// <param name="name">See <see cref="NameFor"/>.</param>
    /// <exception cref="IOException">It cannot be made there; the message holds <paramref name="parent"/>.</exception>
    public static RunDirectory Create(string parent, string name)
    {
        try
        {
            // Making a folder that exists is no error, moving one onto a folder with something in it is: only one of two runs gets the name.
            var own = System.IO.Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $".{name}.{Environment.ProcessId}"));
            Directory.CreateDirectory(new RunDirectory(own).TrialsFolder);
            for (var number = 1; ; number++)
            {
                var path = System.IO.Path.Combine(parent, number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));
                if (TryMove(own, path))
                {
                    return new RunDirectory(path);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"No run directory can be made in '{parent}': {failure.Message.TrimEnd('.')}. Choose another place with --out.", failure);
        }
    }

    /// <summary>A name that sorts by time: 20261121T101500Z-sync-vs-async.</summary>
    public static string NameFor(DateTimeOffset startedUtc, string experiment) =>
        string.Create(CultureInfo.InvariantCulture, $"{startedUtc.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{experiment}");

    private static bool TryMove(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
            return true;
        }
        catch (IOException) when (System.IO.Path.Exists(to))
        {
            return false;
        }
    }

    private static string TrialName(int round, int attempt, string candidate, string scenario, PointRecord? point)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"r{round:00}a{attempt}.{candidate}.{scenario}");
        return point is null ? name : $"{name}.{point.Name}";
    }
}

/// <summary>Names of the files of one trial.</summary>
public sealed class TrialFolder(string path)
{
    /// <summary>Path of the folder.</summary>
    public string Path { get; } = path;

    /// <summary>Its last part: r01a1.async.work.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Path of trial.json.</summary>
    public string TrialFile => System.IO.Path.Combine(Path, "trial.json");

    /// <summary>Path of slices.jsonl.</summary>
    public string SlicesFile => System.IO.Path.Combine(Path, "slices.jsonl");

    /// <summary>Path of resources.jsonl.</summary>
    public string ResourcesFile => System.IO.Path.Combine(Path, "resources.jsonl");

    /// <summary>Path of layers.jsonl; there where services tell something of themselves.</summary>
    public string LayersFile => System.IO.Path.Combine(Path, "layers.jsonl");

    /// <summary>Path of times.hlog.</summary>
    public string TimesFile => System.IO.Path.Combine(Path, "times.hlog");

    /// <summary>Path of events.jsonl.</summary>
    public string EventsFile => System.IO.Path.Combine(Path, "events.jsonl");

    /// <summary>The output of a service.</summary>
    public string LogFile(string service) => System.IO.Path.Combine(Path, service + ".log");
}
