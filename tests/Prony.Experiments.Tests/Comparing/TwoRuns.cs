using Prony.Experiments.Comparing;
using Prony.Experiments.Tests.Verdicts;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Tests.Comparing;

/// <summary>Two runs that never happened, with known answers.</summary>
internal sealed class TwoRuns
{
    /// <param name="candidates">Of both runs.</param>
    internal TwoRuns(params string[] candidates)
    {
        Old = new World(candidates);
        New = new World(candidates);
        New.Plan = New.Plan with { Run = "20261128T101500Z-demo", CreatedUtc = DateTimeOffset.UnixEpoch.AddDays(7) };
    }

    internal World Old { get; set; }

    internal World New { get; set; }

    internal RunComparisonOptions Options { get; set; } = new();

    /// <summary>Six rounds of each, or as many as said.</summary>
    internal static TwoRuns Of(Figures old, Figures current, int rounds = 6, params string[] candidates)
    {
        var runs = new TwoRuns(candidates.Length == 0 ? ["sync", "async"] : candidates);
        runs.Old.Rounds(rounds, _ => old);
        runs.New.Rounds(rounds, _ => current);
        return runs;
    }

    internal RunComparisonRecord Compare() => RunComparer.Compare(Stored(Old), Stored(New), Options);

    internal AcrossRunsRecord Comparison(string candidate, string metric = "throughput") =>
        Compare().Scenarios["work"].Points[0].Comparisons.Single(c => c.Candidate == candidate && c.Metric == metric);

    internal static StoredRun Stored(World world) => new(world.Plan, world.Trials, world.Judge(), world.TimesOf);
}
