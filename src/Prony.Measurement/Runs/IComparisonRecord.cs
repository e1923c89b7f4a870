namespace Prony.Measurement.Runs;

/// <summary>What every written comparison of two candidates says, whether in one run or across two.</summary>
public interface IComparisonRecord
{
    /// <summary>Who is compared.</summary>
    string Candidate { get; }

    /// <summary>One of <see cref="Metrics"/>, or response.pNN.</summary>
    string Metric { get; }

    /// <summary>candidate ÷ baseline; null when it could not be computed.</summary>
    double? Ratio { get; }

    /// <summary>Lower end of the interval of the ratio at 1 − alpha/m; null when there is none.</summary>
    double? Low { get; }

    /// <summary>Upper end; null when there is none.</summary>
    double? High { get; }

    /// <summary>One of <see cref="VerdictName"/>.</summary>
    string Verdict { get; }

    /// <summary>The comparison in one plain sentence.</summary>
    string Sentence { get; }
}
