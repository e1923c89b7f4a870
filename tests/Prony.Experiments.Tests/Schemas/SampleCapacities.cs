using Prony.Measurement.Runs;

namespace Prony.Experiments.Tests.Schemas;

/// <summary>Records of capacities and of tuned settings with something in every list.</summary>
internal static class SampleCapacities
{
    internal static CapacityRecord Capacity { get; } = new()
    {
        Experiment = "demo",
        Scenario = "work",
        Settings = new CapacitySettings("rate", ["failures <= 0.1%"], 100, 1e7, 0.05, 10, 30, 0.5, 30, 40, 8, 600),
        Baseline = "a",
        Margin = 0.05,
        Rounds = 1,
        Preview = true,
        Candidates =
        [
            new CapacityCandidate
            {
                Name = "a",
                Sentence = "a keeps it.",
                Searches =
                [
                    new CapacitySearchRecord { Round = 1, End = SearchEndName.CutOff, Trials = [new CapacityTrialRecord("r01a1.a.work", 100, 10, "void", "generator", "late", null, null, null)] },
                ],
            },
        ],
        Skipped = [new SkippedRecord("b", "not installed", "install it")],
        Notes = ["a note"],
    };

    internal static TuneRecord Tune { get; } = new()
    {
        Experiment = "demo",
        Candidate = "a",
        Scenario = "work",
        Load = new PointRecord(10, null),
        Metric = Metrics.Throughput,
        Margin = 0.05,
        Stages = [new TuneStage("run", 6, [new TunedSetting("workers-1", 5, 1, null, null, "best", null)])],
        Best = ["workers-1"],
        Sentences = ["workers-1 stands alone."],
    };
}
