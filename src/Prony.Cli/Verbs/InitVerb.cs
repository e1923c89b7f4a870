using System.CommandLine;
using Prony.Experiments.Templates;

namespace Prony.Cli.Verbs;

/// <summary><c>prony init [DIR]</c>: a commented experiment and stack that run as they are.</summary>
internal static class InitVerb
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "Where to write them", DefaultValueFactory = _ => "." };
        var command = new Command("init", "Write a commented experiment and stack that run as they are") { folder };
        command.SetAction(parsed =>
        {
            var written = InitTemplate.Write(parsed.GetValue(folder)!);
            foreach (var file in written)
            {
                Console.Error.WriteLine("wrote " + file);
            }

            Console.Error.WriteLine($"Next: prony run {written[0]}");
            return ExitCodes.Done;
        });
        return command;
    }
}
