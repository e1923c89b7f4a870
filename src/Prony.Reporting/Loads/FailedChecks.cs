using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Loads;

/// <summary>What the checks of responses found, in a sentence each.</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class FailedChecks
{
    /// <summary>More would fill the screen; the rest stands in the record.</summary>
    private const int MostSentences = 2;

    /// <summary>A sentence for each of the checks that failed most often, with an example of what came; safe to print. Empty when none failed.</summary>
    /// <param name="loads">Loads with the same checks, such as those of all rounds.</param>
    public static IReadOnlyList<string> Sentences(IReadOnlyCollection<LoadRecord> loads)
    {
        ArgumentNullException.ThrowIfNull(loads);
        var failed = loads
            .SelectMany(load => load.Checks?.Results ?? [])
            .GroupBy(result => result.Check)
            .Select(group => (Check: group.Key, Count: group.Sum(result => result.Failed)))
            .Where(check => check.Count > 0)
            .OrderByDescending(check => check.Count)
            .ToList();
        var answered = loads.Sum(load => load.Checks?.Checked ?? 0);
        var sentences = failed.Take(MostSentences).Select(check => Sentence(loads, check.Check, check.Count, answered)).ToList();
        if (failed.Count > MostSentences)
        {
            sentences.Add($"{Figure.Count(failed.Skip(MostSentences).Sum(check => check.Count))} failed {Figure.Count(failed.Count - MostSentences, "other check")} (all are in the record).");
        }

        return sentences;
    }

    /// <summary>What a load has to say of its checks: that all passed, or which did not.</summary>
    internal static IEnumerable<Fact> Facts(LoadRecord load)
    {
        if (load.Checks is not { } checks)
        {
            yield break;
        }

        var some = checks.Every == 1 ? "" : $", one in {Figure.Count(checks.Every)}";
        yield return new Fact("Checked", $"{Figure.Count(checks.Checked, "response")}{some}: {(load.Outcomes.Expect == 0 ? "all as expected" : $"{Figure.Count(load.Outcomes.Expect)} not as expected")}");
        foreach (var sentence in Sentences([load]))
        {
            yield return new Fact("", sentence);
        }
    }

    private static string Sentence(IEnumerable<LoadRecord> loads, string check, long failed, long answered)
    {
        var sample = loads.SelectMany(load => load.Samples).FirstOrDefault(s => s.Check == check);
        return Foreign.Line($"expect: {Figure.Count(failed)} of {Figure.Count(answered, "response")} failed '{check}'"
            + (sample is null ? "." : $", such as: {sample.Found} (status {Figure.Count(sample.Status)}, second {Figure.Count(sample.TS)})."));
    }
}
