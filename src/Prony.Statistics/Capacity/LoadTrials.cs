namespace Prony.Statistics.Capacity;

/// <summary>The trials of one load and its class by them: MLRsearch (draft-ietf-bmwg-mlrsearch-15, "Load Classification Code").</summary>
/// <remarks>
/// With the seconds of full-length good and bad trials, of short ones, E = <see cref="LoadGoal.BadShare"/> and D = <see cref="LoadGoal.EnoughS"/>: short bad trials count as far as they
/// exceed what the short good ones make up for (E ÷ (1 − E) of their length). Optimistic: all seconds still missing from D would be good; pessimistic: all would be bad.
/// Where both say the same, the load is decided. A trial of RFC 2544 is the special case TrialS = EnoughS = 60, BadShare = 0. Not thread-safe.
/// </remarks>
public sealed class LoadTrials
{
    /// <summary>A measured window ends a little beside its length.</summary>
    private const double WholeShare = 0.999;

    private readonly LoadGoal _goal;
    private double _fullGoodS;
    private double _fullBadS;
    private double _shortGoodS;
    private double _shortBadS;

    /// <param name="goal">When it is decided.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value of the goal is outside its range.</exception>
    public LoadTrials(LoadGoal goal)
    {
        ArgumentNullException.ThrowIfNull(goal);
        goal.Check();
        _goal = goal;
    }

    /// <summary>What the trials say.</summary>
    public LoadClass Class
    {
        get
        {
            var badS = _fullBadS + Math.Max(0, _shortBadS - (_shortGoodS * _goal.BadShare / (1 - _goal.BadShare)));
            var wholeS = Math.Max(_fullGoodS + badS, _goal.EnoughS);
            var allowedS = wholeS * _goal.BadShare;
            var (pessimistic, optimistic) = (wholeS - _fullGoodS <= allowedS, badS <= allowedS);
            return pessimistic && optimistic ? LoadClass.Lower
                : pessimistic || optimistic ? LoadClass.Undecided
                : LoadClass.Upper;
        }
    }

    /// <summary>Counts a trial.</summary>
    /// <param name="durationS">Its length, seconds, above 0.</param>
    /// <param name="bad">An objective was missed in it.</param>
    public void Add(double durationS, bool bad)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(durationS);
        switch (durationS >= _goal.TrialS * WholeShare, bad)
        {
            case (true, true): _fullBadS += durationS; break;
            case (true, false): _fullGoodS += durationS; break;
            case (false, true): _shortBadS += durationS; break;
            default: _shortGoodS += durationS; break;
        }
    }
}
