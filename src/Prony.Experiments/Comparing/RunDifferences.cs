using System.Globalization;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Comparing;

/// <summary>What is not the same in two runs, and what of it forbids a verdict.</summary>
internal sealed class RunDifferences
{
    /// <summary>MemTotal changes by some pages from boot to boot.</summary>
    private const double SameMemory = 0.01;

    private readonly List<(RunDifference Difference, string? Scenario)> _found = [];

    /// <summary>Those that forbid a verdict first, then in a fixed order.</summary>
    internal IReadOnlyList<RunDifference> Records => [.. _found.Select(f => f.Difference).OrderByDescending(d => d.Forbids)];

    /// <summary>Of two whole runs.</summary>
    internal static RunDifferences Of(StoredRun old, StoredRun current, CommonGround ground)
    {
        var differences = OfPlans(old.Plan, current.Plan, ground);
        foreach (var scenario in ground.Scenarios.Select(s => s.Name))
        {
            // Where a run measured nothing there is no engine to differ, and where the plans differ it was said.
            var (then, now) = (EnginesOf(old, scenario), EnginesOf(current, scenario));
            if (then.Length > 0 && now.Length > 0 && CommonGround.Of(old.Plan, scenario)!.Engine == CommonGround.Of(current.Plan, scenario)!.Engine)
            {
                differences.Load(scenario, $"engine of scenario {scenario}", then, now);
            }
        }

        return differences;
    }

    /// <summary>What the plans alone tell.</summary>
    internal static RunDifferences OfPlans(PlanRecord old, PlanRecord current, CommonGround ground)
    {
        var differences = new RunDifferences();
        differences.Machines(old.Machine, current.Machine);
        foreach (var scenario in ground.Scenarios.Select(s => s.Name))
        {
            differences.Scenarios(CommonGround.Of(old, scenario)!, CommonGround.Of(current, scenario)!);
        }

        differences.Plans(old, current);
        differences.Candidates(old, current, ground);
        differences.Texts(old.Definitions, current.Definitions);
        differences.LeftOut(old, current, ground);
        return differences;
    }

    /// <summary>Why no verdict may be given on a scenario, as the rest of a sentence; null when it may.</summary>
    internal string? Forbidding(string scenario)
    {
        var reasons = _found.Where(f => f.Difference.Forbids && (f.Scenario is null || f.Scenario == scenario))
            .Select(f => $"{f.Difference.What} ({f.Difference.Old ?? "none"} then, {f.Difference.New ?? "none"} now)")
            .ToList();
        return reasons.Count == 0 ? null
            : $"the two runs differ in what must be the same: {Verdicts.Texts.List(reasons)}";
    }

    private void Machines(MachineRecord old, MachineRecord current)
    {
        Machine("operating system", old.Os, current.Os);
        Machine("kernel", old.Kernel, current.Kernel);
        Machine("CPU model", old.Cpu, current.Cpu);
        Machine("number of CPUs", Text(old.Cpus), Text(current.Cpus));
        if (Math.Abs(old.MemoryBytes - current.MemoryBytes) > SameMemory * Math.Max(old.MemoryBytes, current.MemoryBytes))
        {
            Machine("memory of the machine", ByteText.Format(old.MemoryBytes), ByteText.Format(current.MemoryBytes));
        }

        Machine("runtime of Prony", old.Runtime, current.Runtime);
        Machine("kind of cgroups", old.Cgroup, current.Cgroup);
        Machine("clock source", old.ClockSource, current.ClockSource);
        Machine("frequency governor", old.Governor, current.Governor);
    }

    private void Scenarios(PlannedScenario old, PlannedScenario current)
    {
        var name = current.Name;
        Load(name, $"planned engine of scenario {name}", old.Engine, current.Engine);
        Load(name, $"requests of scenario {name}", RequestsOf(old), RequestsOf(current));
        Load(name, $"data of scenario {name}", DataOf(old), DataOf(current));
        Definition($"scenario {name}: success", SuccessOf(old), SuccessOf(current));
        Definition($"scenario {name}: timeout", Seconds(old.TimeoutS), Seconds(current.TimeoutS));
    }

    private void Plans(PlanRecord old, PlanRecord current)
    {
        Definition("version of Prony", old.Tool.Version, current.Tool.Version);
        Definition("experiment", old.Experiment, current.Experiment);
        Definition("primary metric", old.Primary, current.Primary);
        Definition("margin", ShareText.Format(old.Margin), ShareText.Format(current.Margin));
        Definition("planned rounds", Text(old.Rounds), Text(current.Rounds));
        Definition("seed", old.Seed.ToString(CultureInfo.InvariantCulture), current.Seed.ToString(CultureInfo.InvariantCulture));
        Definition("warm-up", Seconds(old.Phases.WarmupS), Seconds(current.Phases.WarmupS));
        Definition("window", Seconds(old.Phases.MeasureS), Seconds(current.Phases.MeasureS));
        Definition("limits of gates", LimitsOf(old), LimitsOf(current));
    }

    private void Candidates(PlanRecord old, PlanRecord current, CommonGround ground)
    {
        foreach (var names in ground.Candidates)
        {
            var (then, now) = (Of(old, names.Old), Of(current, names.New));
            Definition($"{now.Name}: kind", then.Kind, now.Kind);
            Definition($"{now.Name}: {now.Kind}", then.Stack, now.Stack);
            foreach (var key in then.With.Keys.Union(now.With.Keys))
            {
                Definition($"{now.Name}: parameter {key}", then.With.GetValueOrDefault(key), now.With.GetValueOrDefault(key));
            }

            Definition($"{now.Name}: services", string.Join(", ", then.Services), string.Join(", ", now.Services));
        }

        static PlannedCandidate Of(PlanRecord plan, string name) => plan.Candidates.First(c => c.Name == name);
    }

