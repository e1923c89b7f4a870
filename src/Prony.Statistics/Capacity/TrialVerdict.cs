namespace Prony.Statistics.Capacity;

/// <summary>What one trial says about its load.</summary>
public enum TrialVerdict
{
    /// <summary>Every objective was kept.</summary>
    Good,

    /// <summary>An objective was missed, the backlog grew, or the server did not take the rate.</summary>
    Bad,

    /// <summary>Nothing: the generator was at fault. It counts neither for nor against the server.</summary>
    Void,
}
