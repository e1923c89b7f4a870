namespace Prony.Statistics.Capacity;

/// <summary>What the trials of one load say about it.</summary>
public enum LoadClass
{
    /// <summary>More trials could still decide either way.</summary>
    Undecided,

    /// <summary>It keeps the objectives: a lower bound of the capacity.</summary>
    Lower,

    /// <summary>It does not keep them: an upper bound.</summary>
    Upper,
}
