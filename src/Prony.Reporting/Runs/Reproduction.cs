using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>What somebody needs to make the same run again, and to see whether their machine is the same.</summary>
internal static class Reproduction
{
    /// <summary>The name under which a plan keeps commands that stood on the command line, one a line.</summary>
    private const string CommandLineText = "command-line";

    public static List<Fact> Of(PlanRecord plan)
    {
        var machine = plan.Machine;
        var facts = new List<Fact>
        {
            new("Run", $"{plan.Run}, {plan.Tool.Name} {plan.Tool.Version}"),
            new("Plan", $"{Rounds(plan)}{(plan.Profiles.Count > 0 ? $", profile {string.Join(" and ", plan.Profiles)}" : "")}, seed {Figure.Plain(plan.Seed)}, margin {Figure.Share(plan.Margin)}"),
            new("Order", string.Join("; ", plan.Order.Select((round, i) => $"{Figure.Count(i + 1)}: {string.Join(", ", round)}"))),
            new("Phases", Phases(plan.Phases)),
            new("Candidates", string.Join("; ", plan.Candidates.Select(Candidate))),
            new("Requests", string.Join("; ", plan.Scenarios.Select(s => $"{s.Name}: {RequestsOf(s)}, success is {s.Expect}{Checks(s)}, timeout {Figure.Chosen(s.TimeoutS)}"))),
            new("Machine", $"{Figure.Count(machine.Cpus)} × {machine.Cpu}, {Figure.Bytes(machine.MemoryBytes)}, {machine.Os}, kernel {machine.Kernel}"),
            new("Runtime", $"{machine.Runtime}; cgroup {machine.Cgroup}, clock {machine.ClockSource}, governor {machine.Governor}"),
        };
        facts.InsertRange(6, AllowedWork.Facts(plan));
        if (plan.SharedServices.Count > 0)
        {
            facts.Insert(5, new Fact("Shared", string.Join(", ", plan.SharedServices) + " (started once, before the first round)"));
        }

        if (plan.Definitions.Count > 0)
        {
            facts.Insert(1, new Fact("Files", string.Join(", ", plan.Definitions.Keys) + " (kept in plan.json as they were)"));
        }

        return facts;
    }

    /// <summary>The command line that asks for the same, as far as the plan knows it.</summary>
    public static string Command(PlanRecord plan)
    {
        var asked = plan.Invocation;
        string[] words =
        [
            "prony run", .. Asked(plan),
            .. plan.Profiles.Select(profile => $"--profile {profile}"),
            .. asked is { Only.Count: > 0 } ? new[] { $"--only {string.Join(',', asked.Only)}" } : [],
            .. asked?.Rounds is { } rounds ? new[] { string.Create(CultureInfo.InvariantCulture, $"--rounds {rounds}") } : [],
            .. asked is { UntilDecided: true } ? new[] { "--until-decided" } : [],
            .. asked is { Quick: true } ? new[] { "--quick" } : [],
        ];
        return string.Join(' ', words);
    }

    /// <summary>The file, or the commands with what is asked of them.</summary>
    private static IEnumerable<string> Asked(PlanRecord plan)
    {
        var commands = plan.Definitions.GetValueOrDefault(CommandLineText);
        if (plan.Invocation?.File is { } file)
        {
            return [Word(Path.GetFileName(file))];
        }

        if (commands is null && plan.Definitions.Count > 0)
        {
            return [Word(plan.Definitions.Keys.First())];
        }

        // As they were typed; what the plan says of a candidate has lost its quotes.
        return [.. (commands?.Split('\n') ?? plan.Candidates.Select(candidate => candidate.Stack)).Select(Quoted), .. plan.Scenarios is [var only] ? Load(only) : []];
    }

    private static IEnumerable<string> Load(PlannedScenario scenario)
    {
        if (scenario.Points is [{ Stages: null } point])
        {
            yield return point.RatePerS is { } rate ? $"--rate {RateText.Exact(rate)}" : string.Create(CultureInfo.InvariantCulture, $"--users {point.Users}");
        }

        if (scenario.Path != "/")
        {
            yield return $"--path {Word(scenario.Path)}";
        }
    }

    private static string Word(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || "._-/=:,+%@".Contains(c, StringComparison.Ordinal)) ? word : Quoted(word);

    /// <summary>A word as a shell takes it.</summary>
    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>"10 rounds", or "at most 24 rounds, looks after 6 (alpha 0.005), 10 (0.01), 16 (0.02), 24 (0.03)".</summary>
    private static string Rounds(PlanRecord plan) => plan.Looks.Count == 0
        ? Figure.Count(plan.Rounds, "round")
        : $"at most {Figure.Count(plan.Rounds, "round")}, looks after {string.Join(", ", plan.Looks.Select((look, i) => $"{Figure.Count(look.Round)} ({(i == 0 ? "alpha " : "")}{Figure.Probability(look.Alpha)})"))}";

    /// <summary>"GET /items (weight 9 of 10), POST /items/{index} (weight 1 of 10), data users.csv (1,000 rows, random)".</summary>
    private static string RequestsOf(PlannedScenario scenario)
    {
        var sum = scenario.Requests.Sum(r => (long)r.Weight);
        var requests = scenario.Requests.Count > 1
            ? string.Join(", ", scenario.Requests.Select(r => $"{r.Method} {r.Path} (weight {Figure.Count(r.Weight)} of {Figure.Count(sum)})"))
            : $"{scenario.Method} {scenario.Path}";
        return scenario.Data is { } data ? $"{requests}, data {data.File} ({Figure.Count(data.Rows, "row")}, {data.Order})" : requests;
    }

    private static string Checks(PlannedScenario scenario) => scenario.Checks.Count == 0 ? ""
        : " and " + string.Join(" and ", scenario.Checks) + (scenario.CheckEvery > 1 ? $" (one in {Figure.Count(scenario.CheckEvery)})" : "");

    private static string Phases(PhaseLengths p) =>
        $"idle {Figure.Chosen(p.IdleS)}, warm-up {(p.WarmupS is { } warmup ? Figure.Chosen(warmup) : "auto")}, window {Figure.Chosen(p.MeasureS)}, "
        + $"drain {(p.DrainS is { } drain ? Figure.Chosen(drain) : "auto")}, pause {Figure.Chosen(p.PauseS)}";

    private static string Candidate(PlannedCandidate candidate)
    {
        var with = candidate.With.Count == 0 ? "" : $" ({string.Join(", ", candidate.With.Select(w => $"{w.Key}: {w.Value}"))})";
        return $"{candidate.Name}: {candidate.Stack}{with}";
    }
}
