using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Running;
using Prony.Experiments.Tests.Files;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

/// <summary>Services that all candidates of a run share, as real processes.</summary>
[Trait("Speed", "Slow")]
public sealed class SharedServicesTests : IDisposable
{
    /// <summary>Counts its starts in a file; ends when a file says so and it is asked.</summary>
    private const string Shared = """
        import http.server, os, signal, sys
        signal.signal(signal.SIGTERM, lambda *_: (open('ends', 'a').write(sys.argv[2] + '\n'), os._exit(0)))
        if os.path.exists('broken'): sys.exit('the data folder is damaged')
        open('starts', 'a').write(sys.argv[2] + '\n')
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                if os.path.exists('mortal'):
                    print('out of memory', flush=True)
                    os._exit(7)
                self.send_response(200)
                self.send_header('Content-Length', '2')
                self.end_headers()
                self.wfile.write(b'ok')
            def log_message(self, *args): pass
        http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
        """;

    /// <summary>Asks what it depends on at every request.</summary>
    private const string Candidate = """
        import http.server, os, signal, sys, urllib.request
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'
            def do_GET(self):
                try: body = urllib.request.urlopen('http://' + sys.argv[2], timeout=5).read()
                except OSError: body = b'no'
                self.send_response(200)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def log_message(self, *args): pass
        http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
        """;

    private readonly FileSandbox _box = new();
    private readonly Watcher _watcher = new();

    public SharedServicesTests()
    {
        _box.Write("shared.py", Shared);
        _box.Write("candidate.py", Candidate);
        _box.Write("stacks/web/stack.yaml", """
            name: web
            parameters: {database: nobody}
            services:
              web:
                command: [python3, "{dir}/../../candidate.py", "{port}", "{database}"]
                ready: {http: /}
                settled: false
            """);
    }

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Shared_services_start_once_serve_all_candidates_and_stop_at_the_end()
    {
        var experiment = Experiment();
        var outcome = await RunAsync(experiment);
        ShouldHaveRun(outcome);
        File.ReadAllLines(At("starts")).ShouldBe(["back", "database"], "once each, from the back to the front");
        File.ReadAllLines(At("ends")).ShouldBe(["database", "back"]);
        var directory = new RunDirectory(outcome.Folder!);
        Directory.GetFiles(directory.ServicesFolder).Select(Path.GetFileName).Order().ShouldBe(["back.log", "database.log"]);
        RunReader.ReadPlan(directory).SharedServices.ShouldBe(["database", "back"]);
        var trials = RunReader.ReadTrials(directory).Finished.Select(trial => trial.Record).ToList();
        trials.Select(trial => trial.Candidate).Distinct().Order().ShouldBe(["command", "stack"]);
        trials.ShouldAllBe(trial => trial.State == TrialState.Completed && trial.Load!.Requests.Succeeded > 0 && trial.Load.Bytes.Body == 2 * trial.Load.Requests.Completed);
        _watcher.Prepared.ShouldContain("starting the shared services: database, back");
    }

    [Fact]
    public async Task A_shared_service_that_dies_ends_the_run_and_the_run_can_be_resumed()
    {
        var experiment = Experiment(ready: "tcp: true");
        _box.Write("mortal", "");
        var outcome = await RunAsync(experiment);
        var problem = outcome.Problem.ShouldNotBeNull();
        problem.Kind.ShouldBe(RunProblemKind.SharedServiceDied);
        problem.Message.ShouldBe("The shared service 'database' died (exit code 7). Every candidate depends on it, so the run ended; its output is in services/database.log. --resume goes on with the first round that is not whole.");
        problem.Details.ShouldBe(["out of memory"]);
        File.ReadAllLines(At("ends")).ShouldBe(["back"], "the one that lived was stopped");

        File.Delete(At("mortal"));
        var resumed = await RunAsync(experiment, outcome.Folder);
        ShouldHaveRun(resumed);
        File.ReadAllLines(At("starts")).ShouldBe(["back", "database", "back", "database"], "started anew");
        RunReader.ReadTrials(new RunDirectory(resumed.Folder!)).Finished.ShouldContain(trial => trial.Record.Candidate == "command" && trial.Record.State == TrialState.Completed);
    }

    [Fact]
    public async Task A_trial_that_a_dying_shared_service_cut_off_says_so()
    {
        _watcher.OnWindow = () => _box.Write("mortal", "");
        var outcome = await RunAsync(Experiment());
        outcome.Problem.ShouldNotBeNull().Kind.ShouldBe(RunProblemKind.SharedServiceDied);
        var folder = new RunDirectory(outcome.Folder!).Trials().ShouldHaveSingleItem();
        var trial = RunReader.ReadTrials(new RunDirectory(outcome.Folder!)).Finished.ShouldHaveSingleItem().Record;
        (trial.State, trial.Reason).ShouldBe((TrialState.Interrupted, "The shared service 'database' died (exit code 7)."));
        File.ReadAllText(folder.EventsFile).ShouldContain("\"kind\":\"shared-died\"");
    }

