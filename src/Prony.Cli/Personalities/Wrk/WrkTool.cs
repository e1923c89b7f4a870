using System.Globalization;
using Prony.Cli.Verbs;
using Prony.Measurement.Requests;
using Prony.Measurement.Runs;
using Prony.Reporting.Personalities;
using Prony.Reporting.Personalities.Wrk;

namespace Prony.Cli.Personalities.Wrk;

/// <summary>wrk, and wrk2, which is wrk with a rate and latencies from the due instant.</summary>
/// <param name="rated">It is wrk2.</param>
internal sealed class WrkTool(bool rated) : IPersonality
{
    /// <summary>Exit code of both for everything that goes wrong before the load.</summary>
    private const int Failed = 1;

    /// <summary>How often wrk looks at the rate of a thread, nanoseconds; wrk2 takes twice the 90th percentile, at least a tenth of it.</summary>
    private const long RateIntervalNs = 100_000_000;
    private const int FirstStatusError = 400;
    private const double NsPerMs = 1e6;

    public string Name => rated ? "wrk2" : "wrk";

    public string Original => rated ? "wrk2 (giltene/wrk2, wrk 4.0.0)" : "wrk 4.2.0";

    public IReadOnlyList<ToolFlag> Flags => rated ? WrkFlags.Wrk2 : WrkFlags.Wrk;

    public int Run(IReadOnlyList<string> arguments)
    {
        var own = OwnFlags.Take(arguments, Flags);
        var (options, problem) = WrkOptions.Read(own.Rest, rated);
        if (options.Version)
        {
            Console.Out.Write($"wrk {(rated ? "4.0.0" : "4.2.0")} [epoll] as read by prony {ToolRecord.Current.Version}\n");
        }

        if (problem is not null)
        {
            Console.Error.Write(problem.Length == 0 ? "" : problem + "\n");
            Console.Out.Write(rated ? WrkFlags.Wrk2Usage : WrkFlags.WrkUsage);
            if (WrkFlags.OfTheOther(problem) is { } hint)
            {
                Console.Error.WriteLine("prony: " + hint);
            }

            return Failed;
        }

        try
        {
            return Run(options, own);
        }
        catch (UsageException wrong)
        {
            Console.Error.WriteLine("prony: " + wrong.Message);
            return Failed;
        }
    }

    private int Run(WrkOptions options, OwnFlags own)
    {
        var plan = WrkPlan.Of(options);
        JudgedLoad.Permit(plan, own.Yes);
        if (WrkPlan.FindProblem(plan.Target) is { } why)
        {
            var url = new Uri(options.Url);
            Console.Error.Write($"unable to connect to {url.Host}:{(url.IsDefaultPort ? url.Scheme : url.Port.ToString(CultureInfo.InvariantCulture))} {why}\n");
            return Failed;
        }

        ToolOutput.Write(WrkReport.Header(options.DurationS, options.Url, options.Threads, options.Connections));
        var tally = new ToolTally(options.DurationS * 1_000_000_000, Wrk2Faults.CalibrationNs(options.Threads, options.Connections));
        var result = ToolLoad.Run(plan, yes: true, new TallyObserver(tally));   // permitted above, before the first connection
        if (result.Record is not { } load)
        {
            return result.Signal ?? ExitCodes.Interrupted;
        }

        var figures = FiguresOf(options, load, tally);
        ToolOutput.Write(WrkReport.Summary(figures));
        if (own.Truth)
        {
            TruthOutput.Write(TruthBlock.Lines(Name, load, FaultsOf(options, load, tally, figures), rated ? tally.Response : tally.Service, tally.Response));
        }

        return ExitCodes.Done;   // wrk ends so after Ctrl-C too, and whatever the answers were
    }

    private IReadOnlyList<ToolFault> FaultsOf(WrkOptions options, LoadRecord load, ToolTally tally, WrkFigures figures) =>
    [
        .. rated
            ? Wrk2Faults.Find(load, tally, figures.Timeouts, options.TimeoutS)
            : WrkFaults.Find(load, tally, figures, options.Threads, options.Connections, options.TimeoutS),
        .. DroppedRows.In(load),
    ];

    private WrkFigures FiguresOf(WrkOptions options, LoadRecord load, ToolTally tally)
    {
        var times = rated ? tally.Response : tally.Service;
        var intervalNs = rated ? Math.Max(2 * times.At(90), RateIntervalNs / 10) : RateIntervalNs;

        // A thread of ours is one of theirs only where there are as many.
        int? shares = tally.Clock.Threads.Count() == options.Threads ? null : (int)Math.Min(options.Threads, int.MaxValue);
        return new WrkFigures
        {
            Latency = WrkStats.Of(times),
            RequestRate = WrkStats.Of(tally.Clock.Rates((long)(load.Window.DurationS * 1e9), intervalNs, shares)),
            ShowPercentiles = options.Latency && !rated,
            Requests = tally.Answered,
            RuntimeS = load.Window.DurationS,
            Bytes = tally.BytesReceived,
            ConnectErrors = tally.Of(RequestEnd.Refused) + tally.Of(RequestEnd.Tls) + tally.Of(RequestEnd.Dns),
            ReadErrors = tally.Of(RequestEnd.Reset) + tally.Of(RequestEnd.Closed) + tally.Of(RequestEnd.Protocol),
            Timeouts = tally.Service.Weighted().Where(w => w.Ns > options.TimeoutS * 1e9).Sum(w => w.Count),
            StatusErrors = tally.Statuses.Where(status => status.Key >= FirstStatusError).Sum(status => status.Value),
            Calibrations = rated ? CalibrationsOf(options, tally, intervalNs) : [],
            Recorded = rated && options.Latency ? PercentileSpectrum.InMicroseconds(tally.Response) : null,
            Uncorrected = rated && options.Uncorrected ? PercentileSpectrum.InMicroseconds(tally.Service) : null,
        };
    }

    /// <summary>What wrk2 says after its first ten seconds; nothing of a run that was shorter.</summary>
    private static List<WrkCalibration> CalibrationsOf(WrkOptions options, ToolTally tally, long intervalNs)
    {
        var (all, settled) = (tally.Response, tally.Settled);
        if (settled.Count == 0 || settled.Count == all.Count)
        {
            return [];
        }

        var meanNs = ((all.MeanNs * all.Count) - (settled.MeanNs * settled.Count)) / (all.Count - settled.Count);
        return [.. Enumerable.Repeat(new WrkCalibration(meanNs / 1000, (long)(intervalNs / NsPerMs)), (int)Math.Min(options.Threads, 1024))];
    }
}
