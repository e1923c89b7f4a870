using Prony.Stacks.Definitions;
using Prony.Stacks.Layers;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Layers;

/// <summary>A real program tells figures over HTTP, a Unix socket and TCP, and through a command; well and badly.</summary>
[Trait("Speed", "Slow")]
public sealed class LayerSourceTests
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    /// <summary>Answers HTTP on the port given; tells CSV on the Unix socket and closes; tells lines in two pieces on a TCP port (in the file "ports") and stays open.</summary>
    private const string Teller = """
        import http.server, os, socket, sys, threading, time
        here = os.path.dirname(os.path.abspath(__file__))
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                bodies = {'/stats': b'{"pool": {"waiting": 4}}', '/secret': b'{"pool": {"waiting": 5}}', '/': b'ok', '/endless': b'x' * 1000}
                right = self.path != '/secret' or self.headers.get('Authorization') == 'Basic dXNlcjpwYXNz'
                self.send_response(200 if right and self.path in bodies else 404)
                self.end_headers()
                self.wfile.write(bodies.get(self.path, b''))
                while self.path == '/endless':
                    self.wfile.write(b'x' * 100000)
            def log_message(self, *args): pass
        def listen(family, address, answer):
            server = socket.socket(family)
            server.bind(address)
            server.listen(16)
            def serve():
                while True:
                    connection, _ = server.accept()
                    threading.Thread(target=answer, args=(connection,), daemon=True).start()
            threading.Thread(target=serve, daemon=True).start()
            return server
        def line(connection):
            text = b''
            while not text.endswith(b'\n'): text += connection.recv(100)
            return text
        def close_after(connection):
            asked = line(connection)
            connection.sendall(b'# name,queue,\nfront,1,\nback,%d,\n' % len(asked))
            connection.close()
        def stay_open(connection):
            line(connection)
            connection.sendall(b'$40\r\nclients:7\r\n')
            time.sleep(0.3)
            connection.sendall(b'commands:99\r\n')
            time.sleep(60)
        def say_nothing(connection):
            time.sleep(60)
        listen(socket.AF_UNIX, os.path.join(here, 'teller.sock'), close_after)
        open_ = listen(socket.AF_INET, ('127.0.0.1', 0), stay_open)
        mute = listen(socket.AF_INET, ('127.0.0.1', 0), say_nothing)
        with open(os.path.join(here, 'ports'), 'w') as file: file.write(f'{open_.getsockname()[1]} {mute.getsockname()[1]}')
        server = http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Handler)
        server.daemon_threads = True
        server.serve_forever()
        """;

    [Fact]
    public async Task Figures_come_over_every_road()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(WithMetrics(
            bench,
            Source(MetricTransport.Http, "http://127.0.0.1:{port}/stats", MetricFormat.Json, ("waiting", "pool.waiting")),
            Source(MetricTransport.Http, "http://user:pass@127.0.0.1:{port}/secret", MetricFormat.Json, ("waiting", "pool.waiting")),
            Source(MetricTransport.Unix, "{dir}/teller.sock", MetricFormat.Csv, ("queue", "queue")) with { Send = "show stat\n", Row = [new("name", "back")] },
            Source(MetricTransport.Command, "", MetricFormat.Lines, ("answer", @"^answer (\d+) {port}$")) with { Command = ["sh", "-c", "echo loud >&2; echo \"answer $NUMBER {port}\""] }));
        var ports = (await File.ReadAllTextAsync(Path.Combine(bench.Folder, "ports"))).Split(' ');
        var tcp = new LayerSource(
            "web",
            Source(MetricTransport.Tcp, "127.0.0.1:" + ports[0], MetricFormat.Lines, ("clients", @"clients:(\d+)"), ("commands", @"commands:(\d+)")) with { Send = "INFO\r\n" },
            () => throw new InvalidOperationException());

        (await ReadAsync(stack.Layers[0])).ShouldBe("waiting=4");
        (await ReadAsync(stack.Layers[1])).ShouldBe("waiting=5");
        stack.Layers[1].Place.ShouldNotContain("pass");
        (await ReadAsync(stack.Layers[2])).ShouldBe("queue=10");
        (await ReadAsync(stack.Layers[3])).ShouldBe("answer=42");
        (await ReadAsync(tcp)).ShouldBe("clients=7, commands=99", "the second piece comes a moment later, on a connection that stays open");
        (await ReadAsync(stack.Layers[2])).ShouldBe("queue=10");
        (await File.ReadAllTextAsync(Path.Combine(bench.Logs, "web.metrics.log"))).ShouldContain("loud");
        stack.Layers.ShouldAllBe(source => source.Service == "web");
    }

    [Fact]
    public async Task What_fails_is_told_and_not_thrown()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(WithMetrics(
            bench,
            Source(MetricTransport.Http, "http://127.0.0.1:{port}/nothing", MetricFormat.Json, ("x", "a")),
            Source(MetricTransport.Http, "http://127.0.0.1:{port}/endless", MetricFormat.Json, ("x", "a")),
            Source(MetricTransport.Http, "127.0.0.1", MetricFormat.Json, ("x", "a")),
            Source(MetricTransport.Http, "http://127.0.0.1:1/", MetricFormat.Json, ("x", "a")),
            Source(MetricTransport.Unix, "{dir}/nobody.sock", MetricFormat.Csv, ("x", "a")),
            Source(MetricTransport.Unix, "/" + new string('x', 120), MetricFormat.Csv, ("x", "a")),
            Source(MetricTransport.Tcp, "127.0.0.1:http", MetricFormat.Csv, ("x", "a")),
            Source(MetricTransport.Tcp, "127.0.0.1:1", MetricFormat.Csv, ("x", "a")),
            Source(MetricTransport.Command, "", MetricFormat.Lines, ("x", "(a)")) with { Command = ["sh", "-c", "echo no database >&2; exit 3"] },
            Source(MetricTransport.Command, "", MetricFormat.Lines, ("x", "(a)")) with { Command = ["no-such-program-at-all"] }));

        (await ProblemAsync(stack.Layers[0])).ShouldBe("it answered with status 404");
        (await ProblemAsync(stack.Layers[1])).ShouldBe("the answer is longer than 4 MiB");
        (await ProblemAsync(stack.Layers[2])).ShouldBe("'127.0.0.1' is no http:// address");
        (await ProblemAsync(stack.Layers[3])).ShouldBe("Connection refused");
        (await ProblemAsync(stack.Layers[4])).ShouldNotBeEmpty();
        (await ProblemAsync(stack.Layers[5])).ShouldEndWith("is too long for the path of a socket (unix(7): 107 bytes)");
        (await ProblemAsync(stack.Layers[6])).ShouldBe("'127.0.0.1:http' is no HOST:PORT");
        (await ProblemAsync(stack.Layers[7])).ShouldBe("Connection refused");
        (await ProblemAsync(stack.Layers[8])).ShouldBe("it ended with exit code 3: no database");
        (await ProblemAsync(stack.Layers[9])).ShouldBe("'no-such-program-at-all' was not found");
    }

    [Fact]
    public async Task Nobody_is_waited_for_longer_than_was_said()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(WithMetrics(
            bench, Source(MetricTransport.Command, "", MetricFormat.Lines, ("x", "(a)")) with { Command = ["sh", "-c", "sleep 60 & sleep 61"] }));
        var ports = (await File.ReadAllTextAsync(Path.Combine(bench.Folder, "ports"))).Split(' ');
        var mute = new LayerSource("web", Source(MetricTransport.Tcp, "127.0.0.1:" + ports[1], MetricFormat.Lines, ("x", "(a)")), () => throw new InvalidOperationException());

        foreach (var source in new[] { mute, stack.Layers[0] })
        {
            (await source.ReadAsync(TimeSpan.FromMilliseconds(300), CancellationToken.None)).Problem.ShouldBe("no whole answer came within 300 ms");
        }

        using var gone = new CancellationTokenSource();
        gone.CancelAfter(100);
        await Should.ThrowAsync<OperationCanceledException>(() => mute.ReadAsync(Within, gone.Token));
    }

    [Fact]
    public async Task What_a_command_uses_belongs_to_no_service()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(WithMetrics(
            bench,
            Source(MetricTransport.Command, "", MetricFormat.Lines, ("x", "(1)")) with { Command = ["python3", "-c", "import time\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass\nprint(1)"] }));
        var before = stack.Read()[0].CpuNs;

        (await ReadAsync(stack.Layers[0])).ShouldBe("x=1");

        (stack.Read()[0].CpuNs - before).ShouldBeLessThan(400_000_000);
        stack.ReadProcesses().ShouldHaveSingleItem().Live.ShouldHaveSingleItem().Name.ShouldStartWith("python3");
    }

    private static ServiceDefinition WithMetrics(StackBench bench, params MetricSourceDefinition[] sources) =>
        bench.Python(Teller, "{port}") with { Metrics = sources, Env = [new("NUMBER", "42")] };

    private static async Task<string> ReadAsync(LayerSource source)
    {
        var reading = await source.ReadAsync(Within, CancellationToken.None);
        reading.Problem.ShouldBeNull();
        return string.Join(", ", reading.Values.Select(value => FormattableString.Invariant($"{value.Key}={value.Value}")));
    }

    private static async Task<string> ProblemAsync(LayerSource source) => (await source.ReadAsync(Within, CancellationToken.None)).Problem.ShouldNotBeNull();

    private static MetricSourceDefinition Source(MetricTransport transport, string address, MetricFormat format, params (string Name, string From)[] values) => new()
    {
        Transport = transport,
        Address = address,
        Format = format,
        Values = [.. values.Select(value => new MetricDefinition(value.Name, value.From))],
    };
}
