using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

/// <summary>Events of a scenario as files write them.</summary>
public sealed class TimelineTests : IDisposable
{
    private const string Load = "load: {users: 10}";

    private readonly FileSandbox _files = new();

    [Fact]
    public void Events_are_read_and_stand_in_the_order_of_time()
    {
        var read = _files.Read(Load, Load + "\n    events: [{at: 20s, pause: web, for: 2s}, {at: 10s, kill: web, instances: 1}, {at: 30s, incr: web, by: 2}, {at: 40s, decr: web}, {at: 50s, signal: web, with: SIGHUP}, {at: 1m, restart: web, rolling: true}, {at: 2m, kill: web, respawn: false}]");
        FileSandbox.Lines(read.Diagnostics).ShouldBeEmpty();
        read.Value!.Scenarios[0].Events.ShouldBe(
        [
            new TimelineEvent(10, TimelineAction.Kill, "web") { Instances = 1, Respawn = true },
            new TimelineEvent(20, TimelineAction.Pause, "web") { ForS = 2 },
            new TimelineEvent(30, TimelineAction.Increase, "web") { By = 2 },
            new TimelineEvent(40, TimelineAction.Decrease, "web") { By = 1 },
            new TimelineEvent(50, TimelineAction.Signal, "web") { Signal = "SIGHUP" },
            new TimelineEvent(60, TimelineAction.Restart, "web") { Rolling = true },
            new TimelineEvent(120, TimelineAction.Kill, "web"),
        ]);
    }

    [Theory]
    [InlineData("{kill: web}", "at")]
    [InlineData("{at: 1s}", "needs one of kill, pause, incr, decr, signal, restart")]
    [InlineData("{at: 1s, kill: web, pause: web, for: 1s}", "kill")]
    [InlineData("{at: 1s, kill: wbe}", "events: 'a' has no service 'wbe' | Did you mean 'web'?")]
    [InlineData("{at: 1s, pause: web}", "pause needs to know how long | Add 'for', such as for: 2s.")]
    [InlineData("{at: 1s, signal: web}", "signal needs to know which | Add 'with', such as with: SIGHUP.")]
    [InlineData("{at: 1s, signal: web, with: SIGHUPP}", "'SIGHUPP' is no signal, such as SIGHUP.")]
    [InlineData("{at: 1s, incr: web, for: 2s}", "pause")]
    [InlineData("{at: 1s, incr: web, by: 0}", "out of range")]
    [InlineData("{at: soon, kill: web}", "soon")]
    public void What_is_wrong_with_an_event_is_said(string written, string expected)
    {
        var lines = FileSandbox.Lines(_files.Read(Load, Load + "\n    events: [" + written + "]").Diagnostics);
        lines.ShouldContain(line => line.Contains(expected, StringComparison.OrdinalIgnoreCase), string.Join('\n', lines));
        lines.ShouldAllBe(line => line.StartsWith("9:", StringComparison.Ordinal), string.Join('\n', lines));
    }

    [Fact]
    public void A_count_of_requests_has_no_window_for_events() =>
        FileSandbox.Lines(_files.Read(Load, "load: {users: 10, requests: 100}\n    events: [{at: 1s, kill: web}]").Diagnostics)
            .ShouldContain(line => line.Contains("events need a window of a given length", StringComparison.Ordinal));

    [Fact]
    public void What_prony_did_not_start_has_no_services() =>
        FileSandbox.Lines(_files.Read(FileSandbox.Experiment
            .Replace("b: {stack: stacks/hello, with: {mode: slow}}", "b: {url: \"http://127.0.0.1:8080/\"}", StringComparison.Ordinal)
            .Replace(Load, Load + "\n    events: [{at: 1s, kill: web}]", StringComparison.Ordinal)).Diagnostics)
            .ShouldContain(line => line.Contains("Prony did not start 'b', so nothing can be done to its services", StringComparison.Ordinal));

    public void Dispose() => _files.Dispose();
}
