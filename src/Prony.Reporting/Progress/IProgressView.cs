namespace Prony.Reporting.Progress;

/// <summary>What is known about work that goes on. Has no clock of its own: the display says how much time has passed.</summary>
/// <remarks>Thread: one caller at a time.</remarks>
internal interface IProgressView
{
    /// <summary>Takes an event in.</summary>
    /// <param name="progress">What happened.</param>
    /// <param name="elapsed">Time since the display began.</param>
    /// <returns>What is worth a line that stays.</returns>
    IEnumerable<Line> Take(ProgressEvent progress, TimeSpan elapsed);

    /// <summary>The present state, for a terminal that is redrawn.</summary>
    /// <param name="elapsed">Time since the display began.</param>
    /// <param name="size">Room that there is; a line fills at most <see cref="ScreenSize.Room"/>, and there are at most one less than its height.</param>
    IReadOnlyList<ScreenLine> Draw(TimeSpan elapsed, ScreenSize size);
}

/// <summary>A line about what happened.</summary>
/// <param name="Text">One line.</param>
/// <param name="Stays">Worth a line even where a live view shows the rest.</param>
internal sealed record Line(string Text, bool Stays = false);
