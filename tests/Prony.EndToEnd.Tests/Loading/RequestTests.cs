using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Loading;

/// <summary>What a real server receives when requests have weights, variables and data.</summary>
public sealed class RequestTests : IDisposable
{
    private readonly Workspace _work = new();
    private Process? _server;

    public void Dispose()
    {
        _server?.Kill(entireProcessTree: true);
        _server?.WaitForExit();
        _server?.Dispose();
        _work.Dispose();
    }

    [Fact]
    public void A_load_goes_through_the_rows_of_a_csv_file()
    {
        _work.Write("users.csv", "name,token\r\n\"Smith, Zoë\",t0ken-1\r\nbob,t0ken-2\r\n");
        var url = StartServer("log");

        var result = _work.Run(
            "load", url + "users/{data.name}?n={index}", "-H", "X-Key: {data.token}", "-b", """{"name":"{data.name}","other":{}}""", "--data", "users.csv", "-n", "3", "-c", "1", "--out", "runs");

        result.ExitCode.ShouldBeOneOf(0, 5);   // 5: three requests are few to conclude from
        Received("log").ShouldBe(
        [
            ["POST", "/users/Smith,%20Zo%C3%AB?n=0", "t0ken-1", """{"name":"Smith, Zoë","other":{}}"""],
            ["POST", "/users/bob?n=1", "t0ken-2", """{"name":"bob","other":{}}"""],
            ["POST", "/users/Smith,%20Zo%C3%AB?n=2", "t0ken-1", """{"name":"Smith, Zoë","other":{}}"""],
        ]);
        File.ReadAllText(Path.Combine(_work.Runs.ShouldHaveSingleItem(), "plan.json")).ShouldContain("\"file\": \"users.csv\"");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void All_candidates_of_a_round_are_asked_the_same()
    {
        _work.Write("users.jsonl", "{\"name\": \"ann\", \"id\": 1}\n{\"name\": \"bob\", \"id\": 2}\n");
        _work.Write("body.json", """{"n":{index},"id":{data.id}}""");
        var server = Path.Combine(AppContext.BaseDirectory, "Servers", "recording.py");
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            rounds: 1
            limits: {V27: {invalid: 100%} }
            phases: {warmup: 200ms, measure: 800ms, idle: 100ms, pause: 100ms}
            candidates:
              a: {run: "python3 {{server}} {port} a.log"}
              b: {run: "python3 {{server}} {port} b.log"}
            scenarios:
              work:
                requests:
                  - {get: "/items/{index}?r={random.6}", headers: {X-Key: "{random}"}, weight: 3}
                  - {post: "/users/{data.name}", body-file: body.json}
                  - {head: /fixed}
                data: {file: users.jsonl, order: random}
                load: {rate: 100/s}
            """);

        var result = _work.Run("run", "experiment.yaml");

        result.ExitCode.ShouldBeOneOf(0, 5);   // 5 where the machine is too busy to keep the schedule
        var a = Received("a.log");
        a.Count.ShouldBeInRange(50, 600);   // about 100, and as many for each time that the round is repeated
        a.Select(r => r[0]).Distinct().Order(StringComparer.Ordinal).ShouldBe(["GET", "HEAD", "POST"]);
        Sorted(Received("b.log")).ShouldBe(Sorted(a));
        _work.Run("report", _work.Runs.ShouldHaveSingleItem(), "--format", "markdown").Output.Replace("\\", "", StringComparison.Ordinal).ShouldContain(
            "GET /items/{index}?r={random.6} (weight 3 of 5), POST /users/{data.name} (weight 1 of 5), HEAD /fixed (weight 1 of 5), data users.jsonl (2 rows, random)");
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_wrong_with_data_is_said_before_anything_starts()
    {
        _work.Write("users.csv", "name,age\nann,1\nbob\n");
        _work.WriteExperiment("ok", "ok", extra: "    data: users.csv");

        var result = _work.Run("run", "experiment.yaml");

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain("users.csv:3: this row has 1 field, but there are 2 columns (name, age).");
        _work.Runs.ShouldBeEmpty();
    }

    private static List<string> Sorted(List<string[]> requests) => [.. requests.Select(r => string.Join(' ', r)).Order(StringComparer.Ordinal)];

    private List<string[]> Received(string log) => [.. File.ReadLines(_work.PathOf(log)).Select(line => JsonSerializer.Deserialize<string[]>(line)!)];

    private string StartServer(string log)
    {
        var port = Workspace.FreePort().ToString(CultureInfo.InvariantCulture);
        _server = Process.Start("python3", [Path.Combine(AppContext.BaseDirectory, "Servers", "recording.py"), port, _work.PathOf(log)]);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                using var probe = new TcpClient();
                probe.Connect(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
                return $"http://127.0.0.1:{port}/";
            }
            catch (SocketException)
            {
                Thread.Sleep(50);   // not up yet
            }
        }

        throw new InvalidOperationException("recording.py did not come up.");
    }
}
