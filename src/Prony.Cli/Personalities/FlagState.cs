namespace Prony.Cli.Personalities;

/// <summary>Whether Prony does what the original's flag asks for.</summary>
internal enum FlagState
{
    /// <summary>It does.</summary>
    Supported,

    /// <summary>It does not, and says so by name.</summary>
    Refused,
}
