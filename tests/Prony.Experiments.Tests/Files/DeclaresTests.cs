using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Planning;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

/// <summary>What stacks and candidates say of themselves.</summary>
public sealed class DeclaresTests : IDisposable
{
    private readonly FileSandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void A_stack_declares_with_the_values_of_its_parameters_and_a_candidate_adds_to_it()
    {
        WriteStack("""
            parameters: {version: "1.2", workers: 4}
            declares: {version: "{version}", workers: "{2 * workers}", access-log: "off"}
            """);
        var plan = Plan("""
            factor: version
            candidates:
              old: {stack: s}
              new: {stack: s, with: {version: "2.0"}, declares: {access-log: "on", cache: warm} }
              bare: {run: "server {port}", declares: {access-log: "off"} }
              there: {url: "http://127.0.0.1:1/", declares: {version: "9"} }
            """);

        plan.Candidates.Select(c => string.Join(", ", c.Declares.Select(d => $"{d.Key}: {d.Value}"))).ShouldBe(
        [
            "version: 1.2, workers: 8, access-log: off",
            "version: 2.0, workers: 8, access-log: on, cache: warm",
            "access-log: off",
            "version: 9",
        ]);
    }

    [Fact]
    public void What_is_declared_can_be_the_factor()
    {
        WriteStack("declares: {cache: cold}");

        Plan("{factor: cache, candidates: {a: {stack: s}, b: {stack: s, declares: {cache: warm}}}}").Factor.ShouldBe(["cache"]);
    }

    [Fact]
    public void A_factor_that_nobody_declares_is_an_error()
    {
        WriteStack("declares: {cache: cold}");

        Errors("{factor: cahe, candidates: {a: {stack: s}, b: {stack: s}}}").ShouldContain("factor: 'cahe' is neither a parameter of a stack nor declared nor a known attribute");
    }

    [Theory]
    [InlineData("{port}", "What is declared is written before ports are chosen.")]
    [InlineData("{versoin}", "Did you mean 'version'?")]
    public void Placeholders_are_checked_where_they_stand(string text, string hint)
    {
        WriteStack($$"""
            parameters: {version: "1.2"}
            declares: {version: "{{text}}"}
            """);

        Errors("candidates: {a: {stack: s}, b: {stack: s}}").ShouldContain(hint);
    }

    [Fact]
    public void A_service_says_that_its_workers_end_by_design()
    {
        _box.Write("s/stack.yaml", """
            name: s
            services: {web: {command: "server {port}", respawns: true}, last: {command: "server {port}"} }
            """);
        StackFile.Read(Path.Combine(_box.Folder, "s"), _box.Environment).Value!.Services.Select(s => s.Respawns).ShouldBe([true, false]);
    }

    private void WriteStack(string keys) => _box.Write("s/stack.yaml", $"name: s\n{keys}\nservices: {{web: {{command: \"server {{port}}\"}}}}\n");

    private Prony.Measurement.Runs.PlanRecord Plan(string keys)
    {
        var read = Read(keys);
        read.Succeeded.ShouldBeTrue(DiagnosticText.Format(read.Diagnostics));
        var definition = read.Value!;
        return Planner.Plan(definition, "run", [.. definition.Candidates.Select(c => c.Name)], [], preview: false, TimeProvider.System);
    }

    private string Errors(string keys) => DiagnosticText.Format(Read(keys).Diagnostics);

    private ReadResult<ExperimentDefinition> Read(string keys)
    {
        var rest = "name: x\nscenarios: {work: {request: {get: /}, load: {users: 1}}}\n";
        var text = keys.StartsWith('{') ? keys[..^1] + ", name: x, scenarios: {work: {request: {get: /}, load: {users: 1}}}}" : rest + keys;
        return ExperimentFile.Read(_box.Write("x.yaml", text), _box.Environment);
    }
}
