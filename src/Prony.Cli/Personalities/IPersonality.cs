namespace Prony.Cli.Personalities;

/// <summary>Another tool's command line, understood as that tool understands it.</summary>
internal interface IPersonality
{
    /// <summary>Name of the executable and of the verb: "hey".</summary>
    string Name { get; }

    /// <summary>Which version of the original is imitated: "hey 0.1.4".</summary>
    string Original { get; }

    /// <summary>Every flag of the original's help.</summary>
    IReadOnlyList<ToolFlag> Flags { get; }

    /// <summary>Runs the command line; results to standard output, the rest to standard error. Returns the original's exit code for the same outcome.</summary>
    int Run(IReadOnlyList<string> arguments);
}
