using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Runs;

public sealed class RunJsonTests
{
    [Fact]
    public void A_plan_survives() => Survives(Records.Plan, RunJson.Files.PlanRecord);

    [Fact]
    public void A_trial_survives() => Survives(Records.Trial, RunJson.Files.TrialRecord);

    [Fact]
    public void A_verdict_survives() => Survives(Records.Verdict, RunJson.Files.VerdictRecord);

    [Fact]
    public void A_load_survives() => Survives(Records.Load, RunJson.Lines.LoadRecord);

    [Fact]
    public void A_slice_survives() => Survives(Records.Slice(1), RunJson.Lines.SliceRecord);

    [Fact]
    public void A_resource_reading_survives() => Survives(Records.Resource(1), RunJson.Lines.ResourceRecord);

    [Fact]
    public void An_event_survives() => Survives(Records.Event, RunJson.Lines.EventRecord);

    [Fact]
    public void A_reading_of_a_layer_is_one_line()
    {
        var line = JsonOf(new LayerRecord(1.5, "proxy", new Dictionary<string, double> { ["queue"] = 24, ["requests"] = 1300.5 }), RunJson.Lines.LayerRecord);

        line.ShouldBe("""{"t_s":1.5,"service":"proxy","values":{"queue":24,"requests":1300.5}}""");
        JsonSerializer.Deserialize(line, RunJson.Lines.LayerRecord)!.Values["requests"].ShouldBe(1300.5);
    }

    [Fact]
    public void A_trial_of_a_version_without_layers_is_read()
    {
        var trial = new TrialRecord { Round = 1, Candidate = "a", Scenario = "work", Point = Records.Users, State = TrialState.NotStarted };
        var json = JsonNode.Parse(JsonSerializer.Serialize(trial, RunJson.Files.TrialRecord))!.AsObject();
        json.Remove("layers");
        json.Remove("workers_lost");
        json.Remove("workers_started");

        var read = JsonSerializer.Deserialize(json, RunJson.Files.TrialRecord)!;

        read.Layers.ShouldBeEmpty();
        (read.WorkersLost, read.WorkersStarted).ShouldBe((0, 0));
    }

    [Fact]
    public void A_plan_of_a_version_with_one_request_per_scenario_is_read()
    {
        var json = JsonNode.Parse(JsonSerializer.Serialize(Records.Plan, RunJson.Files.PlanRecord))!;
        json["scenarios"]![0]!.AsObject().Remove("requests");
        json["scenarios"]![0]!.AsObject().Remove("data");

        var scenario = JsonSerializer.Deserialize(json, RunJson.Files.PlanRecord)!.Scenarios[0];

        scenario.Requests.ShouldBeEmpty();
        scenario.Data.ShouldBeNull();
    }

    [Fact]
    public void Unknown_figures_survive_as_null()
    {
        var trial = new TrialRecord { Round = 1, Candidate = "a", Scenario = "work", Point = Records.Users, State = TrialState.NotStarted };

        Survives(trial, RunJson.Files.TrialRecord).ShouldContain("\"load\": null");
    }

    [Fact]
    public void Every_shape_of_a_load_survives()
    {
        Survives(new PointRecord(5, null) { Requests = 7, ThinkS = 0.1, PaceS = 1, RampS = 5 }, RunJson.Lines.PointRecord).ShouldContain("\"pace_s\":1");
        var stages = new PointRecord(null, 225, ArrivalsName.Poisson) { Stages = [StageRecord.OfRate(50, 400, 60)] };
        Survives(stages, RunJson.Lines.PointRecord).ShouldContain("\"stages\":[{\"from_per_s\":50,\"to_per_s\":400,\"for_s\":60}]");
        stages.Name.ShouldBe("rate-50-to-400");
        var users = new PointRecord(100, null) { Stages = [StageRecord.OfUsers(0, 100, 60)] };
        Survives(users, RunJson.Lines.PointRecord).ShouldContain("\"stages\":[{\"from_users\":0,\"to_users\":100,\"for_s\":60}]");
        users.Name.ShouldBe("users-0-to-100");
    }

