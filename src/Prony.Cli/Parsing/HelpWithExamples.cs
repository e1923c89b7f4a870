using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Prony.Cli.Parsing;

/// <summary>The usual help, and below it command lines that work.</summary>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyDictionary<string, string[]> examples) : SynchronousCommandLineAction
{
    /// <summary>Who asks for help has not finished the line.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command.Name, out var lines))
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in lines)
            {
                output.WriteLine("  " + line);
            }

            output.WriteLine();
        }

        return code;
    }
}
