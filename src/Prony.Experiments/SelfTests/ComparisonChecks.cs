using System.Globalization;
using Prony.Experiments.Definitions;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.SelfTests;

/// <summary>The whole way to a verdict: a server against itself (f), and against one that works more (g).</summary>
internal static class ComparisonChecks
{
    /// <summary>Arithmetic of a request, in steps of about 2 ns: the server is full before the generator has anything to do.</summary>
    private const long WorkSteps = 150_000;

    private const string Ours = "a", Theirs = "b", Closed = "users", Open = "rate";

    private static readonly PointRecord FourUsers = new(4, null);

    internal static ExperimentDefinition DefineSame(SelfTestBench bench, bool full)
    {
        var words = new[] { BenchResult.Word("work", WorkSteps) };
        var users = SelfTestBench.Scenario(Closed, FourUsers);
        var definition = full
            ? bench.Define("selftest-same", [(Ours, words), (Theirs, words)], users, SelfTestBench.Scenario(Open, new PointRecord(null, 400, ArrivalsName.Poisson)))
            : bench.Define("selftest-same", [(Ours, words), (Theirs, words)], users);
        return full ? definition with { Rounds = 10, Phases = new PhaseLengths(WarmupS: 3, MeasureS: 10, DrainS: null, PauseS: 1, IdleS: 2) } : definition;
    }

    /// <summary>B does 30 % more work in the short self-test, 10 % more in the full one.</summary>
    internal static ExperimentDefinition DefineSlower(SelfTestBench bench, bool full)
    {
        var definition = bench.Define(
            "selftest-slower",
            [(Ours, [BenchResult.Word("work", WorkSteps)]), (Theirs, [BenchResult.Word("work", (long)(WorkSteps * (1 + MoreWork(full))))])],
            SelfTestBench.Scenario(Closed, FourUsers));
        return full ? definition with { Rounds = 10, Phases = definition.Phases with { WarmupS = 1, MeasureS = 5 } } : definition;
    }

    internal static async Task<(SelfTestCheck Check, IReadOnlyList<VisibleDifference> Visible)> SameAsync(SelfTestBench bench, bool full, DateTimeOffset now)
    {
        var result = await bench.RunAsync(DefineSame(bench, full), once: false);
        var check = JudgeSame(Throughput(result), result);
        return (check, full && check.State == CheckState.Ok ? VisibleIn(result.Verdict!, now) : []);
    }

    internal static async Task<SelfTestCheck> SlowerAsync(SelfTestBench bench, bool full)
    {
        var result = await bench.RunAsync(DefineSlower(bench, full), once: false);
        return JudgeSlower(Throughput(result), result, MoreWork(full));
    }

    internal static SelfTestCheck JudgeSame(ComparisonRecord? found, BenchResult result)
    {
        const string what = "a server against itself", expected = "neither better nor worse by more than the margin";
        return found is not { Verdict: not VerdictName.Invalid } comparison
            ? NoVerdict("f", what, expected, result)
            : Judgement.Of(
                "f", what, expected, Text(comparison), !(comparison.Material && comparison.Verdict is VerdictName.Better or VerdictName.Worse), result.Excuse,
                "A difference that does not exist was found: do not trust comparisons on this machine.");
    }

    internal static SelfTestCheck JudgeSlower(ComparisonRecord? found, BenchResult result, double moreWork)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"a server against one that works {100 * moreWork:0} % more");
        const string expected = "worse";
        if (found is not { Verdict: not VerdictName.Invalid } comparison)
        {
            return NoVerdict("g", what, expected, result);
        }

        // Inconclusive with an interval that holds the truth is noise: the procedure is right, and says that it does not know.
        var holdsTruth = comparison.Verdict == VerdictName.Inconclusive && comparison.Low <= 1 / (1 + moreWork) && comparison.High >= 1 / (1 + moreWork);
        return holdsTruth
            ? Judgement.Unknown("g", what, expected, Text(comparison), "the rounds scatter too much to show it, and the interval says so")
            : Judgement.Of(
                "g", what, expected, Text(comparison), comparison.Verdict == VerdictName.Worse, result.Excuse, "A difference that exists was not found: do not trust comparisons on this machine.");
    }

    /// <summary>Half the width of each interval, as a share: response times from the load at a rate, all else from that of users, where throughput is not given.</summary>
    internal static IReadOnlyList<VisibleDifference> VisibleIn(VerdictRecord verdict, DateTimeOffset now) =>
    [
        .. verdict.Scenarios
            .SelectMany(scenario => scenario.Value.Points.SelectMany(point => point.Comparisons).Select(comparison => (Scenario: scenario.Key, Comparison: comparison)))
            .Where(found => Metrics.IsResponse(found.Comparison.Metric) == (found.Scenario == Open))
            .Where(found => found.Comparison is { Low: > 0, High: > 0 })
            .Select(found => new VisibleDifference(found.Comparison.Metric, Math.Sqrt(found.Comparison.High!.Value / found.Comparison.Low!.Value) - 1, now)),
    ];

    private static double MoreWork(bool full) => full ? 0.10 : 0.30;

    private static ComparisonRecord? Throughput(BenchResult result) => result.Verdict?.Scenarios.GetValueOrDefault(Closed)?.Points
        .SelectMany(point => point.Comparisons).FirstOrDefault(comparison => comparison.Metric == Metrics.Throughput);

    private static SelfTestCheck NoVerdict(string id, string what, string expected, BenchResult result) =>
        Judgement.Of(id, what, expected, "no valid result", false, result.Excuse, result.Problem ?? "No round gave a valid window of both.");

    private static string Text(ComparisonRecord comparison) => comparison is { Ratio: { } ratio, Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"{comparison.Verdict}, throughput × {ratio:0.000} ({low:0.000} to {high:0.000}), smallest visible difference {ShareText.Format(Math.Sqrt(high / low) - 1)}")
        : comparison.Verdict;
}
