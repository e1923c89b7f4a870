using System.Text.Json;
using Prony.EndToEnd.Tests.Torture;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Stacks;

/// <summary><c>prony check</c>: one start of a stack that works, and of stacks that do not, each in its own way.</summary>
public sealed class CheckTests : IDisposable
{
    /// <summary>Serves HTTP on its port; what else it does stands in its first argument.</summary>
    private const string Server = """
        import http.server, os, signal, sys, time
        mode, port = sys.argv[1], int(sys.argv[2])
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200); self.send_header('Content-Length', '2'); self.end_headers(); self.wfile.write(b'ok')
                if mode == 'once': self.wfile.flush(); print('that is enough', flush=True); os._exit(9)
            def log_message(self, *args): pass
        if mode == 'late': time.sleep(60)
        if mode == 'stubborn': signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if mode == 'parent' and os.fork() == 0:
            os.setsid(); time.sleep(60)
        http.server.HTTPServer(('127.0.0.1', port), Handler).serve_forever()
        """;

    private readonly Workspace _work = new();

    public CheckTests() => _work.Write("server.py", Server);

    [Fact]
    public void A_stack_that_works_is_a_row_with_its_times_its_memory_and_how_it_stopped()
    {
        Stack("good", "good");
        var result = _work.Run("check", "good", "--json", "check.json");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldMatch(@"good +1 +1 +[\d.]+ s +[\d.]+ s +\d+ +200 +TERM +143 +0");
        result.Output.Split('\n').ShouldAllBe(line => line.Length <= 100);
        result.Error.ShouldContain($"{_work.Name}-good: starting");
        result.Error.ShouldContain("GET / answered 200; stopping");
        using var json = JsonDocument.Parse(File.ReadAllText(_work.PathOf("check.json")));
        var stack = json.RootElement.GetProperty("stacks")[0];
        stack.GetProperty("state").GetString().ShouldBe("good");
        stack.GetProperty("services")[0].GetProperty("pss_bytes").GetInt64().ShouldBeGreaterThan(1_000_000);
        stack.GetProperty("answer").GetProperty("body_bytes").GetInt64().ShouldBe(2);
        stack.GetProperty("stops")[0].GetProperty("expected").GetBoolean().ShouldBeTrue();
        ShouldLeaveNothing("good");
    }

    [Fact]
    public void Json_on_standard_output_is_alone_there_and_quiet_says_nothing()
    {
        Stack("good", "good");
        var result = _work.Run("check", "good", "--json", "-");
        using var json = JsonDocument.Parse(result.Output);
        json.RootElement.GetProperty("schema").GetString().ShouldBe("prony.check/1");
        var quiet = _work.Run("check", "good", "-q");
        (quiet.ExitCode, quiet.Output, quiet.Error).ShouldBe((0, "", ""));
    }

    [Theory]
    [InlineData("once", "ready: {tcp: true}", "exit code 9", "that is enough")]
    [InlineData("good", "stop: {exit: [7]}", "stopped with exit code 143, which stop.exit does not accept", "")]
    [InlineData("stubborn", "stop: {grace: 200ms}", "did not stop within its grace after SIGTERM and was killed (stop.grace)", "")]
    [InlineData("parent", "ready: {http: /}", "something outlived the stack: ", "")]
    [InlineData("good", "ready: {http: /, status: 204, within: 4s}", "GET / answered 200, expected 204", "")]
    public void What_is_wrong_is_told_and_nothing_is_left(string mode, string key, string reason, string output)
    {
        Stack("bad", mode, key);
        var result = _work.Run("check", "bad");
        result.ExitCode.ShouldBe(3, result.ToString());
        result.Error.ShouldContain($"stack '{_work.Name}-bad' failed: ");
        result.Error.ShouldContain(reason);
        result.Output.ShouldContain(output);
        ShouldLeaveNothing("bad");
    }

    [Fact]
    public void An_import_error_is_shown_with_its_traceback()
    {
        _work.Write("server.py", "import no_such_module_at_all\n");
        Stack("bad", "good");
        var result = _work.Run("check", "bad");
        result.ExitCode.ShouldBe(3, result.ToString());
        result.Output.ShouldContain("ModuleNotFoundError: No module named 'no_such_module_at_all'");
    }

    [Fact]
    public void A_front_that_speaks_no_http_is_good_when_its_file_does_not_say_that_it_does()
    {
        _work.Write("server.py", """
            import socket, sys
            server = socket.create_server(('127.0.0.1', int(sys.argv[2])))
            while True: server.accept()[0].close()
            """);
        Stack("plain", "good", "ready: {tcp: true}");
        var result = _work.Run("check", "plain");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain(" tcp ");
    }

