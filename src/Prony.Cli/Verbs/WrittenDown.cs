using Prony.Experiments.Definitions;
using Prony.Experiments.Templates;

namespace Prony.Cli.Verbs;

/// <summary><c>prony run 'COMMAND' 'COMMAND' --init FILE</c>: the experiment that the command line means, as a file.</summary>
internal static class WrittenDown
{
    /// <exception cref="UsageException">There are no commands to write down, or they would not run the same from there.</exception>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static int Write(string file, ExperimentDefinition definition, IReadOnlyList<string> commands, Terminal terminal)
    {
        if (commands.Count < 2)
        {
            throw new UsageException("--init writes commands down: there is a file already. Copy it instead.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (folder != Path.GetFullPath("."))
        {
            throw new UsageException($"--init {file}: commands run in the folder of their file, and here they run in {Path.GetFullPath(".")}. Write it into this folder.");
        }

        if (Path.Exists(file))
        {
            throw new IOException($"{file} exists already and is not overwritten. Nothing was written; give another name.");
        }

        // CreateNew: what somebody else wrote in between stays.
        using (var writer = new StreamWriter(new FileStream(file, FileMode.CreateNew, FileAccess.Write)))
        {
            writer.Write(CommandLineFile.Text(definition, commands));
        }

        terminal.Say("wrote " + file);
        terminal.Say("Next: prony run " + file);
        return ExitCodes.Done;
    }
}