    [Fact]
    public void Records_from_before_there_were_checks_are_read()
    {
        var load = JsonNode.Parse(JsonOf(Records.Load, RunJson.Files.LoadRecord))!.AsObject();
        load.Remove("checks").ShouldBeTrue();
        load.Remove("samples").ShouldBeTrue();
        var read = JsonSerializer.Deserialize(load.ToJsonString(), RunJson.Files.LoadRecord)!;
        read.Checks.ShouldBeNull();
        read.Samples.ShouldBeEmpty();

        var scenario = JsonNode.Parse(JsonOf(Records.Plan, RunJson.Files.PlanRecord))!["scenarios"]![0]!.AsObject();
        scenario.Remove("checks").ShouldBeTrue();
        scenario.Remove("check_every").ShouldBeTrue();
        var planned = JsonSerializer.Deserialize(scenario.ToJsonString(), RunJson.Files.PlannedScenario)!;
        planned.Checks.ShouldBeEmpty();
        planned.CheckEvery.ShouldBe(1);
    }

    [Fact]
    public void A_verdict_from_before_there_were_intervals_is_read()
    {
        var verdict = JsonNode.Parse(JsonOf(Records.Verdict, RunJson.Files.VerdictRecord))!;
        var candidates = verdict["scenarios"]!.AsObject().First().Value!["points"]![0]!["candidates"]!.AsObject();
        foreach (var candidate in candidates)
        {
            candidate.Value!.AsObject().Remove("response_intervals_ns").ShouldBeTrue();
        }

        var read = JsonSerializer.Deserialize(verdict.ToJsonString(), RunJson.Files.VerdictRecord)!;

        read.Scenarios.Values.First().Points[0].Candidates.Values.ShouldAllBe(c => c.ResponseIntervalsNs.Count == 0);
    }

