using Prony.Experiments.Definitions;
using Prony.Experiments.Planning;
using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Histograms;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary><c>prony load --out DIR</c>: a run directory with one trial, so that a single load can be looked at like any other.</summary>
internal sealed class LoadRecording : IDisposable
{
    private const string LoadName = "load";

    private readonly TrialWriter _writer;
    private readonly PointRecord _point;

    private LoadRecording(TrialWriter writer, PointRecord point)
    {
        _writer = writer;
        _point = point;
    }

    /// <returns>Null when nothing is to be kept.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static LoadRecording? Begin(string? folder, LoadPlan plan, ScenarioData? data, SecretMask secrets, TimeProvider time)
    {
        if (folder is null)
        {
            return null;
        }

        var run = RunDirectory.Create(folder, RunDirectory.NameFor(time.GetUtcNow(), LoadName));
        var point = PointOf(plan.Model);
        RunWriter.WritePlan(run, PlanOf(plan, data, secrets, run, point, time));
        var writer = new TrialWriter(run.Trial(1, 1, LoadName, LoadName, null));
        writer.BeginLoad(time.GetUtcNow());
        return new LoadRecording(writer, point);
    }

    public void Write(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times) => _writer.WriteSlice(slice, times);

    public void Complete(LoadResult result)
    {
        _writer.WriteWindow(result.Response, result.Service);
        _writer.Complete(new TrialRecord
        {
            Round = 1,
            Candidate = LoadName,
            Scenario = LoadName,
            Point = _point,
            State = result.Ended == LoadEnd.Completed ? TrialState.Completed : TrialState.Interrupted,
            Load = result.Record,
            Gates = result.Record.Gates,
            Doubts = result.Record.Doubts,
        });
    }

    public void Dispose() => _writer.Dispose();

    private static PointRecord PointOf(LoadModel model) => model switch
    {
        ClosedModel closed => new PointRecord(closed.Users, null)
        {
            ThinkS = Seconds(closed.Think),
            PaceS = Seconds(closed.Pace),
            RampS = Seconds(closed.Ramp),
            Stages = LoadShape.ToRecords(closed),
        },
        OpenModel open => new PointRecord(null, open.RatePerS, open.Arrivals == ArrivalKind.Uniform ? ArrivalsName.Uniform : ArrivalsName.Poisson)
        {
            Stages = LoadShape.ToRecords(open),
        },
        _ => throw new InvalidOperationException("Unknown load model."),
    };

    private static double? Seconds(TimeSpan length) => length > TimeSpan.Zero ? length.TotalSeconds : null;

    private static PlanRecord PlanOf(LoadPlan plan, ScenarioData? data, SecretMask secrets, RunDirectory run, PointRecord point, TimeProvider time) => new()
    {
        Run = run.Name,
        CreatedUtc = time.GetUtcNow(),
        Experiment = LoadName,
        Baseline = LoadName,
        Primary = Metrics.Throughput,
        Margin = 0.05,
        Rounds = 1,
        Seed = plan.Seed,
        Preview = true,
        Phases = new PhaseLengths(plan.ShortestWarmup is null ? plan.Warmup.TotalSeconds : null, plan.Measure.TotalSeconds, plan.Drain?.TotalSeconds, 0, 0),
        Candidates = [new PlannedCandidate(LoadName, CandidateKind.Url, plan.Target.Url, new Dictionary<string, string>(), [])],
        Scenarios =
        [
            new PlannedScenario(
                LoadName, plan.Requests[0].Method, secrets.Mask(plan.Requests[0].PathAndQuery), plan.ExpectStatus.Text, plan.Timeout.TotalSeconds, [point], [])
            {
                Engine = EngineChoice.For(plan) == LoadEngine.Raw ? EngineName.Raw : EngineName.Portable,
                Requests = Planner.Describe(plan.Requests, secrets),
                Data = Planner.Describe(data, secrets),
                Checks = [.. plan.Checks.All.Select(check => plan.Secrets.Mask(check.Text))],
                CheckEvery = plan.Checks.Every,
                HeadLimitBytes = plan.HeadLimit,
            },
        ],
        Order = [[LoadName]],
        RoundSeeds = [plan.Seed],
        Machine = MachineFingerprint.Read(),
    };
}
