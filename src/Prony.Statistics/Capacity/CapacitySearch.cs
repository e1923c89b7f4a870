namespace Prony.Statistics.Capacity;

/// <summary>Finds between which loads a server stops to keep its objectives: doubling, then geometric bisection, every load classified by MLRsearch (docs/methods/capacity.md).</summary>
/// <remarks>
/// <para>It makes no trial itself. While <see cref="Next"/> is not null, make that trial and <see cref="Record"/> it; or give <see cref="Run"/> a function that does.
/// What is asked next follows from the rules and the trials so far, so that an interrupted search goes on when its trials are recorded again.</para>
/// <para>Assumes that more load is never easier; where trials say otherwise, the lowest load that failed counts (<see cref="CapacityBracket.Conflicting"/>). Not thread-safe.</para>
/// </remarks>
public sealed class CapacitySearch
{
    /// <summary>Doubling.</summary>
    public const double LargestStep = 2;

    private readonly CapacityRules _rules;
    private readonly SortedDictionary<double, LoadTrials> _loads = [];
    private readonly HashSet<double> _confirmed = [];
    private readonly HashSet<double> _asked = [];
    private readonly List<CapacityTrial> _trials = [];
    private double _step;
    private int _voidInARow;
    private SearchEnd _end;

    /// <param name="rules">How to search.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rule is outside its range.</exception>
    public CapacitySearch(CapacityRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        rules.Check();
        _rules = rules;
        _step = rules.FirstStep;
        Next = new TrialRequest(rules.Start, rules.Goal.TrialS);
    }

    /// <summary>The trial to make; null when the search has ended.</summary>
    public TrialRequest? Next { get; private set; }

    /// <summary>What is known so far.</summary>
    public CapacityBracket Bracket
    {
        get
        {
            var upper = UpperBound();
            var lower = LowerBound(upper);
            return new CapacityBracket
            {
                Lower = lower,
                Upper = upper,
                End = _end,
                Confirmed = lower is { } load && _confirmed.Contains(load),
                Conflicting = [.. _loads.Keys.Where(load => Has(load, TrialVerdict.Good) && Has(load, TrialVerdict.Bad))],
                UpperReasons = Reasons(trial => trial.Load == upper && trial.Verdict == TrialVerdict.Bad),
                VoidReasons = Reasons(trial => trial.Verdict == TrialVerdict.Void),
                Trials = [.. _trials],
            };
        }
    }

    /// <summary>Searches to the end.</summary>
    /// <param name="rules">How to search.</param>
    /// <param name="trial">Makes one trial.</param>
    public static CapacityBracket Run(CapacityRules rules, Func<TrialRequest, CapacityTrial> trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var search = new CapacitySearch(rules);
        while (search.Next is { } next)
        {
            search.Record(trial(next));
        }

        return search.Bracket;
    }

    /// <summary>Takes the trial that <see cref="Next"/> asked for.</summary>
    /// <exception cref="InvalidOperationException">The search has ended.</exception>
    /// <exception cref="ArgumentException">The trial is of another load.</exception>
    public void Record(CapacityTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        if (Next is not { } asked)
        {
            throw new InvalidOperationException("The search has ended: it asks for no trial.");
        }

        if (trial.Load != asked.Load)
        {
            throw new ArgumentException($"The trial is of load {trial.Load}, but the next one is of {asked.Load}.", nameof(trial));
        }

        _trials.Add(trial);
        _voidInARow = trial.Verdict == TrialVerdict.Void ? _voidInARow + 1 : 0;
        if (trial.Verdict != TrialVerdict.Void)
        {
            Count(trial, asked.DurationS);
        }

        Next = Decide(asked, isVoid: trial.Verdict == TrialVerdict.Void);
    }

