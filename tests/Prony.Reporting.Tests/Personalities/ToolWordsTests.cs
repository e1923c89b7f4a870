using Prony.Reporting.Personalities;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities;

public class ToolWordsTests
{
    private const string Busy = "Allow more connections (--connections), lower the rate, or load with users (-c) if that is what is meant.";
    private const string Files = "Raise the limit before the run (ulimit -n), or use fewer connections (--connections, -c).";
    private const string Closed = "Look for the server's keep-alive settings (HTTP/1.1, requests per connection, idle timeout), or say --no-keepalive.";
    private const string Ports = "Keep connections alive (no --no-keepalive), lower the load, or widen net.ipv4.ip_local_port_range.";

    [Theory]
    [InlineData("hey", Busy, "Allow more connections (-c, with -q lowered as much), lower the rate, or load with users (leave out -q) if that is what is meant.")]
    [InlineData("oha", Busy, "Allow more connections (-c), lower the rate, or load with users (leave out -q) if that is what is meant.")]
    [InlineData("wrk2", Busy, "Allow more connections (-c), lower the rate, or load with users (prony wrk) if that is what is meant.")]
    [InlineData("loadtest", Busy, "Allow more connections (prony load --connections), lower the rate, or load with users (-c without --rps) if that is what is meant.")]
    [InlineData("ab", Files, "Raise the limit before the run (ulimit -n), or use fewer connections (-c).")]
    [InlineData("hey", Files, "Raise the limit before the run (ulimit -n), or use fewer connections (-c).")]
    [InlineData("loadtest", Files, "Raise the limit before the run (ulimit -n), or use fewer connections (-c, or a lower --rps).")]
    [InlineData("hey", Closed, "Look for the server's keep-alive settings (HTTP/1.1, requests per connection, idle timeout), or say -disable-keepalive.")]
    [InlineData("ab", Closed, "Look for the server's keep-alive settings (HTTP/1.1, requests per connection, idle timeout), or leave out -k.")]
    [InlineData("ab", Ports, "Keep connections alive (-k), lower the load, or widen net.ipv4.ip_local_port_range.")]
    [InlineData("wrk", Ports, "Keep connections alive (no -H 'Connection: close'), lower the load, or widen net.ipv4.ip_local_port_range.")]
    [InlineData("hey", "To rely on p99, use --duration 3m; lower percentiles need fewer responses.", "To rely on p99, use -z 3m; lower percentiles need fewer responses.")]
    [InlineData("ab", "To rely on p99, use --duration 3m; lower percentiles need fewer responses.", "To rely on p99, use -t 180 -n 1000000000; lower percentiles need fewer responses.")]
    [InlineData("loadtest", "use --duration 25s;", "use -t 25 without -n;")]
    [InlineData("wrk", "Use more generator threads (--threads) or less load.", "Use more generator threads (-t) or less load.")]
    [InlineData("loadtest", "Use more generator threads (--threads) or less load.", "Use more generator threads (--cores, with -c divided by it) or less load.")]
    [InlineData("oha", "Use more generator threads (--threads) or less load.", "Use more generator threads (prony load --threads) or less load.")]
    [InlineData("wrk2", "Warm up longer (--warmup): it was still getting faster.", "Warm up longer (prony load --warmup): it was still getting faster.")]
    [InlineData("hey", "if that answer is right, say so with --expect-status.", "if that answer is right, say so with prony load --expect-status.")]
    [InlineData("ab", "Raise the limit for the server (prlimit --nofile in its command, or ulimit -n before the run).", "Raise the limit for the server (prlimit --nofile in its command, or ulimit -n before the run).")]
    [InlineData("oha", "use --cacert FILE or --insecure.", "use --cacert FILE or --insecure.")]
    [InlineData("loadtest", "use --cert FILE --key FILE.", "use --cert FILE --key FILE.")]
    [InlineData("ab", "use --cert FILE --key FILE.", "use -E FILE.")]
    [InlineData("psrecord", "Warm up longer (--warmup).", "Warm up longer (--warmup).")]
    public void Advice_names_the_flag_of_the_tool_or_says_that_it_is_Pronys(string tool, string advice, string expected) => ToolWords.Of(tool, advice).ShouldBe(expected);

    [Theory]
    [InlineData("hey", "Ask at a rate (-q N, which is for each of the -c workers) with -c 50 to measure it.")]
    [InlineData("wrk", "Ask at a rate (prony wrk2 -R N) with -c 50 to measure it.")]
    [InlineData("ab", "Ask at a rate (prony load --rate N) with -c 50 to measure it.")]
    public void A_fault_keeps_the_words_of_the_tool(string tool, string expected) =>
        ToolWords.OfFault(tool, "Ask at a rate (prony load --rate N) with -c 50 to measure it.").ShouldBe(expected);
}
