using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Faults;

/// <summary>Candidates that do other work than the baseline: each is named by its gate, and no verdict is given where the work cannot be compared.</summary>
public sealed class WorkTests : IDisposable
{
    private static readonly string Server = Path.Combine(AppContext.BaseDirectory, "Servers", "work.py");
    private readonly Workspace _work = new();

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("longer", "V08", "invalid", "other's answers hold 290 bytes of content on average, steady's 264 bytes")]
    [InlineData("packing", "V08", "invalid", "other's answers are compressed otherwise than steady's")]
    [InlineData("errors", "V07", "invalid", "requests failed")]
    [InlineData("closing", "V09", "warn", "does different work: it closes each connection")]
    [InlineData("closing-some", "V09", "warn", "does different work: it closes connections that were to be kept")]
    public void A_candidate_that_does_other_work_is_named_by_its_gate(string mode, string gate, string level, string words)
    {
        Write(mode);

        var (doubts, verdict) = Run(level == "invalid" ? 5 : 0);

        doubts.ShouldContain(d => d.Id == gate && d.Level == level && d.Seen.Contains(words, StringComparison.Ordinal), string.Join('\n', doubts));
        (verdict == "invalid").ShouldBe(level == "invalid");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_server_that_compresses_half_of_the_time_is_named_for_itself_too()
    {
        Write("packing");

        Run(5).Doubts.ShouldContain(d => d.Id == "V08" && d.Seen.Contains("The same request was answered with and without compression", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Different_work_that_the_experiment_allows_is_compared_and_said_beside_the_verdict()
    {
        Write("longer", "same: {tolerance: 15%}", "limits: {V09: {warn: 1%, invalid: 5%}}");

        var result = _work.Run("run", "experiment.yaml");

        result.ExitCode.ShouldBe(0, result.ToString());
        var text = string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text.ShouldContain("length of the content within 15 %");
        text.ShouldContain("V09 connections that the server closed: warn 0.01 instead of 0.001, invalid 0.05 instead of 0.01");
        text.ShouldNotContain("answers hold");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Answers_with_other_bytes_of_the_same_length_are_found_where_the_experiment_asks_for_the_same()
    {
        Write("other", "same: {body: exact}");

        Run(5).Doubts.ShouldContain(d => d.Id == "V08" && d.Seen.Contains("other's answer to GET / has other bytes than steady's", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_server_that_closes_connections_gives_no_verdict_where_they_are_required_to_be_kept()
    {
        Write("closing", "keepalive: required");

        Run(5).Doubts.ShouldContain(d => d.Id == "V09" && d.Level == "invalid" && d.Limit.Contains("keepalive: required", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_server_that_waits_as_TCP_does_is_named()
    {
        using var server = new WorkServer(Server, "acknowledging");

        var result = Tool.Run("load", server.Url, "--users", "2", "--duration", "3s", "--json", "-");

        result.ExitCode.ShouldBe(0, result.ToString());
        using var record = JsonDocument.Parse(result.Output);
        if (record.RootElement.GetProperty("response_ns").GetProperty("percentiles").GetProperty("75").GetInt64() < 30_000_000 && record.RootElement.GetProperty("requests").GetProperty("succeeded").GetInt64() > 2_500)
        {
            DoubtsOf(record.RootElement).ShouldContain(d => d.Id == "V20" && d.Seen.Contains("about 40 ms", StringComparison.Ordinal), result.Output);
        }
    }

    public void Dispose() => _work.Dispose();

    private void Write(string mode, string scenario = "", string root = "") => _work.Write("experiment.yaml", $$"""
        name: {{_work.Name}}
        rounds: 1
        phases: {warmup: 300ms, measure: 1s, idle: 100ms, pause: 100ms}
        candidates:
          steady: {run: "python3 {{Server}} steady {port}"}
          other: {run: "python3 {{Server}} {{mode}} {port}"}
        scenarios:
          work:
            request: {get: /}
            load: {users: 2}
            {{scenario}}
        {{root}}
        """);

    private (List<Doubt> Doubts, string? Verdict) Run(int exitCode)
    {
        var result = _work.Run("run", "experiment.yaml", "--json", "-");
        result.ExitCode.ShouldBe(exitCode, result.ToString());
        using var verdict = JsonDocument.Parse(result.Output);
        return (DoubtsOf(verdict.RootElement), verdict.RootElement.GetProperty("verdict").GetProperty("verdict").GetString());
    }

    private static List<Doubt> DoubtsOf(JsonElement root) => [.. root.GetProperty("doubts").EnumerateArray().Select(d =>
        new Doubt(d.GetProperty("id").GetString()!, d.GetProperty("level").GetString()!, d.GetProperty("seen").GetString()!, d.GetProperty("limit").GetString()!))];

    private sealed record Doubt(string Id, string Level, string Seen, string Limit);
}
