using System.CommandLine;
using System.CommandLine.Parsing;
using Prony.Experiments.SelfTests;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Cli.Verbs;

/// <summary><c>prony selftest</c>: whether what Prony says can be believed on this machine.</summary>
internal static class SelfTestVerb
{
    /// <summary>Words that start this program again: its file, or the runtime with its assembly.</summary>
    public static IReadOnlyList<string> Program { get; } = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) != "dotnet"
        ? [path]
        : [Environment.ProcessPath ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "prony.dll")];

    public static Command Create()
    {
        var full = new Option<bool>("--full") { Description = "About 15 minutes, with strict tolerances; also finds the smallest difference visible here, which every later report prints" };
        var only = new Option<HashSet<string>>("--only")
        {
            Description = "These groups only, separated by commas: " + string.Join(", ", SelfTestSettings.Groups),
            HelpName = "GROUPS",
            CustomParser = ReadGroups,
            DefaultValueFactory = _ => [],
        };
        var json = new Option<string?>("--json") { Description = "Write the result as JSON; - for standard output, the lines then go to standard error", HelpName = "FILE" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Nothing but what failed" };
        var command = new Command("selftest", "Show that what Prony says can be believed on this machine: known servers, planted faults, a server against itself (under 2 minutes)") { full, only, json, quiet };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(full), parsed.GetValue(only)!, parsed.GetValue(json), parsed.GetValue(quiet)));
        return command;
    }

    private static async Task<int> RunAsync(bool full, HashSet<string> only, string? json, bool quiet)
    {
        using var jsonFile = JsonOutput.Open(json);
        using var interrupts = new Interrupts(Console.Error.WriteLine);
        var settings = new SelfTestSettings(Program, CacheFolder.Path, full, only) { Stop = interrupts.Stop };
        var output = quiet ? TextWriter.Null : json == "-" ? Console.Error : Console.Out;
        SelfTestRecord record;
        try
        {
            record = await new SelfTest(settings, new Watch(output, quiet ? TextWriter.Null : Console.Error), TimeProvider.System).RunAsync();
        }
        catch (OperationCanceledException) when (interrupts.ExitCode is { } signal)
        {
            return signal;
        }

        await output.WriteLineAsync(SelfTestText.Summary(record));
        jsonFile?.Write(record, RunJson.Files.SelfTestRecord);
        if (record.State != CheckState.Failed)
        {
            return ExitCodes.Done;
        }

        await Console.Error.WriteLineAsync("prony: the self-test failed: no valid result can be had here.");
        foreach (var check in record.Checks.Where(check => quiet && check.State == CheckState.Failed))
        {
            await Console.Error.WriteLineAsync("  " + SelfTestText.Line(check));
        }

        return ExitCodes.NoValidResult;
    }

    private static HashSet<string>? ReadGroups(ArgumentResult result)
    {
        var groups = string.Join(',', result.Tokens.Select(token => token.Value)).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        if (groups.Except(SelfTestSettings.Groups).FirstOrDefault() is { } unknown)
        {
            result.AddError($"--only: there is no group '{unknown}' (known: {string.Join(", ", SelfTestSettings.Groups)}).");
        }
        else if (groups.Count == 0)
        {
            result.AddError($"--only: name at least one group of {string.Join(", ", SelfTestSettings.Groups)}.");
        }

        return groups;
    }

    private sealed class Watch(TextWriter output, TextWriter progress) : ISelfTestObserver
    {
        public void GroupStarted(string group, string what, TimeSpan expected) => progress.WriteLine($"{group}: {what}, about {DurationText.Short(expected.Ticks * 100)} ...");

        public void Decided(SelfTestCheck check) => output.WriteLine(SelfTestText.Line(check));
    }
}
