using System.Collections;
using System.CommandLine;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary>What is to be run: a file, or commands as one compares them with hyperfine.</summary>
internal static class ExperimentSource
{
    /// <exception cref="UsageException">It is neither.</exception>
    public static ReadResult<ExperimentDefinition> Read(RunOptions options, ParseResult parsed)
    {
        var asked = Invocation(options, parsed);
        var what = asked.File is { } file ? [file] : parsed.GetValue(options.What)!;
        var read = what.Length == 1 ? ReadFile(what[0], asked.Profiles, options, parsed) : ReadCommands(what, options, parsed);
        return read.Succeeded
            ? new ExperimentOverrides(asked.Quick, asked.Only, asked.Rounds) { UntilDecided = asked.UntilDecided }.Apply(read.Value!)
            : read;
    }

    /// <summary>How the run is asked for, by the command line or by the plan of the run that is resumed.</summary>
    /// <exception cref="UsageException">Nothing is named, or what was named is no run.</exception>
    public static InvocationRecord Invocation(RunOptions options, ParseResult parsed)
    {
        var what = parsed.GetValue(options.What)!;
        if (parsed.GetValue(options.Resume) is { } folder)
        {
            return ResumedSource.Invocation(folder, what, options, parsed);
        }

        if (what.Length == 0)
        {
            throw new UsageException("Name an experiment file, or two or more commands with {port} in each. 'prony init' writes an example.");
        }

        // A file that is not there is reported by its reader, under the name that was typed.
        return new InvocationRecord(
            what.Length == 1 && File.Exists(ExperimentFile.Find(what[0])) ? ExperimentFile.Find(what[0]) : null,
            parsed.GetValue(options.Quick),
            parsed.GetValue(options.Only)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            (int?)parsed.GetValue(options.Rounds),
            parsed.GetValue(options.UntilDecided))
        {
            Profiles = parsed.GetValue(options.Profiles)!,
        };
    }

    private static ReadResult<ExperimentDefinition> ReadFile(string path, IReadOnlyList<string> profiles, RunOptions options, ParseResult parsed)
    {
        if (parsed.GetResult(options.Path) is { Implicit: false } || parsed.GetValue(options.Users) is not null || parsed.GetValue(options.Rate) is not null)
        {
            throw new UsageException("--users, --rate and --path belong to commands; an experiment file states its own load and requests.");
        }

        return File.Exists(ExperimentFile.Find(path)) || !path.Contains("{port}", StringComparison.Ordinal)
            ? ExperimentFile.Read(path, EnvironmentVariables(), profiles)
            : throw new UsageException("One command has nothing to be compared with. Give two or more, or an experiment file; to load a single address use 'prony load'.");
    }

    private static ReadResult<ExperimentDefinition> ReadCommands(string[] commands, RunOptions options, ParseResult parsed)
    {
        if (commands.FirstOrDefault(File.Exists) is { } file)
        {
            throw new UsageException($"One experiment file at a time; '{file}' is not a command.");
        }

        if (parsed.GetValue(options.Profiles)!.Length > 0)
        {
            throw new UsageException("--profile belongs to an experiment file, and commands have none. Write one: --init FILE.");
        }

        var users = parsed.GetValue(options.Users);
        var rate = parsed.GetValue(options.Rate);
        return users is not null && rate is not null
            ? throw new UsageException("--users and --rate exclude each other.")
            : CommandLineExperiment.Build(commands, (int?)users, rate, parsed.GetValue(options.Path)!);
    }

    /// <summary>Variables for <c>${NAME}</c> in files.</summary>
    public static Dictionary<string, string> EnvironmentVariables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