    [Fact]
    public void Records_from_before_there_were_claims_and_stated_machines_are_read()
    {
        var verdict = JsonNode.Parse(JsonOf(Records.Verdict, RunJson.Files.VerdictRecord))!.AsObject();
        verdict.Remove("claims").ShouldBeTrue();
        var plan = JsonNode.Parse(JsonOf(Records.Plan, RunJson.Files.PlanRecord))!.AsObject();
        plan.Remove("claims").ShouldBeTrue();
        plan.Remove("shared_setup").ShouldBeTrue();
        plan["candidates"]![0]!.AsObject().Remove("setup").ShouldBeTrue();

        JsonSerializer.Deserialize(verdict.ToJsonString(), RunJson.Files.VerdictRecord)!.Claims.ShouldBeEmpty();
        var read = JsonSerializer.Deserialize(plan.ToJsonString(), RunJson.Files.PlanRecord)!;
        (read.Claims.Count, read.SharedSetup.Count, read.Candidates[0].Setup.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void A_plan_from_before_there_were_looks_has_one_at_its_end()
    {
        var plan = JsonNode.Parse(JsonOf(Records.Plan, RunJson.Files.PlanRecord))!.AsObject();
        plan.Remove("looks").ShouldBeTrue();
        plan.Remove("expected_s").ShouldBeTrue();
        plan.Remove("invocation").ShouldBeTrue();
        plan.Remove("imported").ShouldBeTrue();
        plan.Remove("capacity").ShouldBeTrue();
        var read = JsonSerializer.Deserialize(plan.ToJsonString(), RunJson.Files.PlanRecord)!;
        read.Looks.ShouldBeEmpty();
        (read.ExpectedS, read.Invocation, read.Imported, read.Capacity).ShouldBe((null, null, null, null));
    }

    [Fact]
    public void Every_field_of_a_sample_has_a_value()
    {
        // Guards the tests above: a field left null could be lost without a difference.
        string[] allowed = ["users", "rate_per_s", "arrivals", "drain_s", "requests", "stages", "think_s", "pace_s", "ramp_s"];
        foreach (var json in new[] { JsonOf(Records.Plan, RunJson.Files.PlanRecord), JsonOf(Records.Trial, RunJson.Files.TrialRecord) })
        {
            Nulls(JsonNode.Parse(json), "").Where(path => !allowed.Contains(path.Split('.')[^1])).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Names_are_those_of_the_documented_load() =>
        Missing(Documented("documented-load.json"), JsonNode.Parse(JsonOf(Records.Load, RunJson.Lines.LoadRecord)), "").ShouldBeEmpty();

    [Fact]
    public void Names_are_those_of_the_documented_verdict() =>
        Missing(Documented("documented-verdict.json"), JsonNode.Parse(JsonOf(Records.Verdict, RunJson.Files.VerdictRecord)), "").ShouldBeEmpty();

    [Fact]
    public void Lines_are_written_exactly_so()
    {
        JsonOf(Records.Slice(1.5), RunJson.Lines.SliceRecord).ShouldBe(
            """{"t_s":1.5,"phase":"window","due":11,"sent":12,"completed":13,"outcomes":{"success":1,"status":2,"expect":3,"timeout":4,"refused":5,"reset":6,"closed":7,"protocol":8,"tls":9,"dns":10},"in_flight":14,"p50_ns":15,"p90_ns":16,"p99_ns":17}""");
        JsonOf(Records.Resource(2), RunJson.Lines.ResourceRecord).ShouldBe(
            """{"t_s":2,"service":"web","cpu_s":0.75,"rss_bytes":123456,"processes":3,"threads":9,"switches":null,"pss_bytes":null,"shared":false}""");
        JsonOf(Records.Event, RunJson.Lines.EventRecord).ShouldBe(
            """{"t_s":-1.5,"kind":"died","service":"web","text":"Worker 7 died • signal 9."}""");
    }

    [Fact]
    public void Instants_are_UTC_with_milliseconds()
    {
        var local = new WindowRecord(Records.At.ToOffset(TimeSpan.FromHours(2)), 1);

        JsonOf(Records.Load with { Window = local }, RunJson.Lines.LoadRecord)
            .ShouldContain("\"start_utc\":\"2026-11-21T10:15:00.250Z\"");
    }

    [Fact]
    public void A_distribution_has_the_one_shape()
    {
        JsonOf(Records.Load with { ResponseNs = Distribution.Empty }, RunJson.Lines.LoadRecord).ShouldContain(
            """
            "response_ns":{"count":0,"min":0,"mean":0,"sd":0,"max":0,"percentiles":{"10":0,"25":0,"50":0,"75":0,"90":0,"95":0,"99":0,"99.9":0,"99.99":0}}
            """.Trim());
    }

    [Fact]
    public void A_point_is_written_without_the_name_that_follows_from_it() =>
        JsonOf(Records.Verdict, RunJson.Lines.VerdictRecord).ShouldContain("""{"load":{"users":100,"rate_per_s":null,"arrivals":null,"requests":null,""");

    [Fact]
    public void The_example_of_the_documentation_can_be_read()
    {
        var point = JsonSerializer.Deserialize("""{"users":100}""", RunJson.Lines.PointRecord);

        point.ShouldBe(Records.Users);
        point!.Name.ShouldBe("users-100");
        Records.Rate.Name.ShouldBe("rate-300.5");
    }

    [Fact]
    public void A_field_that_is_not_known_is_passed_over_and_a_missing_one_is_named()
    {
        JsonSerializer.Deserialize("""{"users":5,"later":1}""", RunJson.Lines.PointRecord).ShouldBe(new PointRecord(5, null));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize("""{"round":1}""", RunJson.Lines.TrialRecord))
            .Message.ShouldContain("candidate");
    }

    private static JsonNode? Documented(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name)));

    private static string JsonOf<T>(T record, JsonTypeInfo<T> shape) => JsonSerializer.Serialize(record, shape);

    private static string Survives<T>(T record, JsonTypeInfo<T> shape)
    {
        var json = JsonOf(record, shape);
        var read = JsonSerializer.Deserialize(json, shape);

        // Records compare their lists by identity, so the second text stands for the value: what was lost in reading is not in it.
        JsonOf(read!, shape).ShouldBe(json);
        return json;
    }

    /// <summary>Paths that are in the documented example and not in what is written.</summary>
    private static IEnumerable<string> Missing(JsonNode? documented, JsonNode? written, string path)
    {
        if (documented is JsonArray { Count: > 0 } list)
        {
            return written is JsonArray { Count: > 0 } other ? Missing(list[0], other[0], path + "[0]") : [path];
        }

        return documented is JsonObject fields
            ? fields.SelectMany(f => written?[f.Key] is { } value ? Missing(f.Value, value, $"{path}.{f.Key}") : f.Value is null ? [] : [$"{path}.{f.Key}"])
            : [];
    }

    private static IEnumerable<string> Nulls(JsonNode? node, string path) => node switch
    {
        null => [path],
        JsonObject fields => fields.SelectMany(f => Nulls(f.Value, $"{path}.{f.Key}")),
        JsonArray items => items.SelectMany((item, i) => Nulls(item, $"{path}[{i}]")),
        _ => [],
    };
}
