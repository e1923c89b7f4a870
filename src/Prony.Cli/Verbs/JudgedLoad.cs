using Prony.Experiments.Gates;
using Prony.Experiments.Running;
using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Histograms;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary>One load from permission to gates: what <c>prony load</c> and the other tools' command lines share.</summary>
internal static class JudgedLoad
{
    /// <summary>Makes sure that the load may go where it is meant to, and that this process may open as many connections.</summary>
    /// <exception cref="UsageException">Nobody permitted the address.</exception>
    /// <exception cref="IOException">Too few files may be open.</exception>
    public static void Permit(LoadPlan plan, bool yes)
    {
        TargetPermission.Demand(plan.Target, yes);
        TargetPermission.Demand(plan.Proxy, yes);
        var connections = plan.Model switch { ClosedModel closed => closed.Users, OpenModel open => open.ConnectionLimit, _ => 0 };
        if (DescriptorLimit.FindProblem(connections) is { } tooMany)
        {
            throw new IOException(tooMany);
        }
    }

    /// <summary>Runs it; the first Ctrl-C ends the window.</summary>
    /// <returns>What was measured, with its gates; null when it was stopped at once.</returns>
    /// <exception cref="UsageException">The plan was refused before anything was sent.</exception>
    public static LoadResult? Run(LoadPlan plan, LoadWatch watch, RunStop stop)
    {
        try
        {
            var result = LoadRunner.Run(plan, watch, stop.EndWindow, stop.StopNow);
            return result with { Record = Judge(SampleFigures.AddTo(result) with { Warmup = watch.Warmup.Found }, result.Response, plan, watch) };
        }
        catch (ArgumentException impossible)
        {
            throw new UsageException(impossible.Message);
        }
        catch (OperationCanceledException) when (stop.StopNow.IsCancellationRequested)
        {
            return null;
        }
    }

    private static LoadRecord Judge(LoadRecord load, Histogram response, LoadPlan plan, LoadWatch watch)
    {
        watch.Around.LoadEnded();
        var (gates, doubts) = GateKeeper.Judge(new TrialFacts(load, Affinity.UsableCpus(), TargetAddress.IsThisMachine(plan.Target), watch.MachineCpuS, Quick: false)
        {
            SingleLoad = true,
            Response = response,
            Seconds = watch.Seconds.Whole(load.Window.DurationS),
            Surroundings = watch.Around.Found,
            LoadIsConstant = WindowSeconds.IsConstant(plan),
        });
        return watch.JudgePauses() is { } pause
            ? load with { Gates = [.. gates, pause.Gate], Doubts = [pause.Doubt, .. doubts] }
            : load with { Gates = gates, Doubts = doubts };
    }
}
