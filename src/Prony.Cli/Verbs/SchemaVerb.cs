using System.CommandLine;
using Prony.Experiments.Schemas;

namespace Prony.Cli.Verbs;

/// <summary><c>prony schema KIND</c>: JSON Schemas of the files that Prony reads and writes.</summary>
internal static class SchemaVerb
{
    public static Command Create()
    {
        var kind = new Argument<string>("KIND") { Description = "Which: " + string.Join(", ", SchemaCatalog.Names) };
        kind.AcceptOnlyFromAmong([.. SchemaCatalog.Names]);
        var command = new Command("schema", "Print the JSON Schema of a file that Prony reads or writes") { kind };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(SchemaCatalog.Text(parsed.GetValue(kind)!));
            return ExitCodes.Done;
        });
        return command;
    }
}
