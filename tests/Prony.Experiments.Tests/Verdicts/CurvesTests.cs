using Prony.Experiments.Gates;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

public class CurvesTests
{
    private static readonly int[] Loads = [50, 100, 200, 400];

    [Fact]
    public void A_scenario_with_one_load_has_no_curve()
    {
        var world = new World("a", "b").Rounds(6, _ => new Figures(1000));
        world.Judge().Scenarios["work"].Curves.ShouldBeEmpty();
    }

    [Fact]
    public void A_fall_after_the_peak_is_told_with_where_it_begins_and_how_far_it_goes()
    {
        var curve = Curve(Swept(6, users => users switch { 50 => 500, 100 => 1000, 200 => 800, _ => 600 }), "a");

        curve.Load.ShouldBe("users");
        (curve.Fall.State, curve.Fall.PeakAt, curve.Fall.FromAt, curve.Fall.LowestAt).ShouldBe(("falls", 100, 200, 400));
        curve.Fall.Ratio!.Value.ShouldBe(0.6, 0.02);
        curve.Sentences[0].ShouldContain("highest at 100 users and falls after it: from 200 users on, and at 400 users it is 40 % less than there");
        curve.Sentences[0].ShouldContain("for all 6 pairs of loads together");
    }

    [Fact]
    public void A_plateau_is_not_called_a_fall()
    {
        var curve = Curve(Swept(6, users => users == 50 ? 500 : 1000), "a");
        curve.Fall.State.ShouldBeOneOf("holds", "inconclusive", "highest-at-last");
        curve.Sentences[0].ShouldNotContain("falls after it");
    }

    [Fact]
    public void With_few_rounds_the_fall_is_a_preview() =>
        Curve(Swept(2, users => users == 400 ? 500 : users * 5), "a").Sentences[0].ShouldStartWith("Preview, not a verdict: ");

    [Fact]
    public void Figures_of_a_load_are_those_of_its_rounds_with_intervals()
    {
        var point = Curve(Swept(6, users => users * 10), "a").Points[1];

        (point.At, point.State, point.Rounds).ShouldBe((100, "measured", 6));
        point.ThroughputPerS!.Value.ShouldBe(1000, 10);
        point.ThroughputPerS.Low!.Value.ShouldBeLessThan(point.ThroughputPerS.Value);
        point.ThroughputPerS.High!.Value.ShouldBeGreaterThan(point.ThroughputPerS.Value);
        point.ResponseNs.Keys.ShouldBe(["10", "50", "90", "95", "99"]);
        point.ResponseNs["99"].Value.ShouldBe(300e6, 6e6);
        point.ResponseNs["50"].Low.ShouldNotBeNull();
        point.FastestNs!.Value.ShouldBeLessThan(point.SlowestNs!.Value);
        point.CpuCores!.Value.ShouldBe(0.5, 0.02);
        point.MemoryPssBytes!.Value.ShouldBe(50 * 1048576, 1048576);
    }

    [Fact]
    public void Failures_stand_apart_from_throughput()
    {
        var world = Swept(6, users => users * 10, users => users == 400 ? 500 : 0);
        var point = Curve(world, "a").Points[^1];
        point.ThroughputPerS!.Value.ShouldBe(4000, 40);
        point.FailuresPerS!.Value.ShouldBe(100);
        point.FailureShare!.Value.ShouldBe(100.0 / 4100, 0.001);
    }

    [Fact]
    public void A_load_at_which_the_candidate_died_is_marked()
    {
        var world = Swept(6, users => users * 10);
        world.Remove(trial => trial.Candidate == "a" && trial.Point.Users == 400);
        for (var round = 1; round <= 6; round++)
        {
            world.AddFailed(round, "a", new PointRecord(400, null), TrialState.Died, "web died under load (exit code 137).");
        }

        var curve = Curve(world, "a");
        (curve.Points[^1].State, curve.Points[^1].Rounds, curve.Points[^1].RoundsFailed).ShouldBe(("died", 0, 6));
        curve.Points[^1].ThroughputPerS.ShouldBeNull();
        curve.Sentences.ShouldContain("a died at 400 users in 6 of 6 rounds. web died under load (exit code 137).");
        curve.Fall.PeakAt.ShouldBe(200);
    }

