using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Capacities;
using Prony.Reporting.Figures;
using Prony.Reporting.Observations;
using Prony.Reporting.Runs;
using Prony.Statistics.Capacity;
using Prony.Statistics.Quantiles;

namespace Prony.Reporting.Costs;

/// <summary>Carries the figures of a run to a rate that nobody measured (docs/methods/cost.md).</summary>
/// <remarks>Pure and thread-safe.</remarks>
public static class CostArithmetic
{
    /// <summary>A load at which more failed is none that a candidate carries.</summary>
    private const double MostFailures = 0.001;

    /// <summary>What the rate would take.</summary>
    /// <param name="view">A run with plan and verdict.</param>
    /// <param name="ratePerS">Per second, above 0.</param>
    /// <param name="headroom">Part of each copy that is left free, from 0 to below 1.</param>
    /// <exception cref="InvalidOperationException">The run has no plan or no verdict; the message says so.</exception>
    public static CostRecord Of(RunView view, double ratePerS, double headroom)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view is not { Plan: { } plan, Verdict: { } verdict })
        {
            throw new InvalidOperationException($"Run {view.Name} has no whole trial, so there is nothing to reckon with.");
        }

        var costs = plan.Scenarios.SelectMany(scenario => plan.Candidates.Select(candidate => new CandidateArithmetic(view, plan, ratePerS, headroom).Of(scenario.Name, candidate, verdict))).ToList();
        return new CostRecord
        {
            Run = view.Name,
            RatePerS = ratePerS,
            Headroom = headroom,
            RunInvalid = Invalid(verdict),
            Assumptions = [.. Assumptions(plan, costs, headroom)],
            Candidates = costs,
        };
    }

    /// <summary>What the rate would take by the capacities of a search.</summary>
    /// <param name="view">Its run, with a plan.</param>
    /// <param name="capacity">What it found.</param>
    /// <param name="ratePerS">Per second, above 0.</param>
    /// <param name="headroom">Part of each copy that is left free, from 0 to below 1.</param>
    /// <exception cref="InvalidOperationException">The run has no plan; the message says so.</exception>
    public static CostRecord Of(RunView view, CapacityRecord capacity, double ratePerS, double headroom)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(capacity);
        if (view.Plan is not { } plan)
        {
            throw new InvalidOperationException($"Run {view.Name} has no plan, so there is nothing to reckon with.");
        }

        var costs = plan.Candidates.Select(candidate => new CandidateArithmetic(view, plan, ratePerS, headroom).Of(candidate, capacity)).ToList();
        return new CostRecord
        {
            Run = view.Name,
            RatePerS = ratePerS,
            Headroom = headroom,
            Incomplete = CapacityDocument.Incomplete(capacity, plan),
            Assumptions = [.. Assumptions(plan, costs, headroom, capacity)],
            Candidates = costs,
        };
    }

    internal static PointVerdict? Best(VerdictRecord verdict, string scenario, string candidate) => (verdict.Scenarios.GetValueOrDefault(scenario)?.Points ?? [])
        .Where(point => point.Candidates.TryGetValue(candidate, out var summary) && summary.Failures <= MostFailures && Throughput(summary).PerS > 0)
        .MaxBy(point => Throughput(point.Candidates[candidate]).PerS);

    /// <summary>Of the rounds that no gate forbids: 0 where it forbids them all.</summary>
    private static (double PerS, IntervalRecord? Interval) Throughput(CandidateSummary summary)
    {
        if (!summary.Rounds.Any(round => round.Invalid))
        {
            return (summary.ThroughputPerS, summary.ThroughputInterval);
        }

        double[] allowed = [.. summary.Rounds.Where(round => !round.Invalid).Select(round => round.ThroughputPerS).OfType<double>()];
        return (allowed.DefaultIfEmpty(0).Average(), RoundsInterval.Of(allowed) is { } interval ? new IntervalRecord(interval.Low, interval.High) : null);
    }

    private static string? Invalid(VerdictRecord verdict)
    {
        var seen = verdict.Doubts.Where(doubt => doubt.Level == GateState.Invalid).Select(doubt => $"{doubt.Id}: {doubt.Seen.TrimEnd('.')}.").Distinct().ToList();
        return seen.Count > 0 ? $"The run is invalid by its own gates: {string.Join(' ', seen)}"
            : verdict.Verdict is { Verdict: VerdictName.Invalid } overall ? $"The run is invalid by its own gates: {overall.Sentence}"
            : null;
    }

    private static IEnumerable<string> Assumptions(PlanRecord plan, List<CandidateCost> costs, double headroom, CapacityRecord? capacity = null)
    {
        yield return $"A copy is everything that the candidate ran, shared services too, on machines as fast as this one ({plan.Machine.Cpus} × {plan.Machine.Cpu}), which here they all shared.";
        yield return "Twice as many copies serve twice as much: nothing is lost to spreading the requests, and nothing behind the copies holds them back. Of a database that all of them write to this is not true.";
        yield return capacity is null
            ? $"Each copy serves what it served at the load of its highest throughput with at most 0.1 % failures, less the headroom of {Figure.Share(headroom)}; its response times there are those of the report."
            : $"Each copy serves {CapacityCost.Words(capacity)}, less the headroom of {Figure.Share(headroom)}, under {string.Join(" and ", capacity.Settings.Objectives)}.";
        yield return "By layer: a service takes the CPU per request that it took at that load (utilisation law, U = X·D), on machines of the vCPUs that are stated for it.";
        if (costs.Exists(cost => cost.CopyPrice is not null || cost.Layers.Any(layer => layer.Price is not null)))
        {
            yield return $"Prices are those that the files state; a month has {FleetSize.DaysPerMonth.ToString(CultureInfo.InvariantCulture)} days, in which the rate is asked all the time.";
        }

        if (capacity is null && costs.Exists(cost => cost.Load is { RatePerS: not null }))
        {
            yield return "A load of a fixed rate shows no more than that rate: where it was kept the candidate can do more, and the copies are too many. Users, or a search for the capacity, tell what it can do.";
        }

        if (costs.Exists(cost => cost is { ThroughputPerS: not null, ThroughputInterval: null }))
        {
            yield return "Below three rounds a throughput has no interval: nobody knows by how much these numbers may be wrong.";
        }
    }

    /// <summary>One candidate in one scenario.</summary>
    private sealed class CandidateArithmetic(RunView view, PlanRecord plan, double ratePerS, double headroom)
    {
        public CandidateCost Of(string scenario, PlannedCandidate candidate, VerdictRecord verdict)
        {
            if (Best(verdict, scenario, candidate.Name) is not { } point)
            {
                return new CandidateCost { Scenario = scenario, Candidate = candidate.Name, Layers = [] };
            }

            var summary = point.Candidates[candidate.Name];
            var (throughputPerS, interval) = Throughput(summary);
            var trials = CountedTrials.At(view, scenario, point.Load, candidate.Name).ToList();
            var rounds = summary.Rounds.Where(round => !round.Invalid).Select(round => CountedTrials.Behind(round, trials)).OfType<TrialRecord>().Where(CarriesWork).ToList();
            return Priced(scenario, candidate, point.Load, throughputPerS, interval, rounds);
        }

        public CandidateCost Of(PlannedCandidate candidate, CapacityRecord capacity)
        {
            if (CapacityCost.Of(capacity, candidate.Name) is not { } served)
            {
                return new CandidateCost
                {
                    Scenario = capacity.Scenario,
                    Candidate = candidate.Name,
                    Layers = [],
                    Reason = capacity.Candidates.FirstOrDefault(found => found.Name == candidate.Name)?.Sentence ?? $"{candidate.Name} was not searched.",
                };
            }

            var rounds = view.Trials.Where(trial => trial.Candidate == candidate.Name && CarriesWork(trial) && served.Trials.Contains((trial.Round, trial.Attempt)))
                .GroupBy(trial => trial.Round).Select(round => round.MaxBy(trial => trial.Attempt)!).ToList();
            return Priced(capacity.Scenario, candidate, served.Load, served.PerS, served.Interval, rounds);
        }

        private static bool CarriesWork(TrialRecord trial) => trial is { State: TrialState.Completed, Load.Requests.Succeeded: > 0, Resources: not null };

        /// <param name="scenario">What was asked.</param>
        /// <param name="candidate">Who.</param>
        /// <param name="load">At which load it serves that much.</param>
        /// <param name="throughputPerS">What one copy serves.</param>
        /// <param name="interval">Of it.</param>
        /// <param name="rounds">A trial at that load for each round, for the layers.</param>
        private CandidateCost Priced(string scenario, PlannedCandidate candidate, PointRecord load, double throughputPerS, IntervalRecord? interval, List<TrialRecord> rounds)
        {
            var copies = FleetSize.Of(ratePerS, throughputPerS, headroom);
            var between = interval is { Low: > 0 } x ? new IntervalRecord(FleetSize.Of(ratePerS, x.High, headroom), FleetSize.Of(ratePerS, x.Low, headroom)) : null;
            var price = candidate.Setup.Count > 0 && MonthlyPrice.Of(plan, candidate) is { } sum ? new StatedPrice(sum.PerMonth, sum.Currency) : null;
            return new CandidateCost
            {
                Scenario = scenario,
                Candidate = candidate.Name,
                Load = load,
                ThroughputPerS = throughputPerS,
                ThroughputInterval = interval,
                Copies = copies,
                CopiesInterval = between,
                CopyPrice = price,
                PricePerMonth = copies * price?.PerMonth,
                PriceInterval = price is null ? null : Scaled(between, count => count * price.PerMonth),
                PricePerMillion = price is null ? null : FleetSize.PerMillion(copies * price.PerMonth, ratePerS),
                PerMillionInterval = price is null ? null : Scaled(between, count => FleetSize.PerMillion(count * price.PerMonth, ratePerS)),
                Layers = [.. Layers(candidate, rounds)],
            };
        }

        private IEnumerable<LayerCost> Layers(PlannedCandidate candidate, List<TrialRecord> rounds)
        {
            var services = rounds.SelectMany(trial => trial.Resources!.Services.Keys.Select(name => (Name: name, Shared: false)).Concat(trial.Resources.SharedServices.Keys.Select(name => (Name: name, Shared: true)))).Distinct();
            foreach (var (name, shared) in services)
            {
                double[] cpuS = [.. rounds.Select(trial => (shared ? trial.Resources!.SharedServices : trial.Resources!.Services).GetValueOrDefault(name)?.CpuS / trial.Load!.Requests.Succeeded).OfType<double>()];
                var machine = (shared ? plan.SharedSetup : candidate.Setup).FirstOrDefault(service => service.Name == name)?.Machine;
                yield return Layer(name, shared, cpuS, machine);
            }
        }

        private LayerCost Layer(string name, bool shared, double[] cpuS, StatedMachine? machine)
        {
            var each = cpuS.Average();
            var cores = ratePerS * each / (1 - headroom);
            var between = RoundsInterval.Of(cpuS) is { } interval ? new IntervalRecord(ratePerS * interval.Low / (1 - headroom), ratePerS * interval.High / (1 - headroom)) : null;
            var machines = machine?.Vcpus is { } vcpus && cores > 0 ? FleetSize.Of(cores, vcpus, 0) : (double?)null;
            return new LayerCost
            {
                Service = name,
                Shared = shared,
                CpuPerRequestNs = each * 1e9,
                Cores = cores,
                CoresInterval = between,
                Machines = machines,
                MachinesInterval = machines is null ? null : Scaled(between, needed => FleetSize.Of(needed, machine!.Vcpus!.Value, 0)),
                Price = machines is { } count && machine?.Price is { } price ? price with { PerMonth = count * price.PerMonth } : null,
            };
        }

        private static IntervalRecord? Scaled(IntervalRecord? interval, Func<double, double> by) => interval is null ? null : new IntervalRecord(by(interval.Low), by(interval.High));
    }
}
