using System.Globalization;
using Prony.EndToEnd.Tests.Stacks;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.CommandLine;

/// <summary><c>prony import</c>, and files of Circus where a stack is expected.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly Workspace _work = new();

    [StackFact("gunicorn")]
    public void A_circus_ini_becomes_a_stack_that_starts_answers_and_stops()
    {
        var port = Workspace.FreeFixedPort().ToString(CultureInfo.InvariantCulture);
        WriteCircus(port);

        var imported = _work.Run("import", "circus.ini", "-o", "stack.yaml");

        imported.ExitCode.ShouldBe(0, imported.ToString());
        imported.Error.ShouldContain("circus.ini:2: endpoint: `prony ctl` steers");
        imported.Error.ShouldContain("wrote stack.yaml");
        File.ReadAllText(_work.PathOf("stack.yaml")).ShouldContain($"port: {port}, host: 127.0.0.1");
        foreach (var file in new[] { "stack.yaml", "circus.ini" })
        {
            var check = _work.Run("check", file);
            check.ExitCode.ShouldBe(0, check.ToString());
        }

        _work.Run("import", "circus.ini").Output.ShouldBe(File.ReadAllText(_work.PathOf("stack.yaml")));
        _work.Run("import", "circus.ini", "-o", "stack.yaml").ShouldSatisfyAllConditions(
            again => again.ExitCode.ShouldBe(2), again => again.Error.ShouldContain("'stack.yaml' exists already"));
    }

    [Fact]
    public void What_is_wrong_with_a_file_is_said_with_its_line()
    {
        _work.Write("supervisord.conf", "[program:web]\ncomand = x\n");
        var result = _work.Run("import", "supervisord.conf");
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("supervisord.conf:2:1: unknown key 'comand' in [program:web]. Did you mean 'command'?");
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public void A_write_up_with_outputs_in_it_is_imported_reported_and_compared()
    {
        _work.Write("write-up.txt", $"daphne:\n\n{Hey(11.4065, 87.6694)}\nuvicorn:\n\n{Hey(2.38, 420.1747)}\nThat is all.\n");
        _work.Write("usage.log", "# Elapsed time   CPU (%)     Real (MB)\n       0.000        0.000      100.000\n       1.000       48.000      102.000\n");

        var imported = _work.Run("import", "write-up.txt", "usage.log", "--name", "daphne,uvicorn,uvicorn");

        imported.ExitCode.ShouldBe(0, imported.ToString());
        imported.Error.ShouldContain("write-up.txt:3: hey text: daphne\nwrite-up.txt:16: hey text: uvicorn\nusage.log:1: psrecord log: uvicorn\n");
        var run = imported.Output.Trim();
        run.ShouldStartWith("runs/");
        _work.Run("report", run).Output.ShouldSatisfyAllConditions(
            report => report.ShouldContain("Somebody else's measurement"), report => report.ShouldContain("87.67"), report => report.ShouldContain("48 %"), report => report.ShouldContain("cannot tell"));
        var compared = _work.Run("compare", run, run, "--candidate", "daphne=uvicorn");
        compared.ExitCode.ShouldBe(0, compared.ToString());
        compared.Output.ShouldContain("No interval:");
        var nothing = _work.Write("nothing.txt", "We used Locust.\n");
        _work.Run("import", nothing).ShouldSatisfyAllConditions(
            result => result.ExitCode.ShouldBe(2), result => result.Error.ShouldContain("Nearest: line 1 speaks of Locust"), result => result.Output.ShouldBeEmpty());
    }

    public void Dispose() => _work.Dispose();

    private static string Hey(double seconds, double perS) => string.Create(
        CultureInfo.InvariantCulture,
        $"Summary:\n  Total:\t{seconds:F4} secs\n  Average:\t0.1132 secs\n  Requests/sec:\t{perS:F4}\n\nLatency distribution:\n  50% in 0.1083 secs\n\nStatus code distribution:\n  [200]\t1000 responses\n");

    private void WriteCircus(string port)
    {
        _work.Write("app.py", "def app(environ, start_response):\n    start_response('200 OK', [('Content-Length', '3')])\n    return [b'ok\\n']\n");
        _work.Write("circus.ini", $"""
            [circus]
            endpoint = tcp://127.0.0.1:4555

            [watcher:dummy]
            cmd = /usr/bin/gunicorn --bind fd://$(circus.sockets.foo) --workers 1 app:app

            use_sockets = True
            warmup_delay = 0
            numprocesses = 2

            [socket:foo]
            host = 127.0.0.1
            port = {port}
            """);
    }
}
