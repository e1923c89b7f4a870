using System.Text.Json.Nodes;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Planning;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

/// <summary>The experiments after public write-ups: what they keep of the originals, and that what is stored beside them is theirs.</summary>
public sealed class WriteUpTests
{
    public static TheoryData<string> Names => [.. Json("published.json").AsObject().Select(one => one.Key)];

    [Fact]
    public void Every_folder_with_an_experiment_is_a_published_write_up() =>
        Directory.GetFiles(Repository.File("experiments"), ExperimentFile.FileName, SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!))
            .ShouldBe(Json("published.json").AsObject().Select(one => one.Key), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_can_be_read_with_each_of_its_profiles(string name)
    {
        ExperimentFile.ProfileNames(FileOf(name)).ShouldBe(["ci", "full"]);
        Read(name, "ci").Rounds.ShouldBe(1);
        Read(name, "full").Rounds.ShouldBeGreaterThanOrEqualTo(6, "fewer are no verdict");
    }

    /// <summary>As said before it starts; rounds that others disturb are measured again and come on top.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Its_default_is_planned_for_less_than_a_quarter_of_an_hour_and_gives_a_verdict(string name)
    {
        var experiment = Read(name);
        var plan = Planner.Plan(experiment, "run", [.. experiment.Candidates.Select(candidate => candidate.Name)], [], preview: false, TimeProvider.System);
        plan.ExpectedS.ShouldNotBeNull().ShouldBeLessThan(15 * 60);
        plan.Preview.ShouldBeFalse();
    }

    /// <summary>Otherwise the tables of the documents are of another experiment: run it again, then experiments/write-results.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_claims_of_a_stored_result_are_those_of_the_experiment(string name)
    {
        var claims = Read(name).Claims;
        Json("published.json")[name]!["headline"]!.GetValue<string>().ShouldBe(claims[0].Says, "what stands in the tables without a run");
        if (File.Exists(Repository.File($"experiments/{name}/result.json")))
        {
            Json($"{name}/result.json")["claims"]!.AsArray().Select(claim => $"{claim!["says"]} {claim["expect"]}").ShouldBe(claims.Select(claim => $"{claim.Says} {claim.Expect}"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_answer_is_checked_beyond_its_status(string name) => Read(name, "full").Scenarios.ShouldAllBe(scenario => scenario.Checks.LookAtBody);

    [Fact]
    public void The_runner_for_ASGI_tells_the_server_from_the_number_of_its_processes()
    {
        var experiment = Read("debusine-asgi-runner");
        experiment.Scenarios.Select(scenario => (scenario.Points.Single().Users, scenario.Points.Single().Requests)).ShouldBe([(50, 1000), (50, null)]);
        string[] processes = [.. new[] { "daphne", "uvicorn", "daphne-5", "uvicorn-5", "hypercorn-5", "gunicorn-uvicorn" }.Select(name => With(experiment, name, "workers"))];
        processes.ShouldBe(["1", "1", "5", "5", "5", "5"]);
        Stack(experiment, "daphne-5").Services.Single(service => service.Name == "web").Socket.ShouldNotBeNull("all accept on the one that they inherit");
        Services(experiment, "daphne").ShouldBe(["web", "proxy"]);
        Services(experiment, "apache").ShouldBe(["web", "proxy"]);
        Services(experiment, "direct").ShouldBe(["web"]);
        experiment.Candidates.Single(candidate => candidate.Name == "socketio").Optional.ShouldBeTrue();
    }

    [Fact]
    public void The_recipes_have_the_pool_the_limits_of_the_proxy_and_both_ways_to_prepare()
    {
        var experiment = Read("recipeyak-sync-async-rust", "full");
        experiment.Scenarios.Single().Points.ShouldBe([new PointRecord(50, null)]);
        experiment.Scenarios.Single().Requests.Single().Headers.ShouldContain(header => header.Key == "Cookie");
        experiment.Phases.MeasureS.ShouldBe(60);
        experiment.Shared!.Stack.Services.Select(service => service.Name).ShouldBe(["database", "pool", "cache"]);
        (With(experiment, "django", "workers"), With(experiment, "starlette", "workers")).ShouldBe(("5", "2"));
        foreach (var server in new[] { "django", "starlette", "rust" })
        {
            experiment.Candidates.Where(candidate => candidate.Name.StartsWith(server, StringComparison.Ordinal)).Select(candidate => candidate.Stack!.With["maxconn"]).Distinct().Order()
                .ShouldBe(["10", "25", "50"], ignoreOrder: false, server);
        }

        (With(experiment, "starlette", "statement-cache"), With(experiment, "starlette-unprepared", "statement-cache")).ShouldBe(("100", "0"));
        (With(experiment, "rust", "prepare"), With(experiment, "rust-unprepared", "prepare")).ShouldBe(("once", "always"));
        (With(experiment, "kestrel", "prepare"), With(experiment, "kestrel-unprepared", "prepare")).ShouldBe(("on", "off"));
        With(experiment, "django-threads", "threads").ShouldNotBe("1");
        With(experiment, "django-memcached", "cache").ShouldNotBeEmpty();
    }

    [Fact]
    public void The_set_up_of_the_recipes_is_that_of_the_write_up_with_its_prices()
    {
        var experiment = Read("recipeyak-sync-async-rust");
        var plan = Planner.Plan(experiment, "run", ["django", "rust"], [], preview: false, TimeProvider.System);
        var machines = plan.Candidates.Single(candidate => candidate.Name == "django").Setup.Concat(plan.SharedSetup).ToDictionary(service => service.Name, service => service.Machine);
        foreach (var (service, price, storage) in new[] { ("proxy", 28, "80GB"), ("web", 28, "80GB"), ("database", 60, "38GB") })
        {
            var machine = machines[service].ShouldNotBeNull(service);
            (machine.Vcpus, machine.MemoryBytes, machine.Storage, machine.Price).ShouldBe((2, 4L << 30, storage, new StatedPrice(price, "USD")));
        }
    }

    [Fact]
    public void Processes_on_one_socket_are_measured_in_full_as_in_the_write_up()
    {
        var full = Read("circus-chaussette-wsgi", "full");
        full.Scenarios.Single().Points.Select(point => point.Users).ShouldBe([50, 100, 150, 200, 250, 300, 400]);
        full.Phases.MeasureS.ShouldBe(120);
        full.Candidates.Where(candidate => candidate.Name != "chaussette-waitress").ShouldAllBe(candidate => candidate.Stack!.With["workers"] == "50");
        string[] backlogs = [.. new[] { "gunicorn-backlog-64", "gunicorn-gevent", "gunicorn-backlog-4096" }.Select(name => With(full, name, "backlog"))];
        backlogs.ShouldBe(["64", "2048", "4096"]);
        (With(full, "gunicorn-gevent", "worker-class"), With(full, "gunicorn-gevent", "timeout"), With(full, "gunicorn-timeout-30", "timeout")).ShouldBe(("gevent", "120", "30"));
        string[] backEnds = ["gevent", "fastgevent", "meinheld", "bjoern", "eventlet", "wsgiref", "waitress"];
        full.Candidates.Select(candidate => candidate.Name).ShouldBe(
            ["gunicorn-gevent", "gunicorn-backlog-64", "gunicorn-backlog-4096", "gunicorn-timeout-30", "supervisord", "supervisord-behind-nginx", "kestrel", .. backEnds.Select(name => "chaussette-" + name)],
            ignoreOrder: true);
        Read("circus-chaussette-wsgi").Scenarios.Single().Points.Select(point => point.Users).ShouldBe([50, 200], "below and above the 150 at which one of them failed");
    }

    [Fact]
    public void Workers_of_every_kind_meet_in_full_the_users_of_the_write_up()
    {
        var full = Read("django-sync-gevent", "full");
        full.Scenarios.Single().Points.Select(point => point.Users).ShouldBe([100, 350, 400, 500, 1000]);
        full.Candidates.Select(candidate => candidate.Name).ShouldBe(["sync", "gevent", "sync-10", "gthread", "waitress", "uwsgi", "eventlet", "tornado"]);
    }

    [Fact]
    public void The_way_over_a_channel_layer_has_300_requests_a_second_with_users_and_as_arrivals()
    {
        var full = Read("channels-daphne", "full");
        var latency = full.Scenarios.Single(scenario => scenario.Name == "latency").Points.Single();
        (latency.Users / latency.PaceS).ShouldNotBeNull().ShouldBe(300, tolerance: 1e-6);
        full.Scenarios.Single(scenario => scenario.Name == "rates").Points[0].RatePerS.ShouldBe(300);
        string[] workers = [.. new[] { "redis-1", "redis-2", "redis-4" }.Select(name => With(full, name, "workers"))];
        workers.ShouldBe(["1", "2", "4"]);
        With(full, "unix-1", "layer").ShouldBe("unix");
        full.Candidates.Where(candidate => candidate.Optional).Select(candidate => candidate.Name).ShouldBe(["ipc", "socketio"]);
    }

    private static string FileOf(string name) => Repository.File($"experiments/{name}/{ExperimentFile.FileName}");

    private static JsonNode Json(string name) => JsonNode.Parse(File.ReadAllText(Repository.File("experiments/" + name)))!;

    private static ExperimentDefinition Read(string name, params string[] profiles)
    {
        var read = ExperimentFile.Read(FileOf(name), new Dictionary<string, string> { ["SESSION_ID"] = "0123456789abcdef0123456789abcdef" }, profiles);
        read.Diagnostics.ShouldBeEmpty();
        return read.Value!;
    }

    private static Prony.Stacks.Definitions.StackDefinition Stack(ExperimentDefinition experiment, string candidate) =>
        experiment.Candidates.Single(one => one.Name == candidate).Stack!.Stack;

    private static string With(ExperimentDefinition experiment, string candidate, string parameter) =>
        experiment.Candidates.Single(one => one.Name == candidate).Stack!.With[parameter];

    private static IEnumerable<string> Services(ExperimentDefinition experiment, string candidate) => Stack(experiment, candidate).Services.Select(service => service.Name);
}
