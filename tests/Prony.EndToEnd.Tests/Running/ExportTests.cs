using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Running;

/// <summary>Metrics of a run while it runs.</summary>
public sealed partial class ExportTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Metrics_can_be_read_while_a_run_goes_on_and_no_longer_after_it()
    {
        _work.WriteExperiment("ok", "slow", measure: "3s");
        using var tool = Tool.Start(new ToolSettings(_work.Folder), "run", "experiment.yaml", "--export", "prometheus:0");
        using var client = new HttpClient();
        string? url = null;
        var text = "";
        for (var i = 0; i < 300 && !text.Contains("http_client_request_duration_seconds_count{prony_candidate=\"steady\"", StringComparison.Ordinal); i++)
        {
            await Task.Delay(100);
            url ??= Where().Match(tool.ErrorSoFar) is { Success: true } where ? where.Groups[1].Value : null;
            text = url is null ? "" : await client.GetStringAsync(url);
        }

        text.ShouldContain("# TYPE http_client_request_duration_seconds histogram\n", customMessage: tool.ErrorSoFar);
        text.ShouldContain("http_client_request_duration_seconds_count{prony_candidate=\"steady\",prony_scenario=\"work\",prony_load=\"users-4\",prony_round=\"1\"}");
        text.ShouldContain("process_cpu_time_seconds_total{prony_candidate=\"steady\"");
        tool.WaitForEnd(TimeSpan.FromMinutes(1)).ExitCode.ShouldBeOneOf(0, 5);
        await Should.ThrowAsync<HttpRequestException>(() => client.GetStringAsync(url));
    }

    [Fact]
    public void A_port_that_is_in_use_ends_it_before_anything_starts()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _work.WriteExperiment("ok", "slow");
        var result = _work.Run("run", "experiment.yaml", "--export", $"prometheus:{listener.LocalEndpoint}");
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain($"--export: {listener.LocalEndpoint} is in use by another program. Nothing was started.");
        _work.Runs.ShouldBeEmpty();
    }

    [GeneratedRegex("Metrics: (http://127.0.0.1:[0-9]+/metrics)")]
    private static partial Regex Where();
}
