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

    public void Dispose() => _work.Dispose();

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
