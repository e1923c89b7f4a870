using Prony.Measurement.Runs;

namespace Prony.Reporting.Tests;

/// <summary>Answers of searches, made by hand.</summary>
internal static class Samples
{
    /// <summary>One candidate, one search: a good trial, a bad one and one that does not count.</summary>
    public static CapacityRecord Capacity { get; } = new()
    {
        Experiment = "sync-vs-async",
        Scenario = "work",
        Settings = new CapacitySettings("rate", ["response.p99 <= 100ms"], 100, 1e7, 0.02, 10, 30, 0.5, 30, 40, 8, 600),
        Baseline = "a",
        Margin = 0.05,
        Rounds = 1,
        Candidates =
        [
            new CapacityCandidate
            {
                Name = "a",
                Value = 813.1,
                Sentence = "a keeps response.p99 <= 100ms up to between 808.7 and 817.5 requests/s.",
                Searches =
                [
                    new CapacitySearchRecord
                    {
                        Round = 1,
                        Lower = 808.711,
                        Upper = 817.518,
                        Middle = 813.1,
                        Width = 0.0109,
                        End = SearchEndName.Narrow,
                        Trials =
                        [
                            new CapacityTrialRecord("r01a1.a.work", 100, 10, "good", null, null, 100, 0, 4e6),
                            new CapacityTrialRecord("r01a2.a.work", 817.518, 10, "bad", "objective", "It was 132 ms.", 810, 0, 132e6),
                            new CapacityTrialRecord("r01a3.a.work", 817.518, 10, "void", "generator", "The generator thread was busy.", null, null, null),
                        ],
                    },
                ],
            },
        ],
    };

    /// <summary>Two settings that cannot be told apart.</summary>
    public static TuneRecord Tune { get; } = new()
    {
        Experiment = "sync-vs-async",
        Candidate = "sync",
        Scenario = "work",
        Load = new PointRecord(100, null),
        Metric = Metrics.Throughput,
        Margin = 0.05,
        Stages = [new TuneStage("20261121T101500Z-sync-vs-async", 6, [new TunedSetting("workers-4", 1000, 1, null, null, "best", null), new TunedSetting("workers-5", 990, 0.99, 0.97, 1.01, "equivalent", null)])],
        Best = ["workers-4", "workers-5"],
        Sentences = ["workers-4 and workers-5 cannot be told apart in throughput."],
    };
}
