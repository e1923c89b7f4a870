using System.Globalization;
using System.Net;
using Prony.Load.Coordination;
using Prony.Load.Plans;

namespace Prony.Load;

/// <summary>Makes load, with the engine that the plan needs.</summary>
public static class LoadRunner
{
    /// <summary>Highest rate of the open model that a plan may ask for, requests per second.</summary>
    public const double HighestRatePerS = 10_000_000;

    /// <summary>Runs a load to its end and says what it measured.</summary>
    /// <remarks>
    /// Blocks the calling thread, which becomes the coordinating thread: all calls of <paramref name="observer"/> come from it.
    /// Nothing is sent before it is called and no socket is open after it returned or threw. Several loads may run at once on different threads.
    /// </remarks>
    /// <param name="plan">What to do.</param>
    /// <param name="observer">Told of phases and seconds; an exception that it throws ends the load. Null for none.</param>
    /// <param name="endWindow">Ends the window early: what is under way is drained and what was measured is returned (the first Ctrl-C).</param>
    /// <param name="stopNow">Stops at once (the second Ctrl-C).</param>
    /// <exception cref="ArgumentException">The plan cannot be carried out; the message says what to change.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stopNow"/> was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The engine failed; no result.</exception>
    public static LoadResult Run(LoadPlan plan, ILoadObserver? observer, CancellationToken endWindow, CancellationToken stopNow)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Check(plan);
        var engine = EngineChoice.For(plan);
        Require(plan.RowLimit == 0 || observer is not null, "Rows need an observer that takes them.");
        Require(plan.ShortestWarmup is null || observer is not null, "An automatic warm-up needs an observer that ends it.");
        stopNow.ThrowIfCancellationRequested();
        using var run = new LoadRun(plan, engine, observer, endWindow, stopNow);
        return run.Execute();
    }

    private static void Check(LoadPlan plan)
    {
        Require(plan.Requests.Count >= 1, "A load needs at least 1 request to send.");
        Require(plan.Requests.All(r => r.Weight is >= 1 and <= RequestDefinition.MostWeight), string.Create(CultureInfo.InvariantCulture, $"The weight of a request is 1 to {RequestDefinition.MostWeight:N0}."));
        Require(plan.Threads >= 1, $"A load needs at least 1 thread, not {plan.Threads}.");
        Require(plan.Warmup >= TimeSpan.Zero, "The warm-up cannot be negative.");
        Require(plan.ShortestWarmup is not { } shortest || (shortest > TimeSpan.Zero && shortest <= plan.Warmup), "The shortest warm-up has to be above zero and no longer than the longest.");
        Require(plan.ShortestWarmup is null || LoadShape.ToRecords(plan.Model) is null, "A load with stages changes by itself, so it never gets steady: give its warm-up a length instead of auto.");
        Require(plan.Timeout > TimeSpan.Zero, "The timeout has to be longer than zero.");
        Require(plan.Timeout <= TimeSpan.FromHours(1), "The timeout can be at most one hour.");
        Require(plan.Drain is null || plan.Drain >= TimeSpan.Zero, "The drain cannot be negative.");
        Require(plan.Redirects is >= 0 and <= 50, "A request can follow 0 to 50 redirects.");
        Require(plan.RequestLimit is null or > 0, "A count of requests has to be at least 1.");
        Require(plan.RequestLimit is not null || plan.Measure > TimeSpan.Zero, "The window has to be longer than zero.");
        Require(!plan.Checks.LookAtBody || plan.Requests.All(r => r.Method != "HEAD"), "A HEAD request gets no body, so there is none to check: use GET, or check headers only.");
        Require(plan.RowLimit >= 0, "The limit of rows cannot be negative.");
        Require(
            plan.Lookup is null || (plan.Target.EndPoint is IPEndPoint && plan.Lookup.Every > TimeSpan.Zero && plan.Lookup.Every <= TimeSpan.FromDays(1)),
            "A name can be looked up again for IPv4 and IPv6 only, at intervals above zero and up to a day.");
        Require(plan.HeadLimit is >= LoadPlan.LeastHeadLimit and <= LoadPlan.MostHeadLimit, "The limit of a response's head is from 256 bytes to 16 MiB.");
        switch (plan.Model)
        {
            case ClosedModel closed:
                Require(closed.Users >= 1, $"A closed load needs at least 1 user, not {closed.Users}.");
                Require(closed.Ramp >= TimeSpan.Zero, "The ramp cannot be negative.");
                Require(closed.Stages.All(s => s is { From: >= 0, To: >= 0, For.Ticks: > 0 } && s.From <= closed.Users && s.To <= closed.Users), "A stage needs a length, and users from 0 to those of the load.");
                Require(closed.Stages.Count == 0 || closed.Stages.Any(s => s.From > 0 || s.To > 0), "Stages need a user somewhere.");
                Require(closed.Stages.Count == 0 || plan.RequestLimit is null, "Stages have a length: a count of requests cannot end them.");
                Require(closed.Stages.Count == 0 || closed.Ramp == TimeSpan.Zero, "Stages say themselves when users begin: let the first of them rise instead of giving a ramp.");
                Require(closed.Think >= TimeSpan.Zero && closed.Pace >= TimeSpan.Zero, "Think time and pace cannot be negative.");
                break;
            case OpenModel open:
                Require(open.RatePerS > 0 && open.RatePerS <= HighestRatePerS, string.Create(CultureInfo.InvariantCulture, $"A rate has to be above 0 and at most {HighestRatePerS:N0}/s."));
                Require(open.Stages.All(s => s is { FromPerS: > 0 and <= HighestRatePerS, ToPerS: > 0 and <= HighestRatePerS, For.Ticks: > 0 }), "A stage needs a length, and rates above 0 and not too high.");
                Require(open.Stages.Count == 0 || plan.RequestLimit is null, "Stages have a length: a count of requests cannot end them.");
                Require(open.ConnectionLimit >= 1, $"An open load needs at least 1 connection, not {open.ConnectionLimit}.");
                break;
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }
}