    [Fact]
    public async Task A_shared_service_that_does_not_start_ends_the_run_before_its_first_round()
    {
        _box.Write("broken", "");
        var outcome = await RunAsync(Experiment());
        var problem = outcome.Problem.ShouldNotBeNull();
        problem.Kind.ShouldBe(RunProblemKind.CannotStart);
        problem.Message.ShouldStartWith("The shared service 'back' could not be started: 'back' of 'shared services' ended with exit code 1 before it was ready.");
        problem.Details.ShouldBe(["the data folder is damaged"]);
        outcome.Verdict.ShouldBeNull();
        new RunDirectory(outcome.Folder!).Trials().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_shared_services_need_is_missed_before_anything_starts()
    {
        _box.Write("stacks/database/stack.yaml", "name: database\nrequires: [{command: no-such-database, debian: some-package}]\nservices: {server: {command: \"no-such-database {port}\"}}");
        var outcome = await RunAsync(Read("database: {stack: stacks/database}"));
        outcome.Problem.ShouldNotBeNull().Kind.ShouldBe(RunProblemKind.CannotStart);
        outcome.Problem.Message.ShouldBe("Something that the shared services need is not installed.");
        outcome.Problem.Details.ShouldBe(["not installed: no-such-database. 'no-such-database', which stack 'database' needs, was not found. On Debian or Ubuntu: apt-get install some-package."]);
        outcome.Folder.ShouldBeNull();
    }

    [Fact]
    public async Task Shared_services_that_cannot_be_prepared_are_named()
    {
        var outcome = await RunAsync(Read("database: {command: \"python3 shared.py {port} database\", prepare: [{command: \"sh -c 'echo no space; exit 3'\", inputs: \"*.py\"}]}"));
        outcome.Problem.ShouldNotBeNull().Kind.ShouldBe(RunProblemKind.CannotStart);
        outcome.Problem.Message.ShouldStartWith("The shared service 'database' could not be prepared: Preparing 'database' failed (exit code 3)");
        outcome.Problem.Details.ShouldBe(["no space"]);
    }

    [Fact]
    public async Task A_person_who_ends_the_run_ends_the_shared_services()
    {
        using var endWindow = new CancellationTokenSource();
        _watcher.OnWindow = endWindow.Cancel;
        var outcome = await RunAsync(Experiment(), stop: new RunStop(endWindow.Token, CancellationToken.None));
        outcome.Problem.ShouldNotBeNull().Kind.ShouldBe(RunProblemKind.Interrupted);
        File.ReadAllLines(At("ends")).ShouldBe(["database", "back"]);
    }

    private ExperimentDefinition Experiment(string ready = "http: /") => Read(
        $$"""database: {command: [python3, "{dir}/shared.py", "{port}", database], needs: [back], ready: { {{ready}} }, settled: false}""",
        """back: {command: [python3, "{dir}/shared.py", "{port}", back], needs: [], settled: false}""");

    private ExperimentDefinition Read(params string[] services)
    {
        var result = _box.Read($$"""
            name: shares
            rounds: 1
            phases: {warmup: 200ms, measure: 1s, idle: 100ms, pause: 100ms}
            services:
              {{string.Join("\n  ", services)}}
            candidates:
              stack: {stack: stacks/web, with: {database: "{database.address}"} }
              command: {run: "python3 candidate.py {port} {database.address}"}
            scenarios:
              work: {request: {get: /}, load: {rate: 20/s} }
            """);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        return result.Value!;
    }

    private Task<RunOutcome> RunAsync(ExperimentDefinition experiment, string? resume = null, RunStop? stop = null) => new ExperimentRunner(
        experiment,
        new RunSettings(At("runs"), At("cache"), Preview: false) { Resume = resume },
        _watcher,
        TimeProvider.System).RunAsync(stop ?? new RunStop(CancellationToken.None, CancellationToken.None));

    /// <summary>To its end; a machine that is busy with other things may make windows that are worth nothing.</summary>
    private static void ShouldHaveRun(RunOutcome outcome) => (outcome.Problem?.Kind ?? RunProblemKind.NoValidResult).ShouldBe(RunProblemKind.NoValidResult);

    private string At(string name) => Path.Combine(_box.Folder, name);

    private sealed class Watcher : IRunObserver
    {
        public List<string> Prepared { get; } = [];

        public Action OnWindow { get; set; } = () => { };

        public void Preparing(string text) => Prepared.Add(text);

        public void Resumed(PlanRecord plan, int round, IReadOnlyList<TrialRecord> kept, IReadOnlyList<string> setAside)
        {
        }

        public void Planned(PlanRecord plan, string folder, TimeSpan expected)
        {
        }

        public void PhaseStarted(TrialName trial, string phase, TimeSpan expected)
        {
            if (phase == PhaseName.Window)
            {
                OnWindow();
            }
        }

        public void SliceCompleted(TrialName trial, SliceRecord slice, double? cores)
        {
        }

        public void TrialEnded(TrialRecord trial)
        {
        }

        public void RoundRepeated(int round, string reason)
        {
        }
    }
}
