namespace Prony.Measurement.Runs;

/// <summary>The warm-up of a load.</summary>
/// <param name="DurationS">From the start of the load to that of the window, seconds.</param>
/// <param name="Ended">Why it ended: one of <see cref="WarmupEndName"/>.</param>
public sealed record WarmupRecord(double DurationS, string Ended)
{
    /// <summary>What was not steady when it ended: response, cpu-per-request. Empty unless it ended as never-steady.</summary>
    public IReadOnlyList<string> Unsteady { get; init => field = value ?? []; } = [];
}

/// <summary>Why warm-ups end, as it is written.</summary>
public static class WarmupEndName
{
    /// <summary>Its length was given.</summary>
    public const string Fixed = "fixed";

    /// <summary>Automatic: response, and CPU per request where it is known, were steady.</summary>
    public const string Steady = "steady";

    /// <summary>Automatic: the longest that is waited for was over, and something still changed.</summary>
    public const string NeverSteady = "never-steady";

    /// <summary>Automatic: the longest that is waited for was over, and there were too few answers to judge.</summary>
    public const string TooFewAnswers = "too-few-answers";

    /// <summary>Automatic: the server had stopped answering, so there was nothing to wait for.</summary>
    public const string StoppedAnswering = "stopped-answering";
}