    [Fact]
    public void A_worker_that_listens_nowhere_is_good_when_its_output_says_that_it_is_ready()
    {
        _work.Write("server.py", "import time\nprint('waiting for work', flush=True)\ntime.sleep(60)\n");
        Stack("worker", "good", "ready: {log: waiting for work}");
        var result = _work.Run("check", "worker");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Error.ShouldContain("listens nowhere; stopping");
    }

    [Fact]
    public void A_start_is_bounded_as_a_whole()
    {
        Stack("late", "late");
        var result = _work.Run("check", "late", "--within", "700ms");
        result.ExitCode.ShouldBe(3, result.ToString());
        result.Error.ShouldContain("not ready and settled within 700 ms in all (--within)");
        ShouldLeaveNothing("late");
    }

    [Fact]
    public void After_a_failure_the_rest_is_checked_only_on_request()
    {
        Stack("stacks/a", "good", "stop: {exit: [7]}");
        Stack("stacks/b", "good");
        var first = _work.Run("check", "stacks");
        first.ExitCode.ShouldBe(3, first.ToString());
        first.Output.ShouldMatch("-b +– +– +not-checked");
        var all = _work.Run("check", "stacks", "--keep-going");
        all.ExitCode.ShouldBe(3);
        all.Output.ShouldMatch("-b +1 +1 .* 200 ");
    }

    [Fact]
    public void What_is_not_installed_is_skipped_with_how_to_get_it()
    {
        Stack("stacks/rare", "good", requires: "[{python: no_such_module, get: not to be had}, {command: no-such, debian: [no-such-package]}]");
        var alone = _work.Run("check", "stacks/rare");
        alone.ExitCode.ShouldBe(3, "nothing was checked");
        string.Join(' ', alone.Output.Split('\n', StringSplitOptions.TrimEntries)).ShouldContain("skipped: not installed: Python module no_such_module, no-such.");
        var text = string.Join(' ', alone.Output.Split('\n', StringSplitOptions.TrimEntries));
        text.ShouldContain("Not to be had.");
        text.ShouldContain("apt-get install no-such-package");
        Stack("stacks/good", "good");
        _work.Run("check", "stacks").ExitCode.ShouldBe(0, "the other one was");
    }

    [Fact]
    public void Parameters_can_be_given()
    {
        _work.Write("p/stack.yaml", $$"""
            name: {{_work.Name}}-p
            parameters: {mode: late}
            services: {web: {command: [python3, ../server.py, "{mode}", "{port}"], ready: {http: /} } }
            """);
        _work.Run("check", "p", "--with", "mode=good").ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("'p' is not NAME=VALUE", "check", "good", "--with", "p")]
    [InlineData("no stack that was named has a parameter 'p'. There are none.", "check", "good", "--with", "p=1")]
    [InlineData("nowhere: there is no such file", "check", "nowhere")]
    [InlineData("Required argument missing", "check")]
    public void Wrong_use_ends_with_code_2(string message, params string[] arguments)
    {
        Stack("good", "good");
        var result = _work.Run(arguments);
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain(message);
    }

    [Fact]
    public void Ctrl_C_stops_what_was_started()
    {
        Stack("late", "late");
        using var tool = _work.Start("check", "late");
        WaitFor(() => tool.ErrorSoFar.Contains("starting", StringComparison.Ordinal));
        Thread.Sleep(300);
        tool.Signal(2);
        var result = tool.WaitForEnd(TimeSpan.FromSeconds(30));
        result.ExitCode.ShouldBe(130, result.ToString());
        result.Error.ShouldContain("Interrupted: stopping what was started.");
        ShouldLeaveNothing("late");
    }

    public void Dispose() => _work.Dispose();

    /// <summary>A stack in a folder of the workspace, named after the test's workspace so that what it leaves can be told from others'.</summary>
    private void Stack(string folder, string mode, string key = "ready: {http: /}", string requires = "[]") => _work.Write($"{folder}/stack.yaml", $$"""
        name: {{_work.Name}}-{{Path.GetFileName(folder)}}
        requires: {{requires}}
        services:
          web:
            command: [python3, {{_work.PathOf("server.py")}}, {{mode}}, "{port}"]
            {{key}}
        """);

    private void ShouldLeaveNothing(string stack) => Remains.WaitForNone($"check-{_work.Name}-{stack}", TimeSpan.FromSeconds(5)).ShouldBeEmpty();

    private static void WaitFor(Func<bool> condition)
    {
        for (var i = 0; i < 600 && !condition(); i++)
        {
            Thread.Sleep(50);
        }
    }
}
