using System.Globalization;
using Prony.Experiments.Definitions;
using Prony.Measurement.Runs;

namespace Prony.Experiments.SelfTests;

/// <summary>Planted faults (d), each of which its gate must name, and the CPU of processes that nobody waits for.</summary>
internal static class FaultChecks
{
    private const double OrphanS = 0.5;
    private const string Plain = "plain", Orphans = "orphans";

    private static readonly (string Candidate, string Gate, string What, string[] Words)[] Faults =
    [
        ("errors", "V07", "1 % of the replies are errors", ["body=1000", "error-every=100"]),
        ("closing", "V09", "one reply in 50 closes its connection", ["body=1000", "close-every=50"]),
        ("longer", "V08", "bodies of one candidate are 10 % longer", ["body=1100"]),
        ("narrow", "V18", "a backlog of 2 and a pause between accepts", ["body=1000", "backlog=2", "accept-pause-ms=300"]),
    ];

    internal static ExperimentDefinition Define(SelfTestBench bench)
    {
        var definition = bench.Define(
            "selftest-faults",
            [
                (Plain, ["body=1000"]),
                .. Faults.Select(fault => (fault.Candidate, fault.Words)),
                (Orphans, ["body=1000", "orphan-at=250", BenchResult.Word("orphan-ms", (long)(1000 * OrphanS))]),
            ],
            SelfTestBench.Scenario("work", new PointRecord(null, 500, ArrivalsName.Poisson)));
        return definition with { Rounds = 1, Phases = definition.Phases with { MeasureS = 2 } };
    }

    internal static async Task<IReadOnlyList<SelfTestCheck>> RunAsync(SelfTestBench bench) => Judge(await bench.RunAsync(Define(bench), once: true));

    internal static IReadOnlyList<SelfTestCheck> Judge(BenchResult result) =>
    [
        .. Faults.Select(fault => Named(result, fault.Candidate, fault.Gate, fault.What)),
        Unaccused(result),
        Counted(result),
    ];

    private static SelfTestCheck Named(BenchResult result, string candidate, string gate, string what)
    {
        var expected = $"named by {gate}";
        var all = Gates(result).ToList();
        if (all.TrueForAll(found => found.Id != gate))
        {
            return result.Trials.Count == 0
                ? NotRun(result, what, expected)
                : Judgement.Unknown("d", what, expected, "nothing", $"this version has no gate {gate}");
        }

        var own = all.Where(found => found.Id == gate && found.Candidate == candidate).OrderBy(Weight).ToList();
        if (own.Count == 0 || own.TrueForAll(found => found.State is GateState.Unknown or GateState.NotApplicable))
        {
            return Judgement.Unknown("d", what, expected, $"{gate} was not measured", own.FirstOrDefault()?.Reason ?? result.Problem ?? "the candidate gave no window");
        }

        var worst = own[0];
        return Judgement.Of(
            "d", what, expected, string.Create(CultureInfo.InvariantCulture, $"{gate} {worst.State} ({worst.Value:0.####})"),
            worst.State is GateState.Warn or GateState.Invalid, excuse: null, "A fault of this kind would go unnoticed on this machine: do not trust comparisons until it is found.");
    }

    /// <summary>The other half: a gate that accuses everybody names nothing.</summary>
    private static SelfTestCheck Unaccused(BenchResult result)
    {
        const string what = "a server without a fault", expected = "accused by neither V07 nor V09";
        var own = Gates(result).Where(gate => gate.Candidate == Plain && gate.Id is "V07" or "V09").ToList();
        if (own.Count == 0)
        {
            return NotRun(result, what, expected);
        }

        var accused = own.Where(gate => gate.State is GateState.Warn or GateState.Invalid).Select(gate => $"{gate.Id} {gate.State}").Distinct().ToList();
        return Judgement.Of("d", what, expected, accused.Count == 0 ? "accused by none" : string.Join(", ", accused), accused.Count == 0, result.Excuse, "A gate sees what is not there.");
    }

    private static SelfTestCheck Counted(BenchResult result)
    {
        const string what = "0.5 s of CPU in a grandchild whose parent is gone", expected = "0.45 to 0.80 s more than without it";
        var with = Resources(result, Orphans);
        var without = Resources(result, Plain);
        if (with is null || without is null)
        {
            return NotRun(result, what, expected);
        }

        var more = with.CpuS - without.CpuS;
        var seen = string.Create(CultureInfo.InvariantCulture, $"{more:0.00} s more, counted by {with.CpuSource}");
        return more < 0.9 * OrphanS && with.CpuSource is CpuSourceName.Proc or CpuSourceName.None
            ? Judgement.Unknown("d", what, expected, seen, "without a control group the CPU of such a process cannot be counted; docs/methods/resources.md says what is missing here")
            : Judgement.Of("d", what, expected, seen, more is >= 0.9 * OrphanS and <= 0.8, result.Excuse, "CPU per request would be wrong for servers that start processes.");
    }

    private static SelfTestCheck NotRun(BenchResult result, string what, string expected) =>
        Judgement.Unknown("d", what, expected, "nothing", result.Problem ?? "the candidate gave no window");

    private static ResourceSummary? Resources(BenchResult result, string candidate) =>
        result.Trials.FirstOrDefault(trial => trial.Candidate == candidate && trial.State == TrialState.Completed)?.Resources;

    /// <summary>Of every trial, and those that only two candidates together show.</summary>
    private static IEnumerable<GateRecord> Gates(BenchResult result) =>
        result.Trials.SelectMany(trial => trial.Gates.Select(gate => gate with { Candidate = trial.Candidate })).Concat(result.Verdict?.Gates ?? []);

    private static int Weight(GateRecord gate) => gate.State switch { GateState.Invalid => 0, GateState.Warn => 1, GateState.Ok => 2, _ => 3 };
}
