using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Supervision;

/// <summary>Stacks of several services, as real processes.</summary>
public class CompositionTests
{
    private static readonly HttpClient Client = new();

    /// <summary>As <see cref="Programs.Server"/>, but it asks the services named in its arguments before it begins, and answers with their addresses.</summary>
    private const string Dependent = """
        import http.server, os, signal, sys, urllib.request
        signal.signal(signal.SIGTERM, lambda *_: (open(os.environ['TRACE'], 'a').write('-' + os.environ['NAME']), os._exit(0)))
        for needed in sys.argv[2:]: urllib.request.urlopen('http://' + needed, timeout=5).read()
        open(os.environ['TRACE'], 'a').write('+' + os.environ['NAME'])
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = ' '.join(sys.argv[2:]).encode()
                self.send_response(200)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def log_message(self, *args): pass
        http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
        """;

    [Fact]
    public async Task Three_services_start_from_the_back_to_the_front_and_stop_the_other_way_round()
    {
        await using var bench = new StackBench();
        var trace = Path.Combine(bench.Folder, "trace");
        var candidate = bench.Candidate(
        [
            Service(bench, "cache", trace) with { Needs = [] },
            Service(bench, "web", trace, "{db.address}", "{cache.address}") with { Needs = ["cache", "db"] },
            Service(bench, "db", trace) with { Needs = [] },
            Service(bench, "proxy", trace, "{web.address}") with { Needs = ["web"] },
        ], "http://{proxy.address}");
        var stack = await bench.Supervisor.StartAsync(candidate, bench.Logs, CancellationToken.None);
        stack.Services.ShouldBe(["cache", "web", "db", "proxy"], "the order of the file");
        File.ReadAllText(trace).ShouldBe("+cache+db+web+proxy");
        (await Client.GetStringAsync(stack.Target)).ShouldBe(stack.Values["web.address"]);
        stack.Read().Select(reading => reading.Service).ShouldBe(["cache", "web", "db", "proxy"], ignoreOrder: true);

        var stops = await stack.StopAsync();
        stops.Select(stop => stop.Service).ShouldBe(["proxy", "web", "db", "cache"]);
        stops.ShouldAllBe(stop => stop.Expected);
        File.ReadAllText(trace).ShouldBe("+cache+db+web+proxy-proxy-web-db-cache");
    }

    [Fact]
    public async Task An_included_stack_runs_in_its_own_folder_with_what_it_was_given()
    {
        await using var bench = new StackBench();
        var trace = Path.Combine(bench.Folder, "trace");
        bench.Write("other/data.txt", "of the included stack");
        var included = new StackDefinition
        {
            Name = "other",
            Directory = Path.Combine(bench.Folder, "other"),
            Parameters = [new("greeting", "hello"), new("front", "nobody")],
            Services =
            [
                Service(bench, "back", trace) with { Cwd = null, Ready = new ReadyDefinition("/data.txt"), Command = ["python3", "-m", "http.server", "--bind", "127.0.0.1", "{port}"] },
                Service(bench, "front", trace, "{back.address}") with { Env = [new("TRACE", trace), new("NAME", "{greeting} {front} ")] },
            ],
            Target = "http://{front.address}",
        };
        var include = new IncludedStack("data", included, new Dictionary<string, string> { ["front"] = "{web.port}" });
        var stackDefinition = bench.Candidate([.. include.Flatten([]), Service(bench, "web", trace, "{data.address}", "{data.back.address}")]).Stack;
        var candidate = new CandidateDefinition("one", stackDefinition with { Includes = [include] }, new Dictionary<string, string>());
        await using var stack = await bench.Supervisor.StartAsync(candidate, bench.Logs, CancellationToken.None);
        stack.Services.ShouldBe(["data-back", "data-front", "web"]);
        File.ReadAllText(trace).ShouldBe($"+hello {stack.Values["web.port"]} +web");
        (await Client.GetStringAsync(stack.Target)).ShouldBe($"{stack.Values["data.address"]} {stack.Values["data.back.address"]}");
        (await Client.GetStringAsync($"http://{stack.Values["data.back.address"]}/data.txt")).ShouldBe("of the included stack");
        File.Exists(Path.Combine(bench.Logs, "data-back.log")).ShouldBeTrue();
    }

    [Fact]
    public async Task When_one_cannot_be_started_those_before_it_are_stopped()
    {
        await using var bench = new StackBench();
        var trace = Path.Combine(bench.Folder, "trace");
        var candidate = bench.Candidate([Service(bench, "db", trace), Service(bench, "web", trace, "127.0.0.1:1"), Service(bench, "proxy", trace)], "http://{proxy.address}");
        var failure = await Should.ThrowAsync<StackStartException>(() => bench.Supervisor.StartAsync(candidate, bench.Logs, CancellationToken.None));
        failure.Service.ShouldBe("web");
        failure.Kind.ShouldBe(StartFailureKind.Exited);
        failure.LogTail.ShouldContain(line => line.Contains("refused", StringComparison.OrdinalIgnoreCase));
        File.ReadAllText(trace).ShouldBe("+db-db");
    }

