using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Loading;

/// <summary><c>prony load</c> as a user types it, against a real server.</summary>
public sealed class LoadTests(FaultyServers servers) : IClassFixture<FaultyServers>
{
    [Fact]
    public void A_closed_load_prints_throughput_response_and_outcomes()
    {
        var result = Tool.Run("load", servers.Ok, "-c", "8", "-d", "1s");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("8 users");
        result.Output.ShouldContain("Throughput");
        result.Output.ShouldContain("Response");
        result.Output.ShouldContain("Service");
        result.Output.ShouldContain("200");
    }

    [Fact]
    public void Json_to_standard_output_holds_only_json_with_the_identities_of_counts()
    {
        var result = Tool.Run("load", servers.Ok, "-c", "4", "-d", "1s", "--json", "-");
        result.ExitCode.ShouldBe(0, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        var root = json.RootElement;
        root.GetProperty("schema").GetString().ShouldBe("prony.load/1");
        root.GetProperty("model").GetString().ShouldBe("closed");
        root.GetProperty("users").GetInt32().ShouldBe(4);
        IdentitiesHold(root);
        root.GetProperty("throughput_per_s").GetDouble().ShouldBeGreaterThan(0);
        result.Error.ShouldContain("Throughput");
    }

    [Fact]
    public void A_number_of_requests_is_kept_exactly()
    {
        var result = Tool.Run("load", servers.Ok, "-n", "1001", "-c", "16", "--json", "-");
        result.ExitCode.ShouldBe(0, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        json.RootElement.GetProperty("requests").GetProperty("due").GetInt64().ShouldBe(1001);
        json.RootElement.GetProperty("requests").GetProperty("succeeded").GetInt64().ShouldBe(1001);
    }

    [Fact]
    public void An_open_load_states_its_rate_and_arrivals()
    {
        var result = Tool.Run("load", servers.Ok, "--rate", "200/s", "--arrivals", "uniform", "-d", "2s", "--json", "-");

        // 5 where the machine is too busy to keep the schedule: then V02 says so.
        result.ExitCode.ShouldBeOneOf(0, 5);
        using var json = JsonDocument.Parse(result.Output);
        var root = json.RootElement;
        root.GetProperty("model").GetString().ShouldBe("open");
        root.GetProperty("rate_per_s").GetDouble().ShouldBe(200);
        root.GetProperty("arrivals").GetString().ShouldBe("uniform");
        root.GetProperty("requests").GetProperty("due").GetInt64().ShouldBe(400);
        IdentitiesHold(root);
    }

    [Fact]
    public void A_spike_of_users_is_loaded_recorded_and_said()
    {
        using var work = new Workspace();
        var result = work.Run("load", servers.Ok, "--stage", "2:500ms", "--stage", "2..8:500ms", "--stage", "1:500ms", "--json", "load.json", "--out", "runs");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("closed model, 2, 2 to 8, 1 users in stages, window of 1.5 s");
        using var json = JsonDocument.Parse(File.ReadAllText(work.PathOf("load.json")));
        json.RootElement.GetProperty("users").GetInt32().ShouldBe(8);
        json.RootElement.GetProperty("window").GetProperty("duration_s").GetDouble().ShouldBe(1.5);
        string.Concat(json.RootElement.GetProperty("stages")[1].GetRawText().Where(c => !char.IsWhiteSpace(c))).ShouldBe("""{"from_users":2,"to_users":8,"for_s":0.5}""");
        File.ReadAllText(Path.Combine(work.Runs[0], "plan.json")).ShouldContain("\"to_users\": 8");
        IdentitiesHold(json.RootElement);
    }

    [Fact]
    public void A_server_that_only_fails_gives_no_valid_result()
    {
        var result = Tool.Run("load", servers.Broken, "-c", "4", "-d", "1s");
        result.ExitCode.ShouldBe(5, result.ToString());
        (result.Output + result.Error).ShouldContain("500");
        (result.Output + result.Error).ShouldContain("V07");
    }

    [Fact]
    public void Expected_statuses_can_be_widened()
    {
        var result = Tool.Run("load", servers.Broken, "-c", "4", "-d", "1s", "--expect-status", "5xx");
        result.ExitCode.ShouldBe(0, result.ToString());
    }

    [Fact]
    public void One_request_with_checks_is_a_smoke_test()
    {
        var good = Tool.Run("load", servers.Ok, "-n", "1", "-c", "1", "--expect-body", "hello", "--expect-body-length", "5", "--expect-header", "Content-Length: 5");
        good.ExitCode.ShouldBe(0, good.ToString());
        good.Output.ShouldContain("1 response: all as expected");

        var bad = Tool.Run("load", servers.Ok, "-n", "1", "-c", "1", "-q", "--expect-json", "/state=ready");
        bad.ExitCode.ShouldBe(5, bad.ToString());
        bad.Output.ShouldBeEmpty();
        bad.Error.ShouldContain("not one of 1 request succeeded. expect: 1 of 1 response failed 'body JSON /state equals \"ready\"', such as: the body is no JSON: \"hello\" (status 200, second 0).");
    }

    [Fact]
    public void Failed_checks_are_an_outcome_with_samples_in_the_record()
    {
        var result = Tool.Run("load", servers.Ok, "-n", "100", "-c", "2", "--expect-body", "bye", "--check-every", "10", "--json", "-");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Error.ShouldContain("10 responses, one in 10: 10 not as expected");
        result.Error.ShouldContain("failed a check");
        using var json = JsonDocument.Parse(result.Output);
        var root = json.RootElement;
        IdentitiesHold(root);
        root.GetProperty("outcomes").GetProperty("expect").GetInt64().ShouldBe(10);
        root.GetProperty("checks").GetProperty("results")[0].GetProperty("failed").GetInt64().ShouldBe(10);
        root.GetProperty("samples").GetArrayLength().ShouldBe(10);
        root.GetProperty("samples")[0].GetProperty("body").GetString().ShouldBe("hello");
    }

    [Fact]
    public void A_port_where_nobody_listens_gives_no_valid_result_and_says_refused()
    {
        var result = Tool.Run("load", $"http://127.0.0.1:{Workspace.FreePort()}/", "-c", "2", "-d", "500ms");
        result.ExitCode.ShouldBe(5, result.ToString());
        (result.Output + result.Error).ShouldContain("refused");
    }

    [Fact]
    public void A_server_that_says_nothing_does_not_keep_the_load_waiting()
    {
        var started = DateTime.UtcNow;
        var result = Tool.Run("load", servers.Hanging, "-c", "2", "-d", "1s", "--timeout", "1s");
        result.ExitCode.ShouldBe(5, result.ToString());
        (DateTime.UtcNow - started).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_missed_objective_ends_with_code_4_and_a_kept_one_with_0()
    {
        Tool.Run("load", servers.Ok, "-c", "4", "-d", "1s", "--slo", "response.p99 <= 1ns").ExitCode.ShouldBe(4);
        Tool.Run("load", servers.Ok, "-c", "4", "-d", "1s", "--slo", "response.p99 <= 60s", "--slo", "failures <= 50%").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Out_keeps_slices_and_histograms()
    {
        using var work = new Workspace();
        var result = work.Run("load", servers.Ok, "-c", "4", "-d", "1s", "--out", "runs", "-q");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldBeEmpty();
        work.Runs.ShouldHaveSingleItem();
        Directory.GetFiles(work.Runs[0], "times.hlog", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [Fact]
    public void Ctrl_c_prints_what_was_measured()
    {
        using var tool = Tool.Start("load", servers.Ok, "-c", "4", "-d", "60s");
        Thread.Sleep(1500);
        tool.Signal(2);
        var result = tool.WaitForEnd(TimeSpan.FromSeconds(20));
        result.ExitCode.ShouldBe(130, result.ToString());
        result.Output.ShouldContain("Throughput");
    }

    private static void IdentitiesHold(JsonElement root)
    {
        var requests = root.GetProperty("requests");
        long Count(string name) => requests.GetProperty(name).GetInt64();
        long Outcome(string name) => root.GetProperty("outcomes").GetProperty(name).GetInt64();
        Count("due").ShouldBe(Count("sent") + Count("unsent"));
        Count("sent").ShouldBe(Count("succeeded") + Count("failed") + Count("censored"));
        Count("succeeded").ShouldBe(Outcome("success"));
        Count("completed").ShouldBe(Outcome("success") + Outcome("status") + Outcome("expect"));
    }
}
