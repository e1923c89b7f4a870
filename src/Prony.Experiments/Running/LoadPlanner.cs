using System.Net;
using System.Net.Sockets;
using Prony.Experiments.Planning;
using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>Makes the load of one trial: which address is asked for what, in which model, how long.</summary>
/// <remarks>Names are resolved each time, since one may stand for another address by then.</remarks>
internal sealed class LoadPlanner(RunContext run, string candidate, int round)
{
    /// <summary>The load of a trial.</summary>
    /// <param name="trial">Its scenario and point.</param>
    /// <param name="front">Where the candidate is asked.</param>
    /// <exception cref="IOException">The name of a running candidate's host or of a proxy, which could be resolved before, no longer can, or the address may not be loaded.</exception>
    public LoadPlan Plan(TrialName trial, Uri front)
    {
        var scenario = run.Definition.Scenarios.Single(s => s.Name == trial.Scenario);
        var lengths = run.LengthsOf(trial);
        var arrivals = RoundPlan.ArrivalSeed(run.Plan, round, trial.Scenario, trial.Point);
        var plan = new LoadPlan
        {
            Target = Resolve(front, scenario.Requests.Count == 1 ? scenario.Requests[0].PathAndQuery : "/"),
            Requests = scenario.Requests,
            Data = scenario.Data?.Rows,
            Model = ModelOf(trial.Point),
            Measure = TimeSpan.FromSeconds(trial.Point.ExpectedWindowS(lengths.MeasureS)),
            RequestLimit = trial.Point.Requests,
            Drain = lengths.DrainS is { } drain ? TimeSpan.FromSeconds(drain) : null,
            Timeout = scenario.Timeout,
            ExpectStatus = scenario.Expect,
            Checks = scenario.Checks,
            Secrets = run.Secrets,
            HeadLimit = scenario.HeadLimit,
            Seed = run.OwnArrivals ? SeedMix.Of(arrivals, "trial", trial.Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture)) : arrivals,
            Threads = run.Plan.Placement is { } own
                ? GeneratorDefaults.Threads(own.Generator.Count, sharedWithServer: false)
                : GeneratorDefaults.Threads(run.Plan.Machine.Cpus, sharedWithServer: true),
            Cpus = run.Plan.Placement?.Generator,
        };
        var proxy = scenario.Way.Proxy is { } proxyUrl ? new LoadProxy(proxyUrl, Resolve(proxyUrl, "").EndPoint) : null;
        plan = AutoWarmup.Apply(plan, lengths.WarmupS);
        return scenario.Way.ApplyTo(plan, scenario.Way.EngineFor(run.Definition.Candidates, scenario.Requests), proxy);
    }

    private LoadTarget Resolve(Uri url, string path)
    {
        try
        {
            var target = TargetAddress.Resolve(url, run.Secrets.Mask(url.GetLeftPart(UriPartial.Authority) + path));
            return target.EndPoint is not IPEndPoint { Address: var address } || run.Settings.MayLoad(url.Host, address)
                ? target
                : throw new IOException($"{candidate}: {url.Host} ({address}) is neither this machine nor a private network, so it is not loaded. If you may load it, add --yes, or name the host in PRONY_TARGETS.");
        }
        catch (SocketException failure)
        {
            throw new IOException($"{candidate}: the name {url.Host} can no longer be resolved ({failure.Message}).", failure);
        }
    }

    private static LoadModel ModelOf(PointRecord point) => point switch
    {
        { Users: { } users } => new ClosedModel(users, TimeSpan.FromSeconds(point.RampS ?? 0))
        {
            Think = TimeSpan.FromSeconds(point.ThinkS ?? 0),
            Pace = TimeSpan.FromSeconds(point.PaceS ?? 0),
            Stages = LoadShape.Users(point.Stages),
        },
        { RatePerS: { } rate } => new OpenModel(
            rate,
            point.Arrivals == ArrivalsName.Uniform ? ArrivalKind.Uniform : ArrivalKind.Poisson,
            GeneratorDefaults.ConnectionLimit())
        {
            Stages = LoadShape.Rates(point.Stages),
        },
        _ => throw new InvalidOperationException("A point states neither users nor a rate."),
    };
}
