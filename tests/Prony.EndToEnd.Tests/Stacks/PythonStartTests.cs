using System.Globalization;
using Prony.EndToEnd.Tests.Loading;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Stacks;

/// <summary>Python servers that cannot start say why, each in its own way; and several processes on one socket share the load.</summary>
[Trait("Speed", "Slow")]
public sealed class PythonStartTests(FaultyServers others) : IClassFixture<FaultyServers>, IDisposable
{
    private readonly Workspace _work = new();

    [StackTheory("daphne", "gunicorn", "chaussette")]
    [InlineData("daphne", 3)]
    [InlineData("gunicorn", 4)]
    [InlineData("chaussette", 4)]
    public async Task Processes_on_one_socket_share_the_load(string stack, int workers)
    {
        await using var started = await ShippedStack.StartAsync(stack, "workers", workers.ToString(CultureInfo.InvariantCulture));
        var seen = new HashSet<string>();
        for (var attempt = 0; attempt < 100 && seen.Count < workers; attempt++)
        {
            seen.UnionWith(await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => started.GetTextAsync("/pid"))));
        }

        seen.Count.ShouldBe(workers);
    }

    [StackTheory("daphne", "gunicorn", "waitress")]
    [InlineData("/usr/bin/daphne -v 0 -b 127.0.0.1 -p PORT asgi_app:app")]   // ends with exit code 0
    [InlineData("/usr/bin/gunicorn -b 127.0.0.1:PORT wsgi_app:app")]         // tries again for five seconds, while the other server answers
    [InlineData("/usr/bin/waitress-serve --listen=127.0.0.1:PORT wsgi_app:app")]
    public async Task A_taken_port_is_told_although_the_other_server_answers(string command)
    {
        var port = new Uri(others.Ok).Port.ToString(CultureInfo.InvariantCulture);
        var file = _work.Write("stack.yaml", $$"""
            name: fixed
            services:
              web:
                command: {{command.Replace("PORT", port, StringComparison.Ordinal)}}
                cwd: {{Clone.PathOf("stacks", "python-apps")}}
                env: {PYTHONDONTWRITEBYTECODE: "1"}
                ready: {http: /, within: 20s}
            target: "http://127.0.0.1:{{port}}"
            """);
        var failure = await Should.ThrowAsync<StackStartException>(() => ShippedStack.StartAsync(ShippedStack.Read(file)));
        failure.Kind.ShouldBe(StartFailureKind.PortTaken, failure.Message + string.Join('\n', failure.LogTail));
        failure.Message.ShouldContain(port);
        failure.Message.ShouldContain("python3");
    }

    [StackTheory("gunicorn", "daphne", "uvicorn", "uwsgi", "hypercorn")]
    // gunicorn: 3, or 1 when its second worker fails while it stops because of the first.
    [InlineData("gunicorn", StartFailureKind.Exited, "exit code [13]\\b")]
    [InlineData("daphne", StartFailureKind.Exited, "exit code 1\\b")]
    [InlineData("uvicorn", StartFailureKind.Exited, "exit code 1\\b")]
    [InlineData("uwsgi", StartFailureKind.Exited, "exit code 22\\b")]
    [InlineData("hypercorn", StartFailureKind.Exited, "exit code 0\\b")]
    public async Task An_application_that_cannot_be_imported_is_told_with_its_traceback(string stack, StartFailureKind kind, string how)
    {
        var failure = await Should.ThrowAsync<StackStartException>(
            () => ShippedStack.StartQuicklyAsync(stack, TimeSpan.FromSeconds(20), "app", BrokenApp(), "folder", _work.Folder));
        failure.Kind.ShouldBe(kind, failure.Message);
        failure.Message.ShouldMatch(how);
        string.Join('\n', failure.LogTail).ShouldContain("ModuleNotFoundError: No module named 'shop'");
    }

    [StackFact("uvicorn")]
    public async Task Workers_of_uvicorn_that_die_of_an_import_error_are_told_although_their_parent_lives()
    {
        var failure = await Should.ThrowAsync<StackStartException>(
            () => ShippedStack.StartQuicklyAsync("uvicorn", TimeSpan.FromSeconds(10), "workers", "2", "app", BrokenApp(), "folder", _work.Folder));
        failure.Kind.ShouldBe(StartFailureKind.NotReady, failure.Message);
        failure.Message.ShouldContain("runs but was not ready within 10 s");
        string.Join('\n', failure.LogTail).ShouldContain("ModuleNotFoundError: No module named 'shop'");
    }

    public void Dispose() => _work.Dispose();

    /// <summary>An application that imports what is not there.</summary>
    private string BrokenApp()
    {
        _work.Write("broken.py", "import shop\n\napp = shop.app\n");
        return "broken:app";
    }
}
