using Prony.Measurement.Runs;

namespace Prony.Load.Checks;

/// <summary>What the checkers of all threads found, for the record of the load.</summary>
internal static class CheckReport
{
    private const int MostSamples = 10;

    /// <summary>Most samples of one check, so that a check that always fails does not hide the others.</summary>
    public static int SamplesOfEach(ResponseChecks checks) => Math.Max(1, MostSamples / Math.Max(1, checks.All.Count));

    /// <summary>The record with what was checked; unchanged when nothing was.</summary>
    public static LoadRecord AddTo(LoadRecord record, ResponseChecks checks, SecretMask secrets, IReadOnlyCollection<ResponseChecker> checkers)
    {
        if (checkers.Count == 0)
        {
            return record;
        }

        var results = checks.All.Select((check, i) => new CheckRecord(secrets.Mask(check.Text), checkers.Sum(c => c.Failed[i])));
        var samples = checkers.SelectMany(c => c.Samples).OrderBy(s => s.AtNs)
            .GroupBy(s => s.Check).SelectMany(alike => alike.Take(SamplesOfEach(checks)))
            .OrderBy(s => s.AtNs).Take(MostSamples);
        return record with
        {
            Checks = new ChecksRecord(checks.Every, checkers.Sum(c => c.Checked), [.. results]),
            Samples = [.. samples.Select(s => s.Record)],
        };
    }
}