    private void Count(CapacityTrial trial, double askedS)
    {
        if (!_loads.TryGetValue(trial.Load, out var load))
        {
            _loads.Add(trial.Load, load = new LoadTrials(_rules.Goal));
        }

        load.Add(trial.DurationS, trial.Verdict == TrialVerdict.Bad);
        if (askedS >= _rules.ConfirmS)
        {
            _asked.Add(trial.Load);
        }

        if (trial.DurationS >= _rules.ConfirmS && trial.Verdict == TrialVerdict.Good)
        {
            _confirmed.Add(trial.Load);
        }
    }

    private TrialRequest? Decide(TrialRequest last, bool isVoid)
    {
        if (isVoid && _voidInARow >= _rules.MostVoid)
        {
            return Ended(SearchEnd.Generator);
        }

        var next = isVoid ? last
            : _loads[last.Load].Class == LoadClass.Undecided ? last with { DurationS = _rules.Goal.TrialS }
            : FromBounds();
        return next is not null && _trials.Count >= _rules.MostTrials ? Ended(SearchEnd.Budget) : next;
    }

    private TrialRequest? FromBounds() => (LowerBound(UpperBound()), UpperBound()) switch
    {
        ({ } lower, null) => Up(lower),
        (null, { } upper) => Down(upper),
        ({ } lower, { } upper) when IsNarrow(lower, upper) => Confirm(lower),
        ({ } lower, { } upper) => Full(Middle(lower, upper)),
        _ => Full(_rules.Start),
    };

    private TrialRequest? Up(double lower)
    {
        if (lower >= _rules.Highest)
        {
            return Ended(SearchEnd.HighestKept);
        }

        var load = lower * Step();
        return Full(Math.Min(_rules.Highest, _rules.Whole ? Math.Max(lower + 1, Math.Round(load)) : load));
    }

    private TrialRequest? Down(double upper)
    {
        if (upper <= _rules.Lowest)
        {
            return Ended(SearchEnd.LowestMissed);
        }

        var load = upper / Step();
        return Full(Math.Max(_rules.Lowest, _rules.Whole ? Math.Min(upper - 1, Math.Round(load)) : load));
    }

    private double Step()
    {
        var step = _step;
        _step = Math.Min(LargestStep, step * step);
        return step;
    }

    private bool IsNarrow(double lower, double upper) => upper / lower <= 1 + _rules.Width || (_rules.Whole && upper - lower <= 1);

    private double Middle(double lower, double upper)
    {
        var middle = Math.Sqrt(lower * upper);
        return _rules.Whole ? Math.Clamp(Math.Round(middle), lower + 1, upper - 1) : middle;
    }

    /// <summary>One long trial at the lower end, once; what it says is in the class of that load from then on.</summary>
    private TrialRequest? Confirm(double lower) =>
        _rules.ConfirmS is { } seconds && !_asked.Contains(lower) ? new TrialRequest(lower, seconds) : Ended(SearchEnd.Narrow);

    private TrialRequest Full(double load) => new(load, _rules.Goal.TrialS);

    private TrialRequest? Ended(SearchEnd end)
    {
        _end = end;
        return null;
    }

    private double? UpperBound() => Loads(LoadClass.Upper).Cast<double?>().FirstOrDefault();

    private double? LowerBound(double? upper) => Loads(LoadClass.Lower).Where(load => upper is null || load < upper).Cast<double?>().LastOrDefault();

    private bool Has(double load, TrialVerdict verdict) => _trials.Exists(trial => trial.Load == load && trial.Verdict == verdict);

    /// <summary>Loads of a class, ascending.</summary>
    private IEnumerable<double> Loads(LoadClass wanted) => _loads.Where(pair => pair.Value.Class == wanted).Select(pair => pair.Key);

    private string[] Reasons(Func<CapacityTrial, bool> which) =>
        [.. _trials.Where(which).Select(trial => trial.Reason).OfType<string>().CountBy(reason => reason).OrderByDescending(pair => pair.Value).Select(pair => pair.Key)];
}
