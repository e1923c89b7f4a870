namespace Prony.Cli.Personalities;

/// <summary>A command line that the original would not have carried out either: it ends as the original does, with the same text and exit code.</summary>
/// <param name="code">Exit code of the original.</param>
/// <param name="error">What it writes to standard error, line ends included.</param>
/// <param name="output">What it writes to standard output.</param>
internal sealed class ToolExitException(int code, string error, string output = "") : Exception(error)
{
    /// <summary>Exit code of the original.</summary>
    public int Code { get; } = code;

    /// <summary>For standard error.</summary>
    public string Error { get; } = error;

    /// <summary>For standard output.</summary>
    public string Output { get; } = output;
}
