using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Faults;

/// <summary>Servers that change while they are measured: warm up, leak. Each is named.</summary>
[Collection(Alone.Name)]
[Trait("Speed", "Slow")]
public sealed class SteadyStateFaultTests : IDisposable
{
    private const double MiB = 1 << 20;
    private readonly Workspace _work = new();

    [Fact]
    public void A_leak_of_a_mebibyte_a_second_is_named_with_its_growth()
    {
        Write("measure: 11s, warmup: 500ms", "load: {users: 4}", "faulty.py ok {port}", "leaking.py {port}");
        var result = _work.Run("run", "experiment.yaml");

        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("Doubt V12");
        result.Output.ShouldMatch(@"Memory\s+grew\s+by\s+\d\d(\.\d)?\s+MiB/min");
        result.Output.ShouldMatch(@"memory growth .*MiB/min");
        var leaking = Trial("other");
        (leaking.GetProperty("resources").GetProperty("memory_growth_bytes_per_min").GetDouble() / MiB).ShouldBeInRange(45, 75);
        leaking.GetProperty("resources").GetProperty("memory_growth_p").GetDouble().ShouldBeLessThan(0.01);
        leaking.GetProperty("doubts").EnumerateArray().Select(doubt => doubt.GetProperty("seen").GetString()).ShouldContain(seen => seen!.StartsWith("Memory grew by", StringComparison.Ordinal));
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void A_server_that_gets_faster_for_seven_seconds_is_warmed_up_longer_than_one_that_is_fast_at_once()
    {
        Write("measure: 1s", "load: {users: 4}", "warming.py 0 {port}", "warming.py 7 {port}");
        var result = _work.Run("run", "experiment.yaml");

        result.ExitCode.ShouldBe(0, result.ToString());
        var (steady, warming) = (Warmup("steady"), Warmup("other"));
        steady.GetProperty("ended").GetString().ShouldBe("steady");
        warming.GetProperty("ended").GetString().ShouldBe("steady");
        var (steadyS, warmingS) = (steady.GetProperty("duration_s").GetDouble(), warming.GetProperty("duration_s").GetDouble());
        steadyS.ShouldBeGreaterThanOrEqualTo(5);
        warmingS.ShouldBeGreaterThan(7);
        warmingS.ShouldBeGreaterThan(steadyS);
        PhaseOf("other", "warmup").ShouldBe(warmingS, 0.3);
        JsonDocument.Parse(File.ReadAllText(Path.Combine(_work.Runs[0], "plan.json"))).RootElement.GetProperty("phases").TryGetProperty("warmup_s", out var planned);
        planned.ValueKind.ShouldBeOneOf(JsonValueKind.Null, JsonValueKind.Undefined);
        Tool.Run("report", _work.Runs[0]).Output.ShouldContain("warm-up auto");
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void A_single_load_waits_until_it_is_steady_and_says_so()
    {
        using var servers = new Loading.FaultyServers();
        var result = Tool.Run("load", servers.Start("slow"), "-c", "4", "-d", "500ms", "--warmup", "auto");

        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldMatch(@"window\s+of\s+500\s+ms\s+after\s+a\s+warm-up\s+of\s+\d+(\.\d+)?\s+s\s+\(steady\)");
    }

    [Fact]
    public void A_load_with_stages_cannot_be_waited_for()
    {
        var result = Tool.Run("load", "http://127.0.0.1:9/", "--stage", "1:1s", "--warmup", "auto");

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain("give its warm-up a length instead of auto");
    }

    public void Dispose() => _work.Dispose();

    private static string Command(string server) => $"python3 {Path.Combine(AppContext.BaseDirectory, "Servers", server)}";

    private void Write(string phases, string load, string steady, string other) => _work.Write("experiment.yaml", $$"""
        name: {{_work.Name}}
        rounds: 1
        limits: {V27: {invalid: 100%} }
        phases: {idle: 100ms, pause: 100ms, {{phases}}}
        candidates:
          steady: {run: "{{Command(steady)}}"}
          other: {run: "{{Command(other)}}"}
        scenarios:
          work: {request: {get: /}, {{load}} }
        """);

    /// <summary>The latest of a candidate's trials.</summary>
    private JsonElement Trial(string candidate) => Directory.GetFiles(_work.Runs.ShouldHaveSingleItem(), "trial.json", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
        .Last(trial => trial.GetProperty("candidate").GetString() == candidate);

    private JsonElement Warmup(string candidate) => Trial(candidate).GetProperty("load").GetProperty("warmup");

    private double PhaseOf(string candidate, string name) => Trial(candidate).GetProperty("phases").EnumerateArray()
        .Single(phase => phase.GetProperty("name").GetString() == name).GetProperty("duration_s").GetDouble();
}