    private void Texts(IReadOnlyDictionary<string, string> old, IReadOnlyDictionary<string, string> current)
    {
        foreach (var file in old.Keys.Union(current.Keys))
        {
            var (then, now) = (old.GetValueOrDefault(file)?.Split('\n'), current.GetValueOrDefault(file)?.Split('\n'));
            if (then is null || now is null || !then.SequenceEqual(now))
            {
                // Added whatever the counts of lines say: as many lines may have come as have gone.
                Add(DifferenceKind.Definition, $"file {file}", LinesOf(then, now), LinesOf(now, then), forbids: false, null);
            }
        }
    }

    private void LeftOut(PlanRecord old, PlanRecord current, CommonGround ground)
    {
        foreach (var name in old.Candidates.Select(c => c.Name).Except(ground.Candidates.Select(c => c.Old)))
        {
            Add(DifferenceKind.LeftOut, "candidate", name, null, forbids: false, null);
        }

        foreach (var name in current.Candidates.Select(c => c.Name).Except(ground.Candidates.Select(c => c.New)))
        {
            Add(DifferenceKind.LeftOut, "candidate", null, name, forbids: false, null);
        }

        foreach (var (scenario, load) in LoadsOf(old).Except(Common(ground)))
        {
            Add(DifferenceKind.LeftOut, "load", $"{scenario} {Verdicts.Texts.At(load, null)}", null, forbids: false, null);
        }

        foreach (var (scenario, load) in LoadsOf(current).Except(Common(ground)))
        {
            Add(DifferenceKind.LeftOut, "load", null, $"{scenario} {Verdicts.Texts.At(load, null)}", forbids: false, null);
        }
    }

    private static IEnumerable<(string, PointRecord)> LoadsOf(PlanRecord plan) => plan.Scenarios.SelectMany(s => s.Points.Select(p => (s.Name, p)));

    private static IEnumerable<(string, PointRecord)> Common(CommonGround ground) => ground.Scenarios.SelectMany(s => s.Points.Select(p => (s.Name, p)));

    private void Machine(string what, string? old, string? current) => AddIfDifferent(DifferenceKind.Machine, what, old, current, forbids: true, null);

    private void Load(string scenario, string what, string? old, string? current) => AddIfDifferent(DifferenceKind.Load, what, old, current, forbids: true, scenario);

    private void Definition(string what, string? old, string? current) => AddIfDifferent(DifferenceKind.Definition, what, old, current, forbids: false, null);

    private void AddIfDifferent(string kind, string what, string? old, string? current, bool forbids, string? scenario)
    {
        if (old != current)
        {
            Add(kind, what, old, current, forbids, scenario);
        }
    }

    private void Add(string kind, string what, string? old, string? current, bool forbids, string? scenario) =>
        _found.Add((new RunDifference(kind, what, old, current, forbids), scenario));

    /// <summary>What really carried the requests: "raw, HTTP/1.1, timestamps of the wire". Empty when no window was measured.</summary>
    private static string EnginesOf(StoredRun run, string scenario) => string.Join(" and ", run.Trials
        .Where(trial => trial.Scenario == scenario && RoundTable.IsMeasured(trial))
        .Select(trial => $"{trial.Load!.Engine}, HTTP/{trial.Load.HttpVersion}, timestamps of the {trial.Load.Timestamps}")
        .Distinct().Order(StringComparer.Ordinal));

    private static string RequestsOf(PlannedScenario scenario) => scenario.Requests.Count > 0
        ? string.Join(", ", scenario.Requests.Select(r => $"{r.Method} {r.Path}{(scenario.Requests.Count > 1 ? $" × {Text(r.Weight)}" : string.Empty)}"))
        : $"{scenario.Method} {scenario.Path}";

    private static string? DataOf(PlannedScenario scenario) => scenario.Data is { } data
        ? $"{CountText.Of(data.Rows, "row")} {data.Order}, SHA-256 {data.Sha256[..Math.Min(12, data.Sha256.Length)]}"
        : null;

    private static string SuccessOf(PlannedScenario scenario) => string.Join(" and ", scenario.Checks.Prepend(scenario.Expect));

    private static string LimitsOf(PlanRecord plan) => plan.Limits.Count == 0 ? "the defaults"
        : string.Join(", ", plan.Limits.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Id} warn {Shown(l.Warn)} invalid {Shown(l.Invalid)}")));

    private static string Shown(double? limit) => limit?.ToString("0.####", CultureInfo.InvariantCulture) ?? "default";

    private static string? LinesOf(string[]? mine, string[]? theirs) => mine is null ? null
        : theirs is null ? CountText.Of(mine.Length, "line")
        : $"{CountText.Of(mine.Length, "line")}, {CountText.Of(Only(mine, theirs))} of them only there";

    private static int Only(string[] mine, string[] theirs)
    {
        var left = theirs.GroupBy(line => line).ToDictionary(line => line.Key, line => line.Count());
        return mine.Count(line => !(left.TryGetValue(line, out var count) && count > 0 && (left[line] = count - 1) >= 0));
    }

    private static string Seconds(double? seconds) => seconds is not { } known ? "auto" : known == 0 ? "0 s" : DurationText.Short((long)Math.Round(known * 1e9));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
