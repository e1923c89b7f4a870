using Prony.Stacks.Definitions;
using Prony.Stacks.Layers;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Layers;

/// <summary>The servers that layers are made of tell what the examples of docs/stacks/layers.md read; those that are installed.</summary>
[Trait("Speed", "Slow")]
public sealed class RealServerTests
{
    private static readonly HttpClient Client = new();

    [ProgramFact("haproxy")]
    public async Task Haproxy_tells_its_queue_on_its_socket_and_as_a_page()
    {
        await using var bench = new StackBench();
        string[] values = ["queue", "sessions", "requests"];
        var source = Source(MetricFormat.Csv, ("queue", "qcur"), ("sessions", "scur"), ("requests", "stot")) with
        {
            Transport = MetricTransport.Unix,
            Address = "{data}/admin.sock",
            Send = "show stat\n",
            Row = [new("pxname", "back"), new("svname", "BACKEND")],
        };
        await using var stack = await bench.StartAsync(
            Service(["haproxy", "-db", "-f", "{data}/haproxy.cfg"], source, source with { Transport = MetricTransport.Http, Address = "http://127.0.0.1:{port}/stats;csv", Send = null }) with
            {
                Files =
                [
                    new FileTemplate("haproxy.cfg", """
                        global
                            stats socket {{prony:data}}/admin.sock
                        defaults
                            mode http
                            timeout connect 100ms
                            timeout client 5s
                            timeout server 5s
                            retries 0
                        frontend front
                            bind 127.0.0.1:{{prony:port}}
                            stats enable
                            stats uri /stats
                            default_backend back
                        backend back
                            server one 127.0.0.1:1 maxconn 10

                        """, null),
                ],
            });

        (await ReadAsync(stack.Layers[0])).ShouldBe("queue 0, sessions 0, requests 0");
        (await Client.GetAsync(new Uri(stack.Target, "/"))).IsSuccessStatusCode.ShouldBeFalse();
        (await ReadAsync(stack.Layers[0])).ShouldBe("queue 0, sessions 0, requests 1");
        (await ReadAsync(stack.Layers[1])).ShouldBe("queue 0, sessions 0, requests 1");
        stack.Layers[0].Metrics.Select(metric => metric.Name).ShouldBe(values);
    }

    [ProgramFact("redis-server")]
    public async Task Redis_tells_its_clients_on_a_connection_that_stays_open()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(Service(
            ["redis-server", "--bind", "127.0.0.1", "--port", "{port}", "--save", "", "--dir", "{data}"],
            Source(MetricFormat.Lines, ("clients", @"^connected_clients:(\d+)"), ("loading", @"^loading:(\d+)")) with { Transport = MetricTransport.Tcp, Address = "127.0.0.1:{port}", Send = "INFO\r\n" }));

        (await ReadAsync(stack.Layers[0])).ShouldBe("clients 1, loading 0");
        (await ReadAsync(stack.Layers[0])).ShouldStartWith("clients ");
    }

    [ProgramFact("memcached")]
    public async Task Memcached_tells_its_connections()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(Service(
            ["memcached", "-u", "nobody", "-l", "127.0.0.1", "-p", "{port}", "-U", "0"],
            Source(MetricFormat.Lines, ("gets", @"^STAT cmd_get (\d+)"), ("threads", @"^STAT threads (\d+)")) with { Transport = MetricTransport.Tcp, Address = "127.0.0.1:{port}", Send = "stats\r\n" }));

        (await ReadAsync(stack.Layers[0])).ShouldBe("gets 0, threads 4");
    }

    [ProgramFact("pgbouncer", "psql")]
    public async Task Pgbouncer_tells_who_waits_to_a_command_that_runs_as_its_user()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(Service(
            ["pgbouncer", "{data}/pgbouncer.ini"],
            Source(MetricFormat.Csv, ("waiting", "cl_waiting"), ("active", "cl_active")) with
            {
                Transport = MetricTransport.Command,
                Command = ["psql", "-X", "-h", "127.0.0.1", "-p", "{port}", "-U", "stats", "--csv", "-c", "show pools", "pgbouncer"],
                Row = [new("database", "pgbouncer")],
            }) with
        {
            User = "nobody",
            Stop = new StopDefinition("SIGINT", TimeSpan.FromSeconds(5)),
            Files =
            [
                new FileTemplate("pgbouncer.ini", """
                    [databases]
                    recipes = host=127.0.0.1 port=1 user=app
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = {{prony:port}}
                    unix_socket_dir =
                    auth_type = any
                    stats_users = stats

                    """, null),
            ],
        });

        (await ReadAsync(stack.Layers[0])).ShouldStartWith("waiting 0, active 1");
    }

    private static ServiceDefinition Service(IReadOnlyList<string> command, params MetricSourceDefinition[] metrics) => new()
    {
        Name = "web",
        Command = command,
        Settled = new SettledDefinition(Wait: false),
        Stop = new StopDefinition(Grace: TimeSpan.FromSeconds(5)),
        Metrics = metrics,
    };

    private static MetricSourceDefinition Source(MetricFormat format, params (string Name, string From)[] values) => new()
    {
        Transport = MetricTransport.Http,
        Format = format,
        Values = [.. values.Select(value => new MetricDefinition(value.Name, value.From))],
    };

    private static async Task<string> ReadAsync(LayerSource source)
    {
        var reading = await source.ReadAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        reading.Problem.ShouldBeNull();
        return string.Join(", ", reading.Values.Select(value => FormattableString.Invariant($"{value.Key} {value.Value}")));
    }
}

/// <summary>A test that needs programs; skipped where one is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(params string[] programs)
    {
        if (programs.Where(program => ProgramFinder.Find(program, "/") is null).ToList() is { Count: > 0 } missing)
        {
            Skip = "not installed: " + string.Join(", ", missing);
        }
    }
}
