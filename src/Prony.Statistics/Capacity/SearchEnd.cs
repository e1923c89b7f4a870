namespace Prony.Statistics.Capacity;

/// <summary>Why a search ended.</summary>
public enum SearchEnd
{
    /// <summary>It goes on.</summary>
    None,

    /// <summary>The bracket is as narrow as it was to be, and its lower end was confirmed.</summary>
    Narrow,

    /// <summary>The highest load that may be tried keeps the objectives: the capacity lies above.</summary>
    HighestKept,

    /// <summary>The lowest load that may be tried misses them: the capacity lies below.</summary>
    LowestMissed,

    /// <summary>Too many void trials in a row at one load: the generator, not the server, set the limit.</summary>
    Generator,

    /// <summary>As many trials as there may be.</summary>
    Budget,
}
