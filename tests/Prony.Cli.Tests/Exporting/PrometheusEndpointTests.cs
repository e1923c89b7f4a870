using System.Net;
using System.Net.Sockets;
using System.Text;
using Prony.Cli.Exporting;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Exporting;

public sealed class PrometheusEndpointTests : IDisposable
{
    private static readonly IPEndPoint Free = new(IPAddress.Loopback, 0);

    private readonly MetricStore _store = new();
    private readonly HttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Metrics_are_given_to_whoever_asks_again_and_again()
    {
        using var endpoint = Start();
        for (var i = 0; i < 20; i++)
        {
            Fed.Second(_store, Fed.Trial());
            using var answer = await _client.GetAsync(endpoint.Url);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
            Exposition.Read(await answer.Content.ReadAsStringAsync()).Values.Single(value => value.Key.StartsWith("prony_requests_due_total", StringComparison.Ordinal)).Value.ShouldBe(103 * (i + 1));
        }
    }

    [Theory]
    [InlineData("GET", "/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/metrics?name[]=x", HttpStatusCode.OK)]
    [InlineData("HEAD", "/metrics", HttpStatusCode.OK)]
    [InlineData("POST", "/metrics", HttpStatusCode.MethodNotAllowed)]
    public async Task Only_the_metrics_are_there(string method, string path, HttpStatusCode expected)
    {
        using var endpoint = Start();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(new Uri(endpoint.Url), path));
        using var answer = await _client.SendAsync(request);
        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Who_talks_nonsense_or_goes_away_disturbs_nobody()
    {
        using var endpoint = Start();
        foreach (var nonsense in new[] { "", "\r\n\r\n", "GET\r\n\r\n", new string('x', 9_000) })
        {
            using var client = new TcpClient();
            await client.ConnectAsync(endpoint.EndPoint);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(nonsense));
        }

        (await _client.GetStringAsync(endpoint.Url)).ShouldContain("prony_run_info");
    }

    [Fact]
    public void A_port_that_is_in_use_is_named_with_what_to_do()
    {
        using var first = Start();
        Should.Throw<UsageException>(() => PrometheusEndpoint.Start(first.EndPoint, () => "")).Message.ShouldBe(
            $"--export: {first.EndPoint} is in use by another program. Nothing was started. Take another port, such as --export prometheus:9464, or 0 for any that is free.");
    }

    [Fact]
    public void An_address_of_another_machine_is_refused() =>
        Should.Throw<UsageException>(() => PrometheusEndpoint.Start(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 9464), () => "")).Message
            .ShouldStartWith("--export: 192.0.2.1 is no address of this machine.");

    [Fact]
    public async Task When_it_is_over_nobody_answers()
    {
        var endpoint = Start();
        var url = endpoint.Url;
        endpoint.Dispose();
        await Should.ThrowAsync<HttpRequestException>(() => _client.GetStringAsync(url));
    }

    private PrometheusEndpoint Start()
    {
        var text = new PrometheusText("0.1.0", "x");
        return PrometheusEndpoint.Start(Free, () => text.Write(_store));
    }
}
