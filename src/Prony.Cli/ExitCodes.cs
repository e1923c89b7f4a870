namespace Prony.Cli;

/// <summary>Every exit code of Prony. When several apply, the first of 130/143, 1, 2, 3, 5, 4 wins.</summary>
internal static class ExitCodes
{
    /// <summary>Done; whatever the verdict says.</summary>
    public const int Done = 0;

    /// <summary>An internal error, or files could not be read or written.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use of the command line, or an invalid file.</summary>
    public const int WrongUse = 2;

    /// <summary>The baseline, a service or a candidate that is not optional is missing or could not be started, or fewer than two candidates are left; a stack that was checked failed, or something that doctor was asked about is missing.</summary>
    public const int CannotStart = 3;

    /// <summary>An objective or <c>--slo</c> was missed, or <c>--fail-on</c> was met.</summary>
    public const int ObjectiveMissed = 4;

    /// <summary>No valid result: a gate, a candidate that died in every attempt, a load without one success.</summary>
    public const int NoValidResult = 5;

    /// <summary>Ended by Ctrl-C (128 + SIGINT).</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM (128 + SIGTERM).</summary>
    public const int Terminated = 143;
}
