using System.Text;
using Prony.Load;
using Prony.Reporting.Personalities;

namespace Prony.Cli.Personalities;

/// <summary>Writes what a personality has to say, to the byte: UTF-8 whatever the locale says, no line ends added.</summary>
internal static class ToolOutput
{
    /// <summary>Runs a personality; a command line that the original refuses ends as it does there.</summary>
    public static int Run(Func<int> tool)
    {
        try
        {
            return tool();
        }
        catch (ToolExitException exit)
        {
            Write(exit.Output);
            Console.Error.Write(exit.Error);
            return exit.Code;
        }
    }

    /// <summary>To standard output, at once.</summary>
    public static void Write(string text)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Lines to standard output or a file, each with a line end.</summary>
    public static void WriteLines(Stream to, IEnumerable<string> lines)
    {
        using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16) { NewLine = "\n" };
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }
    }

    /// <summary>The block of truth on standard error after an empty line; nothing when there is nothing to say, or nobody wants to hear it.</summary>
    /// <param name="own">Whether somebody does.</param>
    /// <param name="tool">The original's name.</param>
    /// <param name="load">What was measured.</param>
    /// <param name="faults">What the original would have got wrong.</param>
    public static void Truth(OwnFlags own, string tool, LoadResult load, IEnumerable<ToolFault?> faults)
    {
        if (own.Truth)
        {
            TruthOutput.Write(TruthBlock.Lines(tool, load.Record, [.. DroppedRows.In(load.Record), .. faults.OfType<ToolFault>()]));
        }
    }
}