    [Fact]
    public async Task Services_that_need_one_another_in_a_circle_are_not_started()
    {
        await using var bench = new StackBench();
        var trace = Path.Combine(bench.Folder, "trace");
        var candidate = bench.Candidate([Service(bench, "db", trace) with { Needs = ["web"] }, Service(bench, "web", trace)]);
        var failure = await Should.ThrowAsync<StackStartException>(() => bench.Supervisor.StartAsync(candidate, bench.Logs, CancellationToken.None));
        failure.Kind.ShouldBe(StartFailureKind.Invalid);
        failure.Message.ShouldBe("Services of 'one' need one another in a circle: db -> web -> db. Correct needs.");
        File.Exists(trace).ShouldBeFalse();
    }

    [Fact]
    public async Task What_included_stacks_need_is_missed_once_and_by_their_name()
    {
        await using var bench = new StackBench();
        var included = bench.Candidate([new ServiceDefinition { Name = "server", Command = ["no-such-server"] }], "http://{server.address}").Stack with
        {
            Name = "database",
            Requires = [new Requirement("no-such-server", ["some-package"])],
        };
        var include = new IncludedStack("db", included, new Dictionary<string, string>());
        var stack = bench.Candidate([.. include.Flatten([]), new ServiceDefinition { Name = "web", Command = ["sh"] }]).Stack with { Includes = [include] };
        var missing = Requirements.FindMissing([stack])[0].ShouldHaveSingleItem();
        missing.Name.ShouldBe("no-such-server");
        missing.Advice.ShouldContain("stack 'database'");
        missing.Debian.ShouldBe(["some-package"]);
    }

    [Fact]
    public async Task Commands_beside_trials_of_an_included_stack_come_first_before_a_trial_and_last_after_it()
    {
        await using var bench = new StackBench();
        var trace = Path.Combine(bench.Folder, "trace");
        bench.Write("other/here", "");
        var included = new StackDefinition
        {
            Name = "other",
            Directory = Path.Combine(bench.Folder, "other"),
            Parameters = [new("database", "test")],
            Services = [Service(bench, "server", trace)],
            Target = "http://{server.address}",
            BeforeTrial = [Hook("echo vacuum {database} {server.port} {port} $(ls)")],
            AfterTrial = [Hook("echo analyse {trial}")],
        };
        var include = new IncludedStack("db", included, new Dictionary<string, string> { ["database"] = "of-{web.port}" });
        var stackDefinition = bench.Candidate([Service(bench, "web", trace) with { Needs = [] }, .. include.Flatten([])]).Stack with
        {
            Includes = [include],
            BeforeTrial = [Hook("echo warm {web.port} {port}")],
            AfterTrial = [Hook("echo cool")],
        };
        await using var stack = await bench.Supervisor.StartAsync(new CandidateDefinition("one", stackDefinition, new Dictionary<string, string>()), bench.Logs, CancellationToken.None);
        var trial = Directory.CreateDirectory(Path.Combine(bench.Folder, "r01a1.one.work")).FullName;
        (await stack.RunHooksAsync(HookMoment.BeforeTrial, trial, CancellationToken.None)).ShouldBeNull();
        (await stack.RunHooksAsync(HookMoment.AfterTrial, trial, CancellationToken.None)).ShouldBeNull();
        var (web, db) = (stack.Values["web.port"], stack.Values["db.port"]);
        (await File.ReadAllLinesAsync(Path.Combine(trial, "hooks.log"))).ShouldBe([$"vacuum of-{web} {db} {db} here", $"warm {web} {db}", "cool", "analyse r01a1.one.work"]);
    }

    [Fact]
    public async Task What_is_prepared_cannot_hold_a_port_of_the_start()
    {
        await using var bench = new StackBench();
        var included = bench.Candidate([new ServiceDefinition { Name = "server", Command = ["sh"], Prepare = [new PrepareStep(["sh", "-c", "echo {where}"], ["*.txt"])] }]).Stack with
        {
            Parameters = [new("where", "here")],
        };
        bench.Write("some.txt", "");
        var include = new IncludedStack("db", included, new Dictionary<string, string> { ["where"] = "{web.address}" });
        var candidate = bench.Candidate([.. include.Flatten([]), new ServiceDefinition { Name = "web", Command = ["sh"] }]);
        candidate = candidate with { Stack = candidate.Stack with { Includes = [include] } };
        var failure = await Should.ThrowAsync<StackStartException>(() => bench.Supervisor.PrepareAsync(candidate, null, CancellationToken.None));
        failure.Message.ShouldBe("'echo {where}', a word of the prepare step of 'db', holds {where}, which has a value only when the services start: use it in command, env or files.");
        await bench.Supervisor.PrepareAsync(candidate with { Stack = candidate.Stack with { Includes = [include with { With = new Dictionary<string, string>() }] } }, null, CancellationToken.None);
        Directory.GetDirectories(Path.Combine(bench.Folder, "cache")).ShouldHaveSingleItem().ShouldContain("bench-server-");
    }

    private static HookCommand Hook(string script) => new(["sh", "-c", script], HookCommand.DefaultWithin);

    private static ServiceDefinition Service(StackBench bench, string name, string trace, params string[] needed) =>
        bench.Python(Dependent, ["{port}", .. needed]) with { Name = name, Env = [new("TRACE", trace), new("NAME", name)], Cwd = bench.Folder };
}
