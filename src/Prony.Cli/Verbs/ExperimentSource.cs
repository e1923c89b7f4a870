using System.Collections;
using System.CommandLine;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;

namespace Prony.Cli.Verbs;

/// <summary>What is to be run: a file, or commands as one compares them with hyperfine.</summary>
internal static class ExperimentSource
{
    /// <exception cref="UsageException">It is neither.</exception>
    public static ReadResult<ExperimentDefinition> Read(RunOptions options, ParseResult parsed)
    {
        var what = parsed.GetValue(options.What)!;
        var read = what.Length == 1 ? ReadFile(what[0], options, parsed) : ReadCommands(what, options, parsed);
        return read.Succeeded ? OverridesOf(options, parsed).Apply(read.Value!) : read;
    }

    private static ReadResult<ExperimentDefinition> ReadFile(string path, RunOptions options, ParseResult parsed)
    {
        if (parsed.GetResult(options.Path) is { Implicit: false } || parsed.GetValue(options.Users) is not null || parsed.GetValue(options.Rate) is not null)
        {
            throw new UsageException("--users, --rate and --path belong to commands; an experiment file states its own load and requests.");
        }

        return File.Exists(path) || !path.Contains("{port}", StringComparison.Ordinal)
            ? ExperimentFile.Read(path, EnvironmentVariables())
            : throw new UsageException("One command has nothing to be compared with. Give two or more, or an experiment file; to load a single address use 'prony load'.");
    }

    private static ReadResult<ExperimentDefinition> ReadCommands(string[] commands, RunOptions options, ParseResult parsed)
    {
        if (commands.FirstOrDefault(File.Exists) is { } file)
        {
            throw new UsageException($"One experiment file at a time; '{file}' is not a command.");
        }

        var users = parsed.GetValue(options.Users);
        var rate = parsed.GetValue(options.Rate);
        return users is not null && rate is not null
            ? throw new UsageException("--users and --rate exclude each other.")
            : CommandLineExperiment.Build(commands, (int?)users, rate, parsed.GetValue(options.Path)!);
    }

    private static ExperimentOverrides OverridesOf(RunOptions options, ParseResult parsed) => new(
        parsed.GetValue(options.Quick),
        parsed.GetValue(options.Only)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        (int?)parsed.GetValue(options.Rounds));

    private static Dictionary<string, string> EnvironmentVariables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
