namespace Prony.Cli;

/// <summary>Wrong use of the command line that its parser cannot see; ends with exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
