using System.Globalization;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Running;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.SelfTests;

/// <summary>Experiments on reference servers that are programs of their own, run on the same way as any experiment, in a folder that is removed afterwards.</summary>
internal sealed class SelfTestBench(SelfTestSettings settings, TimeProvider time)
{
    /// <summary>The seed of every plan of the self-test.</summary>
    internal const ulong Seed = 1;

    /// <summary>With more repeated rounds V27 forbids the verdict, so that going on would take minutes for nothing.</summary>
    private const double MostRepeatedShare = 0.30;

    /// <summary>An experiment on servers with these habits.</summary>
    /// <param name="name">Of the experiment.</param>
    /// <param name="candidates">By name; the words are those of <see cref="SelfTestServer"/>. The first is the baseline.</param>
    /// <param name="scenarios">What is asked.</param>
    internal ExperimentDefinition Define(string name, IReadOnlyList<(string Name, string[] Words)> candidates, params ScenarioDefinition[] scenarios) => new()
    {
        Name = name,
        Baseline = candidates[0].Name,
        Primary = Metrics.Throughput,
        Rounds = 6,
        Seed = Seed,
        Phases = new PhaseLengths(WarmupS: 0.3, MeasureS: 1, DrainS: 0.5, PauseS: 0.05, IdleS: 0.1),
        Candidates = [.. candidates.Select(candidate => new CandidateEntry(candidate.Name, CandidateKind.Run, Server(candidate.Name, candidate.Words), null, null, Optional: false))],
        Scenarios = scenarios,
    };

    /// <summary>GET / at one load.</summary>
    internal static ScenarioDefinition Scenario(string name, PointRecord point) => new(
        name, [new RequestDefinition("GET", "/", [], ReadOnlyMemory<byte>.Empty)], StatusSet.Default, TimeSpan.FromSeconds(2), [point]);

    /// <summary>Runs it.</summary>
    /// <param name="definition">From <see cref="Define"/>.</param>
    /// <param name="once">A round with an invalid window is not repeated: the invalid window is what is wanted.</param>
    internal async Task<BenchResult> RunAsync(ExperimentDefinition definition, bool once)
    {
        var folder = Directory.CreateTempSubdirectory("prony-selftest-").FullName;
        using var collector = new Collector(once ? 0 : (int)(MostRepeatedShare * definition.Rounds), settings.Stop.EndWindow);
        try
        {
            var stop = new RunStop(collector.EndWindow, settings.Stop.StopNow);
            var outcome = await new ExperimentRunner(definition, new RunSettings(folder, settings.CacheFolder, Preview: false), collector, time).RunAsync(stop);
            settings.Stop.EndWindow.ThrowIfCancellationRequested();
            return collector.GaveUp is { } reason && !once
                ? new BenchResult(null, collector.Trials, $"More than {ShareText.Format(MostRepeatedShare)} of the rounds had to be repeated, the last because of this: {reason}")
                : new BenchResult(outcome.Verdict, collector.Trials, outcome.Problem is { Kind: not RunProblemKind.Interrupted } problem ? problem.Message : null);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private CandidateDefinition Server(string name, string[] words)
    {
        var command = CommandStack.Of(name, [.. settings.Program, SelfTestServer.Verb, "port={port}", .. words], AppContext.BaseDirectory);
        var service = command.Stack.Services[0] with { Settled = new SettledDefinition(false), Env = [new("DOTNET_ROOT", RuntimeFolder())] };
        return command with { Stack = command.Stack with { Services = [service] } };
    }

    /// <summary>A candidate gets a clean environment, and a program of .NET must find its runtime where this one found it: FOLDER/shared/NAME/VERSION.</summary>
    private static string RuntimeFolder() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    private sealed class Collector(int mostRepeated, CancellationToken endWindow) : IRunObserver, IDisposable
    {
        private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(endWindow);
        private readonly HashSet<int> _repeated = [];

        public CancellationToken EndWindow => _end.Token;

        /// <summary>Why the last of too many rounds had to be repeated; null when they were not too many.</summary>
        public string? GaveUp { get; private set; }

        public List<TrialRecord> Trials { get; } = [];

        public void Preparing(string text)
        {
        }

        public void Planned(PlanRecord plan, string folder, TimeSpan expected)
        {
        }

        public void Resumed(PlanRecord plan, int round, IReadOnlyList<TrialRecord> kept, IReadOnlyList<string> setAside)
        {
        }

        public void PhaseStarted(TrialName trial, string phase, TimeSpan expected)
        {
        }

        public void SliceCompleted(TrialName trial, SliceRecord slice, double? cores)
        {
        }

        public void TrialEnded(TrialRecord trial) => Trials.Add(trial);

        public void RoundRepeated(int round, string reason)
        {
            _repeated.Add(round);
            if (_repeated.Count > mostRepeated)
            {
                GaveUp = reason;
                _end.Cancel();
            }
        }

        public void Dispose() => _end.Dispose();
    }
}

/// <summary>What came of an experiment of the self-test.</summary>
/// <param name="Verdict">Null when not one trial was begun.</param>
/// <param name="Trials">All trials in the order of their ends.</param>
/// <param name="Problem">Why it could not be done as planned; null when it was.</param>
internal sealed record BenchResult(VerdictRecord? Verdict, IReadOnlyList<TrialRecord> Trials, string? Problem)
{
    /// <summary>What the gates of all trials and of the verdict say against the machine; null when it was quiet.</summary>
    internal string? Excuse => Judgement.ExcuseOf(Trials.SelectMany(trial => trial.Gates).Concat(Verdict?.Gates ?? []));

    /// <summary>A word of a candidate's command line.</summary>
    internal static string Word(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value}");
}
