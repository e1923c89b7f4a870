using Prony.Reporting.Figures;

namespace Prony.Reporting.Progress;

/// <summary>How long it will still take: as planned until the first part is done, then by the pace so far.</summary>
/// <param name="parts">Parts of about the same length.</param>
/// <param name="expected">Planned length of all of them.</param>
/// <param name="start">When the first began.</param>
/// <param name="isLeast">The planned length is the least that they take.</param>
internal sealed class TimeLeft(int parts, TimeSpan expected, TimeSpan start, bool isLeast = false)
{
    private int _parts = parts;
    private int _done;
    private TimeSpan _lastDone;

    /// <summary>One of the parts is done.</summary>
    public void Done(TimeSpan elapsed)
    {
        _done = Math.Min(_done + 1, _parts);
        _lastDone = elapsed;
    }

    /// <summary>Some of the parts that are done are to be made once more.</summary>
    /// <param name="more">How many, at least 0.</param>
    public void Again(int more) => _parts += more;

    /// <summary>Never negative.</summary>
    public TimeSpan At(TimeSpan elapsed)
    {
        var left = _done == 0
            ? expected - (elapsed - start)
            : ((_lastDone - start) / _done * (_parts - _done)) - (elapsed - _lastDone);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>"about 1 min 45 s left"; whole seconds, because it is a guess.</summary>
    public string Text(TimeSpan elapsed)
    {
        var left = Math.Round(At(elapsed).TotalSeconds);
        return _done == 0 && isLeast ? (left < 1 ? "nobody knows yet how long" : $"at least {Figure.Chosen(left)} left")
            : left < 1 ? "a moment left" : $"about {Figure.Chosen(left)} left";
    }

    /// <summary>Share of the whole that has passed, 0 to 1.</summary>
    public double Share(TimeSpan elapsed)
    {
        var passed = elapsed - start;
        var whole = passed + At(elapsed);
        return whole <= TimeSpan.Zero ? 0 : passed / whole;
    }
}
