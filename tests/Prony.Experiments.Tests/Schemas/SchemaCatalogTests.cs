using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Prony.Experiments.Schemas;
using Prony.Experiments.Templates;
using Prony.Experiments.Tests.Files;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Schemas;

public sealed class SchemaCatalogTests
{
    private static SchemaChecker Checker(string name) => new(JsonNode.Parse(SchemaCatalog.Text(name))!.AsObject());

    private static IReadOnlyList<string> CheckYaml(string schema, string text) => Checker(schema).Check(YamlAsJson.Read(text));

    [Fact]
    public void There_is_a_schema_for_every_file_that_people_write_or_read() =>
        SchemaCatalog.Names.ShouldBe(["experiment", "stack", "load", "plan", "trial", "verdict", "compare", "fit", "capacity", "tune", "cost", "record", "selftest", "report", "check", "doctor"]);

    [Fact]
    public void Every_shipped_experiment_fits_its_schema()
    {
        var files = Directory.GetFiles(Repository.File("experiments"), "*.yaml", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "stack.yaml").ToList();
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            CheckYaml("experiment", File.ReadAllText(file)).ShouldBeEmpty(file);
        }
    }

    [Fact]
    public void Every_shipped_stack_fits_its_schema()
    {
        string[] rooms = ["stacks", "experiments"];
        var files = rooms.SelectMany(room => Directory.GetFiles(Repository.File(room), "stack.yaml", SearchOption.AllDirectories)).ToList();
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            CheckYaml("stack", File.ReadAllText(file)).ShouldBeEmpty(file);
        }
    }

    [Fact]
    public void The_templates_fit_their_schemas()
    {
        using var box = new FileSandbox();
        var files = InitTemplate.Write(Path.Combine(box.Folder, "new"));
        CheckYaml("experiment", File.ReadAllText(files[0])).ShouldBeEmpty();
        CheckYaml("stack", File.ReadAllText(files.Single(f => f.EndsWith("stack.yaml", StringComparison.Ordinal)))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("rounds: \"${ROUNDS}\"")]
    [InlineData("phases: {pause: 0, drain: auto, warmup: 1m30s}")]
    [InlineData("margin: 0.05")]
    [InlineData("margin: 5%")]
    [InlineData("primary: response.p99.9")]
    [InlineData("factor: mode")]
    [InlineData("factor: [mode, stack]")]
    [InlineData("objectives: [\"failures <= 1%\"]")]
    [InlineData("seed: 18446744073709551615")]
    public void What_the_reader_accepts_fits_the_schema(string line)
    {
        var text = FileSandbox.Experiment + "\n" + line + "\n";
        using var box = new FileSandbox();
        box.Environment["ROUNDS"] = "5";
        box.Read(text).Succeeded.ShouldBeTrue();
        CheckYaml("experiment", text).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("name: first", "name: First")]
    [InlineData("name: first", "question: x")]
    [InlineData("name: first", "name: first\nrouns: 3")]
    [InlineData("name: first", "name: first\nrounds: 0")]
    [InlineData("name: first", "name: first\nrounds: many")]
    [InlineData("name: first", "name: first\nphases: {measure: 5 s}")]
    [InlineData("name: first", "name: first\nphases: {measure: 5}")]
    [InlineData("name: first", "name: first\nmargin: 0")]
    [InlineData("name: first", "name: first\nmargin: 5")]
    [InlineData("name: first", "name: first\nprimary: capacity")]
    [InlineData("name: first", "name: first\nservices: {db: {}}")]
    [InlineData("users: 10", "users: 0")]
    [InlineData("users: 10", "users: [1, x]")]
    [InlineData("users: 10", "users: []")]
    [InlineData("users: 10", "rate: 300")]
    [InlineData("users: 10", "users: 10, rate: 3/s")]
    [InlineData("users: 10", "users: 10, arrivals: uniform")]
    [InlineData("{users: 10}", "{}")]
    [InlineData("{get: /work}", "{get: work}")]
    [InlineData("{get: /work}", "{get: /, post: /}")]
    [InlineData("stack: stacks/hello}", "stack: stacks/hello, run: \"x {port}\"}")]
    [InlineData("stack: stacks/hello}", "stack: stacks/hello, pid: 4}")]
    [InlineData("stack: stacks/hello}", "optional: true}")]
    [InlineData("stack: stacks/hello}", "run: []}")]
    [InlineData("  a:", "  A_1:")]
    public void What_the_reader_refuses_for_its_form_does_not_fit_the_schema(string old, string replacement)
    {
        using var box = new FileSandbox();
        box.Read(old, replacement).Succeeded.ShouldBeFalse();
        CheckYaml("experiment", FileSandbox.Experiment.Replace(old, replacement, StringComparison.Ordinal)).ShouldNotBeEmpty();
    }

    [Fact]
    public void Records_fit_their_schemas()
    {
        Fits("load", SampleRecords.Load, RunJson.Files.LoadRecord);
        Fits("plan", SampleRecords.Plan, RunJson.Files.PlanRecord);
        Fits("trial", SampleRecords.Trial, RunJson.Files.TrialRecord);
        Fits("trial", SampleRecords.Trial with { Load = null, Resources = null, State = TrialState.NotStarted, Reason = "x" }, RunJson.Files.TrialRecord);
        Fits("verdict", SampleRecords.Verdict, RunJson.Files.VerdictRecord);
        Fits("compare", SampleRecords.Compare, RunJson.Files.RunComparisonRecord);
        Fits("verdict", SampleRecords.Verdict with { Verdict = null, Question = null }, RunJson.Files.VerdictRecord);
        Fits("fit", new FitRecord { Source = "sweep.csv", NColumn = "n", XColumn = "x", Points = 2, Levels = 2, NMin = 1, NMax = 2, Reason = "too few" }, RunJson.Files.FitRecord);
        Fits("cost", SampleRecords.Cost, RunJson.Files.CostRecord);
        Fits("capacity", SampleCapacities.Capacity, RunJson.Files.CapacityRecord);
        Fits("tune", SampleCapacities.Tune, RunJson.Files.TuneRecord);
        Fits("report", SampleReports.Full, RunJson.Files.ReportRecord);
        Fits("report", SampleReports.Unknown, RunJson.Files.ReportRecord);
        Fits("check", SampleRecords.Check, RunJson.Files.StackChecksRecord);
        Fits("doctor", SampleRecords.Doctor, RunJson.Files.DoctorRecord);
    }

    [Fact]
    public void A_record_with_a_field_less_or_another_version_does_not_fit()
    {
        var load = JsonSerializer.SerializeToNode(SampleRecords.Load, RunJson.Files.LoadRecord)!.AsObject();
        load["requests"]!.AsObject().Remove("due");
        load["schema"] = "prony.load/2";
        load["model"] = 5;
        Checker("load").Check(load).ShouldBe(["$.schema: expected \"prony.load/1\"", "$.model: expected string", "$.requests: due is missing"], ignoreOrder: true);
    }

    [Fact]
    public void The_committed_schemas_are_current() =>
        GeneratedFiles.ShouldBeCurrent(SchemaCatalog.Names.Select(name => ($"docs/schemas/{name}.schema.json", SchemaCatalog.Text(name) + "\n")));

    [Fact]
    public void The_committed_reference_is_current() =>
        GeneratedFiles.ShouldBeCurrent([("docs/reference.md", ReferenceText.Markdown())]);

    private static void Fits<T>(string schema, T record, JsonTypeInfo<T> type) =>
        Checker(schema).Check(JsonSerializer.SerializeToNode(record, type)).ShouldBeEmpty();
}
