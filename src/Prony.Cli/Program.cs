using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Prony.Cli.Parsing;
using Prony.Cli.Personalities;
using Prony.Cli.Verbs;
using Prony.Experiments.SelfTests;

namespace Prony.Cli;

/// <summary>The program's table of contents: parse, run one verb, end with one exit code.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        ErrorWriter.Install();
        try
        {
            if (arguments is [SelfTestServer.Verb, .. var words])
            {
                return SelfTestServer.Run(words, SelfTestVerb.Program);   // no verb for people
            }

            if (CalledAs.Find(CalledAs.StartedAs(), arguments) is { } other)
            {
                return other.Tool.Run(other.Words);
            }

            return DescriptorLimit.FindProblem() is { } problem ? throw new IOException(problem) : await RunAsync(arguments);
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync("prony: " + wrong.Message);
            return ExitCodes.WrongUse;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            await Console.Error.WriteLineAsync("prony: " + failure.Message);
            return ExitCodes.Failed;
        }
        catch (Exception failure) when (Environment.GetEnvironmentVariable("PRONY_DEBUG") is null or "")
        {
            // A fault of ours: one line for the person, the stack on request.
            await Console.Error.WriteLineAsync(
                $"prony: internal error: {failure.GetType().Name}: {failure.Message}\nSet PRONY_DEBUG=1 to see where. Nothing that was started is left running.");
            return ExitCodes.Failed;
        }
    }

    /// <summary>The commands, with what each does.</summary>
    internal static RootCommand CreateRoot()
    {
        var root = new RootCommand("Compares web server stacks under controlled load, and says how sure it is.")
        {
            RunVerb.Create(), LoadVerb.Create(), ReportVerb.Create(), ListVerb.Create(), ShowVerb.Create(), WatchVerb.Create(), CompareVerb.Create(), CapacityVerb.Create(), TuneVerb.Create(), FitVerb.Create(), CostVerb.Create(), RecordVerb.Create(), InitVerb.Create(),
            UpVerb.Create(), CtlVerb.Create(), CheckVerb.Create(), DoctorVerb.Create(), SelfTestVerb.Create(), SchemaVerb.Create(), ImportVerb.Create(), CompletionVerb.Create(),
        };
        foreach (var tool in PersonalityCommands.Create())
        {
            root.Subcommands.Add(tool);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, Examples.ByCommand);
        return root;
    }

    private static async Task<int> RunAsync(string[] arguments)
    {
        // Response files are off: '@' is an ordinary character of headers and bodies.
        var parsed = CreateRoot().Parse(arguments, Configuration(arguments));
        if (parsed.Errors.Count > 0)
        {
            await ReportAsync(parsed);
            return ExitCodes.WrongUse;
        }

        // Signals and exceptions are handled here and in the verbs, not by the library.
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    /// <summary>How a line is split into words. While a shell asks for words, a half written flag such as -dis must not be read as -d with the value "is".</summary>
    internal static ParserConfiguration Configuration(string[] arguments) =>
        new() { ResponseFileTokenReplacer = null, EnablePosixBundling = arguments is not [['[', ..], ..] };

    private static async Task ReportAsync(ParseResult parsed)
    {
        foreach (var complaint in Suggestions.Complaints(parsed))
        {
            await Console.Error.WriteLineAsync("prony: " + complaint);
        }

        await Console.Error.WriteLineAsync($"Try '{FullName(parsed)} --help'.");
    }

    /// <summary>The command with those that it belongs to: "prony ctl incr".</summary>
    internal static string FullName(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Command: not RootCommand } command; result = result.Parent)
        {
            names.Push(command.Command.Name);
        }

        return string.Join(' ', names.Prepend("prony"));
    }
}
