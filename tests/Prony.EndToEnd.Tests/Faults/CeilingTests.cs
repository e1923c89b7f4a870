using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Faults;

/// <summary>A limit that nobody measures: two candidates behind a proxy that opens five connections.</summary>
[Collection(Alone.Name)]
[Trait("Speed", "Slow")]
public sealed class CeilingTests : IDisposable
{
    private const int MostTries = 3;

    private readonly Workspace _work = new();

    private static string Server { get; } = Path.Combine(AppContext.BaseDirectory, "Servers", "ceiling.py");

    [Fact]
    public void A_shared_proxy_that_opens_five_connections_is_a_common_ceiling()
    {
        WriteExperiment();

        // What other programs do to the machine can be the limit instead: then it is tried again.
        var result = _work.Run("run", "experiment.yaml");
        for (var again = 1; again < MostTries && !Resources().All(resource => resource == "none"); again++)
        {
            result = _work.Run("run", "experiment.yaml");
        }

        result.ExitCode.ShouldBe(0, result.ToString());
        if (Resources().All(resource => resource == "none"))
        {
            result.Output.ShouldContain("Doubt V29");
            Flat(result.Output).ShouldContain("50 at once of");
            Flat(result.Output).ShouldContain("nothing that was measured was full.");
            using var verdict = Verdict();
            verdict.RootElement.GetProperty("gates").EnumerateArray()
                .Count(gate => gate.GetProperty("id").GetString() == "V29" && gate.GetProperty("state").GetString() == "warn").ShouldBeGreaterThanOrEqualTo(2, result.ToString());
        }

        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void The_limit_of_every_candidate_stands_under_its_figures_and_in_the_records()
    {
        _work.WriteExperiment("ok", "slow");
        var result = _work.Run("run", "experiment.yaml");

        result.ExitCode.ShouldBe(0, result.ToString());
        Flat(result.Output).ShouldMatch(@"- Limit of steady: web \d+\.\d\d of \d+ cores, generator \d+\.\d\d");
        Resources().Count.ShouldBe(2);
        var trial = JsonDocument.Parse(File.ReadAllText(Directory.GetFiles(_work.Runs[^1], "trial.json", SearchOption.AllDirectories)[0])).RootElement;
        trial.GetProperty("bottleneck").GetProperty("cores").GetProperty("web").GetDouble().ShouldBeGreaterThan(0);
        trial.GetProperty("bottleneck").GetProperty("sentence").GetString()!.ShouldEndWith(".");
    }

    public void Dispose() => _work.Dispose();

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private void WriteExperiment()
    {
        _work.Write("stacks/behind/stack.yaml", $$"""
            name: behind
            parameters: {kind: light}
            declares: {workers: 50}
            services:
              app:
                command: [python3, "{{Server}}", "{kind}", "{port}"]
              front:
                command: [python3, "{{Server}}", proxy, "{port}", "{app.port}"]
            """);
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            factor: kind
            rounds: 1
            phases: {warmup: 1s, measure: 4s, idle: 100ms, pause: 100ms}
            candidates:
              light: {stack: stacks/behind}
              heavy: {stack: stacks/behind, with: {kind: heavy} }
            scenarios:
              work: {request: {get: /}, load: {users: 50} }
            """);
    }

    private JsonDocument Verdict() => JsonDocument.Parse(File.ReadAllText(Path.Combine(_work.Runs[^1], "verdict.json")));

    private List<string?> Resources()
    {
        using var verdict = Verdict();
        return [.. verdict.RootElement.GetProperty("scenarios").GetProperty("work").GetProperty("points")[0].GetProperty("candidates").EnumerateObject()
            .Select(candidate => candidate.Value.GetProperty("bottleneck").GetProperty("resource").GetString())];
    }
}
