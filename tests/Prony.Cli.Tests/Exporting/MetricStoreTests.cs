using Prony.Cli.Exporting;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Exporting;

public class MetricStoreTests
{
    private const string Work = "{prony_candidate=async,prony_load=users-100,prony_round=1,prony_scenario=work";

    private readonly MetricStore _store = new();

    [Fact]
    public void Before_a_run_begins_the_exposition_is_valid_and_says_what_runs()
    {
        var text = Exposition.Read(new PrometheusText("0.1.0", "odd \"name\" \\ of\nit").Write(_store));
        text.Values["prony_run_info{prony_experiment=odd \"name\" \\ of\nit,version=0.1.0}"].ShouldBe(1);
    }

    [Fact]
    public void Seconds_add_up_under_opentelemetrys_names()
    {
        _store.Planned(6);
        _store.PhaseStarted(Fed.Trial(), PhaseName.Window);
        Fed.Second(_store, Fed.Trial());
        Fed.Second(_store, Fed.Trial(), 1);
        var values = Read().Values;

        values[$"http_client_request_duration_seconds_count{Work}}}"].ShouldBe(200);
        values[$"http_client_request_duration_seconds_sum{Work}}}"].ShouldBe(0.4, 0.001);
        values["http_client_request_duration_seconds_bucket{le=0.001" + "," + Work[1..] + "}"].ShouldBe(0);
        values["http_client_request_duration_seconds_bucket{le=0.0025" + "," + Work[1..] + "}"].ShouldBe(200);
        values[$"prony_response_duration_seconds_count{Work}}}"].ShouldBe(202);
        values["prony_response_duration_seconds_bucket{le=1," + Work[1..] + "}"].ShouldBe(200);
        values[$"http_client_active_requests{Work}}}"].ShouldBe(7);
        values[$"prony_requests_due_total{Work}}}"].ShouldBe(206);
        values[$"prony_requests_sent_total{Work}}}"].ShouldBe(204);
        values["prony_requests_ended_total{" + Work[1..].Replace("prony_round", "prony_outcome=success,prony_round", StringComparison.Ordinal) + "}"].ShouldBe(200);
        values["prony_requests_ended_total{error_type=timeout," + Work[1..].Replace("prony_round", "prony_outcome=timeout,prony_round", StringComparison.Ordinal) + "}"].ShouldBe(2);
        values[$"process_cpu_time_seconds_total{Work},prony_service=web}}"].ShouldBe(0.5);
        values[$"process_memory_usage_bytes{Work},prony_service=web}}"].ShouldBe(50 << 20);
        values[$"process_context_switches_total{Work},prony_service=web}}"].ShouldBe(80);
        values[$"prony_service_processes{Work},prony_service=web}}"].ShouldBe(3);
        values["prony_rounds"].ShouldBe(6);
        values["prony_round"].ShouldBe(1);
    }

    [Fact]
    public void Counters_never_go_back_and_levels_end_with_their_trial()
    {
        _store.PhaseStarted(Fed.Trial(), PhaseName.Window);
        Fed.Second(_store, Fed.Trial());
        var before = Read();
        _store.Ended(Fed.Ended(Fed.Trial(), TrialState.Died));
        _store.Happened(Fed.Trial(), new EventRecord(1, EventKind.WorkerDied, "web", "Gone."));

        // The round is made again.
        _store.PhaseStarted(Fed.Trial() with { Attempt = 2 }, PhaseName.Warmup);
        var between = Read();
        between.Values[$"http_client_active_requests{Work}}}"].ShouldBe(0);
        between.Values.ShouldNotContainKey($"process_memory_usage_bytes{Work},prony_service=web}}");
        Fed.Second(_store, Fed.Trial() with { Attempt = 2 });
        var after = Read();
        foreach (var (series, value) in before.Values.Where(one => before.FamilyTypes.GetValueOrDefault(one.Key.Split('{')[0]) == "counter"))
        {
            between.Values[series].ShouldBeGreaterThanOrEqualTo(value, series);
            after.Values[series].ShouldBeGreaterThan(value, series);
        }

        after.Values["prony_trials_total{prony_candidate=async,prony_trial_state=died}"].ShouldBe(1);
        after.Values["prony_events_total{prony_candidate=async,prony_event_kind=worker-died}"].ShouldBe(1);
    }

    [Fact]
    public void Only_the_last_two_rounds_are_given()
    {
        for (var round = 1; round <= 4; round++)
        {
            _store.PhaseStarted(Fed.Trial(round), PhaseName.Window);
            Fed.Second(_store, Fed.Trial(round));
        }

        var rounds = Read().Values.Keys.Where(series => series.StartsWith("prony_requests_sent_total", StringComparison.Ordinal)).ToList();
        rounds.Count.ShouldBe(2);
        rounds.ShouldContain(series => series.Contains("prony_round=3", StringComparison.Ordinal));
        rounds.ShouldContain(series => series.Contains("prony_round=4", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_passed_on_in_pieces_keeps_its_count_and_its_sum_and_the_slow_ones_go_first()
    {
        Fed.Second(_store, Fed.Trial());
        var first = _store.TakeNew(60);
        first.Sum(taken => taken.Values.Sum(value => value.Times)).ShouldBe(60);
        var rest = _store.TakeNew(long.MaxValue);
        var response = first.Concat(rest).Where(taken => taken.Metric == Metric.Response).SelectMany(taken => taken.Values).ToList();
        response.Sum(value => value.Times).ShouldBe(101);
        response.Sum(value => value.Seconds * value.Times).ShouldBe(2.2, 0.002);
        response[0].Seconds.ShouldBe(2, 0.002);
        _store.TakeNew(long.MaxValue).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ru-RU")]
    public void The_culture_changes_nothing(string culture)
    {
        Fed.Second(_store, Fed.Trial());
        var invariant = new PrometheusText("0.1.0", "x").Write(_store);
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
        try
        {
            new PrometheusText("0.1.0", "x").Write(_store).ShouldBe(invariant);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private Exposition Read() => Exposition.Read(new PrometheusText("0.1.0", "x").Write(_store));
}
