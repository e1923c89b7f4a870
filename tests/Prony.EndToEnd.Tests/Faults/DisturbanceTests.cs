using System.Diagnostics;
using System.Text.Json;
using Prony.EndToEnd.Tests.Loading;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Faults;

/// <summary>Planted disturbances: each is named by its gate.</summary>
[Collection(Alone.Name)]
[Trait("Speed", "Slow")]
public sealed class DisturbanceTests(FaultyServers servers) : IClassFixture<FaultyServers>, IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void A_full_accept_queue_of_one_candidate_is_named_and_gives_no_verdict()
    {
        _work.WriteExperiment("ok", "narrow", load: "users: 16", measure: "3s", timeout: "4s");
        var result = _work.Run("run", "experiment.yaml");

        result.ExitCode.ShouldBe(5, result.ToString());
        result.Output.ShouldContain("V18: other: A full accept queue dropped");
        result.Output.ShouldContain("socket.backlog");
        Gates("other", "V18").ShouldAllBe(state => state == "invalid");
        Gates("steady", "V18").ShouldAllBe(state => state == "ok");
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void A_program_that_burns_a_CPU_beside_the_load_is_told()
    {
        _work.WriteExperiment("ok", "slow", measure: "2s");
        using var burner = Process.Start("/bin/bash", ["-c", "while [ $SECONDS -lt 60 ]; do :; done"]);
        var result = _work.Run("run", "experiment.yaml");
        burner.Kill();

        // A preview: a hint with a doubt.
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("Doubt V14");
        result.Output.ShouldContain("Other programs used");
        Gates("steady", "V14").ShouldAllBe(state => state == "warn");
    }

    [Fact]
    public void A_server_that_gets_slower_has_no_steady_state()
    {
        var result = Tool.Run("load", servers.Start("tiring"), "-c", "4", "-d", "12s");

        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("Doubt V12");
        result.Output.ShouldMatch(@"The\s+median\s+response\s+rose\s+by");
        result.Output.ShouldMatch(@"V14:\s+Prony\s+did\s+not\s+start\s+the\s+server");
    }

    public void Dispose() => _work.Dispose();

    private IEnumerable<string?> Gates(string candidate, string id) =>
        Directory.GetFiles(_work.Runs.ShouldHaveSingleItem(), "trial.json", SearchOption.AllDirectories)
            .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
            .Where(trial => trial.GetProperty("candidate").GetString() == candidate)
            .Select(trial => trial.GetProperty("gates").EnumerateArray().Single(gate => gate.GetProperty("id").GetString() == id).GetProperty("state").GetString());
}
