using Prony.Reporting.Usage;

namespace Prony.Reporting.Progress;

/// <summary>A recording while it goes on: the latest reading.</summary>
internal sealed class UsageProgressView : IProgressView
{
    // As for a load: often enough to see that it lives, seldom enough for a log.
    private const double SecondsPerLine = 10;

    private string _last = "";
    private double _nextLineS = SecondsPerLine;

    public IEnumerable<Line> Take(ProgressEvent progress, TimeSpan elapsed)
    {
        switch (progress)
        {
            case UsageSeen { Sample: var sample }:
                _last = UsageText.Line(sample);
                if (sample.TS < _nextLineS - 0.001)
                {
                    return [];
                }

                _nextLineS = (Math.Floor(sample.TS / SecondsPerLine + 0.001) + 1) * SecondsPerLine;
                return [new Line(_last)];
            case Note note:
                return [new Line(note.Text, Stays: true)];
            default:
                return [];
        }
    }

    public IReadOnlyList<ScreenLine> Draw(TimeSpan elapsed, ScreenSize size) => _last.Length == 0 ? [] : [.. ScreenLine.Wrap(_last, size.Room)];
}