    [Fact]
    public void A_window_that_the_generator_spoilt_is_no_evidence_of_a_fall()
    {
        var world = Swept(6, users => users == 400 ? 500 : users * 10);
        world.Change("a", trial => trial.Point.Users == 400 ? trial with { Gates = [new GateRecord("V01", 1, 0.8, GateState.Invalid)] } : trial);
        var curve = Curve(world, "a");
        curve.Fall.State.ShouldBe("highest-at-last");
        curve.Fall.Without.ShouldBe([400]);
        curve.Sentences[0].ShouldBe("Throughput of a is highest at 200 users, the largest load that could be used: 400 users could not, so that a fall there would not be seen (6 rounds).");
        Curve(Swept(6, users => users * 10), "a").Sentences[0].ShouldBe("Throughput of a is highest at the largest load, 400 users: no fall was seen (6 rounds).");
    }

    [Fact]
    public void A_load_without_a_success_is_told_and_the_fall_rests_on_the_others()
    {
        var curve = Curve(Swept(6, users => users switch { 50 => 500, 100 => 1000, 200 => 800, _ => 0 }), "a");
        (curve.Fall.State, curve.Fall.LowestAt, curve.Points[^1].RoundsSilent).ShouldBe(("falls", 200, 6));
        curve.Sentences[0].ShouldContain("for all 3 pairs of loads together");
        curve.Sentences.ShouldContain("a had no success at 400 users in 6 of 6 rounds.");

        Curve(Swept(6, users => users == 100 ? 1000 : 0), "a").Sentences[0].ShouldBe("Whether throughput of a falls after a peak is unknown: fewer than two loads could be used.");
    }

    [Fact]
    public void One_round_tells_no_fall() =>
        Curve(Swept(1, users => users switch { 50 => 500, 100 => 1000, 200 => 900, _ => 800 }), "a").Sentences[0]
            .ShouldBe("Preview, not a verdict: whether throughput of a falls after its peak at 100 users cannot be told from one round.");

    [Fact]
    public void A_window_in_which_the_server_failed_is_evidence()
    {
        var world = Swept(6, users => users == 400 ? 500 : users * 10);
        world.Change("a", trial => trial.Point.Users == 400 ? trial with { Gates = [new GateRecord("V07", 0.1, 0.001, GateState.Invalid)] } : trial);
        Curve(world, "a").Fall.State.ShouldBe("falls");
    }

    [Fact]
    public void The_law_is_fitted_to_requests_in_flight_as_they_were_measured()
    {
        // alpha 0.02, beta 0.0005, gamma 100: the peak is at sqrt(0.98 / 0.0005) = 44.3.
        int[] loads = [1, 4, 8, 16, 32, 64, 128];
        static double Law(double n) => 100 * n / (1 + (0.02 * (n - 1)) + (0.0005 * n * (n - 1)));
        var world = Swept(6, users => Law(users), loads: loads, responseMs: users => users / Law(users) * 1000 / 1.04);

        var curve = Curve(world, "a", trial => [Second(trial.Point.Users!.Value)], loads);

        curve.Usl.ShouldNotBeNull().Levels.ShouldBe(7);
        curve.Usl.Alpha!.Value.ShouldBe(0.02, 0.01);
        curve.Usl.NStar!.Value.ShouldBe(44.3, 2);
        curve.Sentences.ShouldContain(sentence => sentence.StartsWith("Universal scalability law of a over measured requests in flight: contention 0.0", StringComparison.Ordinal));
        curve.Points.ShouldAllBe(point => point.Little!.Holds);
        curve.Sentences.ShouldContain(sentence => sentence.StartsWith("Little's law holds for a at 7 loads", StringComparison.Ordinal));
    }

