using Prony.Measurement.Runs;

namespace Prony.Experiments.Tests.Schemas;

/// <summary>A list of runs, with everything known and with nothing.</summary>
internal static class SampleRuns
{
    public static RunListRecord List { get; } = new()
    {
        Folder = "/srv/runs",
        Runs =
        [
            new RunListEntry
            {
                Name = "20261121T101500Z-x",
                Kind = RunKindName.Run,
                State = RunStateName.Whole,
                CreatedUtc = new DateTimeOffset(2026, 11, 21, 10, 15, 0, TimeSpan.Zero),
                Experiment = "x",
                Question = "why?",
                Candidates = ["a", "b"],
                Rounds = 6,
                PlannedRounds = 6,
                Verdict = VerdictName.Better,
                Answer = "b better than a",
            },
            new RunListEntry { Name = "20261121T101501Z-x", Kind = RunKindName.Tune, State = RunStateName.Killed, Experiment = "x" },
        ],
        Unreadable = [new UnreadableRun("20261121T101502Z-x", "plan.json: damaged")],
    };
}
