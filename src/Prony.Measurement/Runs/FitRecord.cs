namespace Prony.Measurement.Runs;

/// <summary>The universal scalability law fitted to a table of N and X (schema prony.fit/1). Without a fit everything from <see cref="Alpha"/> on is null, and <see cref="Reason"/> says why.</summary>
public sealed record FitRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.fit/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>What fitted.</summary>
    public ToolRecord Tool { get; init; } = ToolRecord.Current;

    /// <summary>Where the table comes from: a file as it was named, or - for standard input.</summary>
    public required string Source { get; init; }

    /// <summary>Column of N: its name, or its number (from 1) in a table without names.</summary>
    public required string NColumn { get; init; }

    /// <summary>Column of X.</summary>
    public required string XColumn { get; init; }

    /// <summary>Rows of the table.</summary>
    public required int Points { get; init; }

    /// <summary>Different N.</summary>
    public required int Levels { get; init; }

    /// <summary>Smallest N.</summary>
    public required double NMin { get; init; }

    /// <summary>Largest N.</summary>
    public required double NMax { get; init; }

    /// <summary>Of every interval.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Why there is no fit; null when there is one.</summary>
    public string? Reason { get; init; }

    /// <summary>Contention, 0 to 1.</summary>
    public double? Alpha { get; init; }

    /// <summary>Its standard error.</summary>
    public double? AlphaStandardError { get; init; }

    /// <summary>Lower end of its interval; may be below 0, which says that 0 is possible.</summary>
    public double? AlphaLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? AlphaHigh { get; init; }

    /// <summary>Coherency, 0 to 1.</summary>
    public double? Beta { get; init; }

    /// <summary>Its standard error.</summary>
    public double? BetaStandardError { get; init; }

    /// <summary>Lower end of its interval; may be below 0.</summary>
    public double? BetaLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? BetaHigh { get; init; }

    /// <summary>Throughput of one alone, in the unit of X.</summary>
    public double? Gamma { get; init; }

    /// <summary>Its standard error.</summary>
    public double? GammaStandardError { get; init; }

    /// <summary>Lower end of its interval.</summary>
    public double? GammaLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? GammaHigh { get; init; }

    /// <summary>What may be said of the peak: measured, extrapolated, not-seen, too-far or disputed.</summary>
    public string? Peak { get; init; }

    /// <summary>The N with the highest X; null unless the peak is measured or extrapolated.</summary>
    public double? NStar { get; init; }

    /// <summary>Lower end of its interval.</summary>
    public double? NStarLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? NStarHigh { get; init; }

    /// <summary>X at <see cref="NStar"/>, in the unit of X.</summary>
    public double? XStar { get; init; }

    /// <summary>Lower end of its interval.</summary>
    public double? XStarLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? XStarHigh { get; init; }

    /// <summary>gamma ÷ alpha, what contention alone would leave of any N; null where alpha's interval holds 0.</summary>
    public double? ContentionLimit { get; init; }

    /// <summary>The coefficients when ln X is fitted, which weighs points by their relative errors.</summary>
    public LogFitRecord? LogFit { get; init; }

    /// <summary>Root of the sum of squared distances ÷ (points − 3), in the unit of X.</summary>
    public double? ResidualSd { get; init; }

    /// <summary>Condition of the Jacobian with columns of length 1.</summary>
    public double? Condition { get; init; }

    /// <summary>p of the test whether points lie farther from the curve than repeats from each other; null without repeats.</summary>
    public double? LackOfFitP { get; init; }

    /// <summary>Reasons to distrust the fit.</summary>
    public IReadOnlyList<DoubtRecord> Doubts { get; init => field = value ?? []; } = [];
}

/// <summary>The law fitted to ln X.</summary>
public sealed record LogFitRecord(double Alpha, double Beta, double Gamma);