    [Fact]
    public void Requests_in_flight_that_do_not_fit_the_response_are_told()
    {
        int[] loads = [1, 4, 8, 16];
        var world = Swept(6, users => users * 10, loads: loads, responseMs: _ => 1000);
        var curve = Curve(world, "a", trial => [Second(trial.Point.Users!.Value)], loads);
        curve.Sentences.ShouldContain(sentence => sentence.Contains("Little's law does NOT hold for a", StringComparison.Ordinal));
    }

    [Fact]
    public void Few_readings_that_scatter_may_miss_by_what_their_scatter_explains()
    {
        // 10.4 in flight for each user by the law, 8 by readings of 4 and 12: sqrt(16 / 6) = 1.63 is the standard error.
        int[] loads = [1, 4, 8, 16];
        var world = Swept(6, users => users * 10, loads: loads, responseMs: _ => 1000);
        var curve = Curve(world, "a", trial => [Second(4 * trial.Point.Users!.Value), Second(12 * trial.Point.Users!.Value)], loads);
        curve.Points.ShouldAllBe(point => point.Little!.Holds && point.Little.WithinErrorsOf > 0);
        curve.Points[0].Little!.WithinErrorsOf!.Value.ShouldBe(1.633, 0.001);
        curve.Sentences.ShouldContain(sentence => sentence.StartsWith("Little's law holds for a at 4 loads", StringComparison.Ordinal)
            && sentence.Contains("which is within three standard errors (", StringComparison.Ordinal));
    }

    [Fact]
    public void Over_rates_there_is_no_law_and_the_knee_is_that_of_the_response()
    {
        double[] rates = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000];
        double[] p50 = [1.1, 1.15, 1.2, 1.3, 1.4, 1.6, 1.9, 2.4, 3.6, 9];
        var world = new World("a", "b");
        var points = rates.Select(rate => new PointRecord(null, rate, "poisson")).ToArray();
        world.Plan = world.Plan with { Scenarios = [World.Scenario("work", points)] };
        foreach (var (index, point) in points.Index())
        {
            for (var round = 1; round <= 6; round++)
            {
                world.Add(round, "a", new Figures(rates[index], p50[index]), point: point);
                world.Add(round, "b", new Figures(rates[index], p50[index]), point: point);
            }
        }

        var curve = world.Judge().Scenarios["work"].Curves.Single(c => c.Candidate == "a");
        curve.Load.ShouldBe("rate");
        curve.Usl.ShouldBeNull();
        curve.Knee.ShouldNotBeNull().At.ShouldBe(800);   // the published vector of kneed
        curve.Knee.Definition.ShouldContain("moves with the range");
    }

    private static SliceRecord Second(long inFlight) => new(2, PhaseName.Window, 1, 1, 1, new OutcomeCounts(1, 0, 0, 0, 0, 0, 0, 0, 0, 0), inFlight, 1, 1, 1);

    private static World Swept(int rounds, Func<int, double> perS, Func<int, long>? failed = null, int[]? loads = null, Func<int, double>? responseMs = null)
    {
        var world = new World("a", "b");
        var points = (loads ?? Loads).Select(users => new PointRecord(users, null)).ToArray();
        world.Plan = world.Plan with { Rounds = rounds, Scenarios = [World.Scenario("work", points)] };
        foreach (var point in points)
        {
            for (var round = 1; round <= rounds; round++)
            {
                foreach (var name in new[] { "a", "b" })
                {
                    var users = point.Users!.Value;
                    var figures = new Figures(perS(users), responseMs?.Invoke(users) ?? 100) { Failed = failed?.Invoke(users) ?? 0 };
                    world.Add(round, name, figures.Wobbled(round + users, name) with { Failed = figures.Failed }, point: point);
                }
            }
        }

        return world;
    }

    private static CurveRecord Curve(World world, string candidate, Func<TrialRecord, IEnumerable<SliceRecord>>? seconds = null, int[]? loads = null)
    {
        var verdict = VerdictBuilder.Build(world.Plan, world.Trials, world.TimesOf, [], new RunEvidence { Seconds = seconds ?? (_ => []) });
        verdict.Scenarios["work"].Points.Count.ShouldBe((loads ?? Loads).Length);
        return verdict.Scenarios["work"].Curves.Single(curve => curve.Candidate == candidate);
    }
}
