namespace Prony.Stacks.Supervision;

/// <summary>A candidate that could not be started or did not become ready. Everything that was started has been stopped again.</summary>
public sealed class StackStartException : Exception
{
    internal StackStartException(StartFailureKind kind, string service, string message, IReadOnlyList<string> logTail)
        : base(message)
    {
        Kind = kind;
        Service = service;
        LogTail = logTail;
    }

    /// <summary>What kind of failure.</summary>
    public StartFailureKind Kind { get; }

    /// <summary>The service that failed.</summary>
    public string Service { get; }

    /// <summary>Last lines of its output.</summary>
    public IReadOnlyList<string> LogTail { get; }
}

/// <summary>Ways in which a start fails.</summary>
public enum StartFailureKind
{
    /// <summary>The program does not exist or cannot be executed.</summary>
    NotFound,

    /// <summary>A prepare step failed.</summary>
    PrepareFailed,

    /// <summary>It exited before it was ready.</summary>
    Exited,

    /// <summary>Another process listens on its port.</summary>
    PortTaken,

    /// <summary>It lives but did not become ready in time.</summary>
    NotReady,

    /// <summary>The definition cannot be used as it is: a placeholder that cannot be computed, a folder that does not exist.</summary>
    Invalid,
}
