using System.Text.Json;
using Prony.Reference;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Capacities;

/// <summary><c>prony capacity</c> on a server whose rate is sharp: what it answers depends on when requests come, so no other test may use the machine meanwhile.</summary>
[Collection(Alone.Name)]
[Trait("Speed", "Slow")]
public sealed class TokenBucketTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void The_rate_of_a_token_bucket_is_bracketed_and_the_errors_above_it_are_named()
    {
        using var server = ReferenceServer.Start(
            ServerModel.FixedDelay(TimeSpan.Zero), keepsLog: false, new ServerHabits { TokensPerS = 500, Burst = 60 });

        var result = _work.Run(
            "capacity", CapacityTests.Address(server), "--slo", "failures <= 1%", "--start", "450", "--max", "600", "--width", "15%", "--trial", "1s", "--warmup", "200ms", "--json", "found.json");

        result.ExitCode.ShouldBe(0, result.ToString());
        using var json = JsonDocument.Parse(File.ReadAllText(_work.PathOf("found.json")));
        var search = json.RootElement.GetProperty("candidates")[0].GetProperty("searches")[0];
        search.GetProperty("lower").GetDouble().ShouldBeInRange(440, 520);
        search.GetProperty("upper").GetDouble().ShouldBeInRange(480, 600);
        search.GetProperty("end").GetString().ShouldBe("narrow");
        result.Output.ShouldContain("with an error status");
        result.Output.ShouldContain("A bracket is the resolution of the search and no confidence interval");
        result.Error.ShouldContain("Capacity of 1 candidate in 1 round: at most 40 trials of 1 s, about ");
        result.Error.ShouldContain("trial 1: 450 requests/s, ");

        var run = _work.Runs.ShouldHaveSingleItem();
        Directory.GetDirectories(Path.Combine(run, "trials")).Length.ShouldBe(search.GetProperty("trials").GetArrayLength());
        _work.Run("report", run).Output.ShouldContain("Brackets");
        _work.Run("report", run, "--format", "json").Output.ShouldContain("\"schema\": \"prony.capacity/1\"");
    }

    public void Dispose() => _work.Dispose();
}
