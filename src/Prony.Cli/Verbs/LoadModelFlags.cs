using System.CommandLine;
using Prony.Experiments.Files;
using Prony.Experiments.Running;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary>From the flags of <c>prony load</c> that say how much is asked to a model of load.</summary>
internal static class LoadModelFlags
{
    /// <summary>The model, and the length of its window when the model itself says it.</summary>
    /// <exception cref="UsageException">The flags contradict each other.</exception>
    public static (LoadModel Model, TimeSpan? Length) Read(LoadOptions options, ParseResult parsed)
    {
        var stages = parsed.GetValue(options.Stage)!;
        if (stages.Length > 0)
        {
            return (ReadStages(stages, options, parsed), TimeSpan.FromSeconds(stages.Sum(s => s.ForS)));
        }

        var users = parsed.GetValue(options.Users);
        if (parsed.GetValue(options.Rate) is not { } rate)
        {
            return (Closed((int)(users ?? CommandLineExperiment.DefaultUsers), options, parsed), null);
        }

        if (users is not null)
        {
            throw new UsageException("--users and --rate exclude each other: with a rate, requests come when they are due, whoever sends them. To limit connections, use --connections.");
        }

        return (Open(rate, options, parsed), null);
    }

    private static LoadModel ReadStages(StageRecord[] stages, LoadOptions options, ParseResult parsed)
    {
        Exclude(parsed.GetValue(options.Users) is not null, "--users", "a stage says how many users there are. Leave --users out");
        Exclude(parsed.GetValue(options.Rate) is not null, "--rate", "a stage says its rate. Leave --rate out");
        Exclude(parsed.GetValue(options.Duration) is not null, "--duration", "the window is as long as the stages are together. Leave --duration out");
        Exclude(parsed.GetValue(options.Requests) is not null, "--requests", "stages have a length, which a count of requests cannot end. Leave --requests out");
        Exclude(parsed.GetValue(options.Spawn) is not null, "--spawn", "let the first stage rise instead, such as --stage 0..50:5s for 10 users a second");
        Exclude(parsed.GetValue(options.Ramp) is not null, "--ramp", "let the first stage rise instead, such as --stage 0..50:10s");
        var ofUsers = stages.Count(s => s.FromUsers is not null);
        if (ofUsers != 0 && ofUsers != stages.Length)
        {
            throw new UsageException("--stage: users and rates cannot be mixed in one load. Give every stage users (50:10s) or every stage a rate (100/s:10s).");
        }

        if (ofUsers == 0)
        {
            var mean = stages.Sum(s => (s.FromPerS!.Value + s.ToPerS!.Value) / 2 * s.ForS) / stages.Sum(s => s.ForS);
            return Open(mean, options, parsed) with { Stages = LoadShape.Rates(stages) };
        }

        var most = stages.Max(s => Math.Max(s.FromUsers!.Value, s.ToUsers!.Value));
        return most > 0
            ? Closed(most, options, parsed) with { Stages = LoadShape.Users(stages) }
            : throw new UsageException("--stage: there is never a user. Let one of the stages have some.");
    }

    private static void Exclude(bool given, string flag, string why)
    {
        if (given)
        {
            throw new UsageException($"--stage and {flag} exclude each other: {why}.");
        }
    }

    private static ClosedModel Closed(int users, LoadOptions options, ParseResult parsed)
    {
        if (parsed.GetValue(options.Connections) is not null || parsed.GetValue(options.Arrivals) is not null)
        {
            throw new UsageException("--connections and --arrivals belong to the open model: add --rate, or use --users (each user has one connection).");
        }

        return new ClosedModel(users, Ramp(users, options, parsed))
        {
            Think = parsed.GetValue(options.Think) ?? TimeSpan.Zero,
            Pace = parsed.GetValue(options.Pace) ?? TimeSpan.Zero,
        };
    }

    private static TimeSpan Ramp(int users, LoadOptions options, ParseResult parsed)
    {
        var ramp = parsed.GetValue(options.Ramp);
        if (parsed.GetValue(options.Spawn) is not { } perS)
        {
            return ramp ?? TimeSpan.Zero;
        }

        const double longestS = 3600;
        return ramp is not null ? throw new UsageException("--ramp and --spawn exclude each other: both say when users begin. Leave one out.")
            : users / perS > longestS ? throw new UsageException("--spawn: the users would take more than an hour to begin. Let more of them begin per second.")
            : TimeSpan.FromSeconds(users / perS);
    }

    private static OpenModel Open(double ratePerS, LoadOptions options, ParseResult parsed)
    {
        if ((parsed.GetValue(options.Think) ?? parsed.GetValue(options.Pace) ?? parsed.GetValue(options.Ramp)) is not null || parsed.GetValue(options.Spawn) is not null)
        {
            throw new UsageException("--think, --pace, --ramp and --spawn belong to the closed model: with a rate, requests come when they are due. Use --users instead of --rate.");
        }

        var arrivals = parsed.GetValue(options.Arrivals) == ArrivalsName.Uniform ? ArrivalKind.Uniform : ArrivalKind.Poisson;
        return new OpenModel(ratePerS, arrivals, (int)(parsed.GetValue(options.Connections) ?? GeneratorDefaults.ConnectionLimit()));
    }
}
