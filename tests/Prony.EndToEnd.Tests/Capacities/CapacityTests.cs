using System.Globalization;
using System.Text.Json;
using Prony.Reference;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Capacities;

/// <summary><c>prony capacity</c> on servers whose capacity is sharp, begun near the answer: what scatters is tested by simulated trials.</summary>
[Trait("Speed", "Slow")]
public sealed class CapacityTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void The_users_of_a_server_that_keeps_200_connections_are_found_and_connections_named()
    {
        using var server = ReferenceServer.Start(
            ServerModel.FixedDelay(TimeSpan.FromMilliseconds(50)), keepsLog: false, new ServerHabits { MostConnections = 200 });

        var result = _work.Run(
            "capacity", Address(server), "--users", "--slo", "failures <= 0.1%", "--start", "190", "--max", "230", "--width", "6%", "--trial", "500ms", "--warmup", "200ms", "--json", "found.json");

        result.ExitCode.ShouldBe(0, result.ToString());
        using var json = JsonDocument.Parse(File.ReadAllText(_work.PathOf("found.json")));
        var candidate = json.RootElement.GetProperty("candidates")[0];
        var search = candidate.GetProperty("searches")[0];
        search.GetProperty("lower").GetDouble().ShouldBeLessThanOrEqualTo(200);
        search.GetProperty("upper").GetDouble().ShouldBeGreaterThan(200);
        candidate.GetProperty("saturation").GetProperty("resource").GetString().ShouldBe("connections");
        result.Output.ShouldContain(" users");
    }

    [Fact]
    public void A_highest_load_that_is_kept_ends_the_search_with_that_statement()
    {
        using var server = ReferenceServer.Start(ServerModel.FixedDelay(TimeSpan.Zero), keepsLog: false);

        var result = _work.Run(
            "capacity", Address(server), "--users", "--slo", "failures <= 50%", "--start", "2", "--max", "4", "--trial", "500ms", "--warmup", "100ms");

        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ReplaceLineEndings(" ").ShouldContain("the highest load that was to be tried");
    }

    [Fact]
    public void A_server_that_misses_the_objectives_at_the_lowest_load_ends_with_code_4()
    {
        using var server = ReferenceServer.Start(ServerModel.FixedDelay(TimeSpan.Zero), keepsLog: false, new ServerHabits { ErrorEvery = 1 });

        var result = _work.Run("capacity", Address(server), "--users", "--start", "1", "--max", "2", "--trial", "500ms", "--warmup", "100ms");

        result.ExitCode.ShouldBe(4, result.ToString());
        result.Error.ShouldContain("prony: no capacity. server does not keep failures <= 0.1% even at the lowest load. At 1 user: 100 % of the requests failed");
    }

    [Fact]
    public void A_candidate_of_a_file_is_started_searched_and_stopped_also_in_two_parts()
    {
        _work.WriteExperiment("steady", "packed");

        // It answers three at a time and turns the others away.
        string run;
        using (var tool = _work.Start("capacity", "experiment.yaml", "--only", "other", "--users", "--start", "2", "--max", "4", "--trial", "500ms"))
        {
            SpinWait.SpinUntil(() => Finished().Length >= 2, TimeSpan.FromSeconds(60)).ShouldBeTrue(tool.ErrorSoFar);
            tool.Signal(9);
            tool.WaitForEnd(TimeSpan.FromSeconds(30)).ExitCode.ShouldBe(128 + 9);
            run = _work.Runs.ShouldHaveSingleItem();
        }

        var kept = Finished().Order(StringComparer.Ordinal).ToDictionary(file => file, File.ReadAllText);
        var result = _work.Run("capacity", "--resume", run, "--json", "found.json");

        result.ExitCode.ShouldBe(0, result.ToString());
        result.Error.ShouldContain("Going on in round 1 of 1: ");
        kept.ShouldAllBe(trial => File.ReadAllText(trial.Key) == trial.Value);
        using var json = JsonDocument.Parse(File.ReadAllText(_work.PathOf("found.json")));
        var candidate = json.RootElement.GetProperty("candidates").EnumerateArray().ShouldHaveSingleItem();
        candidate.GetProperty("name").GetString().ShouldBe("other");
        var search = candidate.GetProperty("searches")[0];
        search.GetProperty("lower").GetDouble().ShouldBeLessThanOrEqualTo(3, result.ToString());
        search.GetProperty("upper").GetDouble().ShouldBeInRange(3, 4);
        search.GetProperty("trials").GetArrayLength().ShouldBeGreaterThan(2);
        candidate.GetProperty("saturation_sentence").GetString()!.ShouldStartWith("Saturation of other at the upper end: ");
        _work.Survivors().ShouldBeEmpty();

        var again = _work.Run("capacity", "--resume", run);
        again.ExitCode.ShouldBe(0, again.ToString());
        again.Error.ShouldContain("Nothing is left to do: the search in ");

        string[] Finished() => [.. _work.Runs.SelectMany(folder => Directory.GetFiles(folder, "trial.json", SearchOption.AllDirectories))];
    }

    [Fact]
    public void After_a_load_whose_users_gave_up_the_candidate_is_started_afresh()
    {
        // 64 users would wait 3.2 s for one answer.
        _work.WriteExperiment("steady", "queue", timeout: "1s");
        var result = _work.Run("capacity", "experiment.yaml", "--only", "other", "--users", "--start", "8", "--max", "64", "--width", "100%", "--trial", "500ms");

        result.ExitCode.ShouldBe(0, result.ToString());
        var trials = Directory.GetFiles(_work.Runs.ShouldHaveSingleItem(), "trial.json", SearchOption.AllDirectories)
            .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement).OrderBy(trial => trial.GetProperty("attempt").GetInt32()).ToList();
        var followed = trials.Zip(trials.Skip(1)).ToList();
        followed.Where(pair => GaveUp(pair.First)).ShouldNotBeEmpty(result.ToString());
        followed.Select(pair => IsStarted(pair.Second)).ShouldBe(followed.Select(pair => GaveUp(pair.First)));
        IsStarted(trials[0]).ShouldBeTrue();

        static bool GaveUp(JsonElement trial) => trial.GetProperty("load").GetProperty("outcomes").GetProperty("timeout").GetInt64() + trial.GetProperty("load").GetProperty("requests").GetProperty("censored").GetInt64() > 0;
        static bool IsStarted(JsonElement trial) => trial.GetProperty("phases").EnumerateArray().Any(phase => phase.GetProperty("name").GetString() == "start");
    }

    [Fact]
    public void A_candidate_that_cannot_be_started_ends_with_code_3()
    {
        _work.WriteExperiment("steady", "exit");
        var result = _work.Run("capacity", "experiment.yaml", "--only", "other", "--users", "--trial", "500ms");
        result.ExitCode.ShouldBe(3, result.ToString());
        result.Error.ShouldContain("Candidate 'other' could not be started");
    }

    [Fact]
    public void What_is_wrong_is_told_before_anything_starts()
    {
        Wrong("--start 200 lies above --max 100.", "http://127.0.0.1:1/", "--start", "200", "--max", "100");
        Wrong("--users: --start and --max are whole numbers of users.", "http://127.0.0.1:1/", "--users", "--start", "1.5");
        Wrong("--trial: a trial takes between 500ms and 1h.", "http://127.0.0.1:1/", "--trial", "1ms");
        Wrong("--width: '200%' is out of range", "http://127.0.0.1:1/", "--width", "200%");
        Wrong("--only, --profile and --scenario belong to an experiment file", "http://127.0.0.1:1/", "--only", "a");
        Wrong("nowhere.yaml", "nowhere.yaml");
        Wrong("Name an experiment file or the address of a server");
        Wrong("not a run directory: it has no plan.json", "--resume", _work.Folder);
        Wrong("--width cannot stand beside --resume: the plan of the search decides", "--resume", _work.Folder, "--width", "3%");
        _work.Runs.ShouldBeEmpty();

        var plan = _work.Run("capacity", "http://127.0.0.1:1/", "--plan");
        plan.ExitCode.ShouldBe(0, plan.ToString());
        plan.Output.ShouldContain("at most 40 trials of 10 s");
        _work.Runs.ShouldBeEmpty();
    }

    public void Dispose() => _work.Dispose();

    internal static string Address(ReferenceServer server) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{server.EndPoint.Port}/");

    private void Wrong(string message, params string[] arguments) => _work.Run(["capacity", .. arguments]).ShouldSatisfyAllConditions(
        result => result.ExitCode.ShouldBe(2, result.ToString()),
        result => result.Error.ShouldContain(message));
}
