using System.CommandLine;
using Prony.Measurement.Runs;
using Shouldly;

namespace Prony.Cli.Tests.Verbs;

/// <summary>A folder with runs in it, and the verbs that read them, called as the program calls them.</summary>
internal sealed class RunVerbs : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("prony-runs").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string PathOf(string name) => Path.Combine(Folder, name);

    public static int Invoke(params string[] words)
    {
        var parsed = Program.CreateRoot().Parse(words);
        parsed.Errors.ShouldBeEmpty();
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    public static string Wrong(params string[] words) => Should.Throw<UsageException>(() => Invoke(words)).Message;

    /// <summary>A run of two candidates that was killed before its first trial.</summary>
    public RunDirectory Write(string name)
    {
        var run = new RunDirectory(PathOf(name));
        RunWriter.WritePlan(run, new PlanRecord
        {
            Run = name,
            CreatedUtc = new DateTimeOffset(2026, 11, 21, 10, 15, 0, TimeSpan.Zero),
            Experiment = "tea",
            Baseline = "black",
            Primary = Metrics.Throughput,
            Margin = 0.05,
            Rounds = 1,
            Seed = 1,
            Phases = new PhaseLengths(0, 1, null, 0, 0),
            Candidates = [.. new[] { "black", "green" }.Select(candidate => new PlannedCandidate(candidate, CandidateKind.Stack, "pot", new Dictionary<string, string>(), ["web"]))],
            Scenarios = [new PlannedScenario("cup", "GET", "/", "200", 30, [new PointRecord(2, null)], [])],
            Order = [["black", "green"]],
            RoundSeeds = [1],
            Machine = new MachineRecord("os", "kernel", "cpu", 2, 1L << 30, "runtime", "v2", "tsc", "unknown"),
        });
        return run;
    }

    public RunDirectory WriteCapacity(string name, bool whole = true)
    {
        var run = Write(name);
        RunWriter.WritePlan(run, RunReader.ReadPlan(run) with { Primary = Metrics.Capacity });
        RunWriter.WriteCapacity(run, new CapacityRecord
        {
            Experiment = "tea",
            Scenario = "cup",
            Settings = new CapacitySettings("rate", ["failures <= 1%"], 100, 1e7, 0.05, 10, 30, 0.5, 30, 40, 8, 600),
            Baseline = "black",
            Margin = 0.05,
            Rounds = 1,
            Whole = whole,
            Candidates = [],
        });
        return run;
    }

    public RunDirectory WriteTune(string name, bool answered)
    {
        var tune = new RunDirectory(PathOf(name));
        Write(Path.Combine(name, "20261121T101500Z-tea"));
        if (answered)
        {
            RunWriter.WriteTune(tune.Path, new TuneRecord
            {
                Experiment = "tea",
                Candidate = "black",
                Scenario = "cup",
                Load = new PointRecord(2, null),
                Metric = Metrics.Throughput,
                Margin = 0.05,
                Stages = [new TuneStage("20261121T101500Z-tea", 6, [new TunedSetting("leaves-2", 10, 1, null, null, "best", null)])],
                Winner = "leaves-2",
                Best = ["leaves-2"],
                Sentences = ["leaves-2 is best."],
            });
        }

        return tune;
    }
}
