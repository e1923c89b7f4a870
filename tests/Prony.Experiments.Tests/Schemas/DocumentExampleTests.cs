using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prony.Experiments.Schemas;
using Prony.Experiments.Tests.Files;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Schemas;

/// <summary>What the documents show of experiments and stacks, mostly in parts: every key and value is one that Prony reads.</summary>
public sealed partial class DocumentExampleTests
{
    private static readonly string[] OnlyOfExperiments = ["candidates", "scenarios", "claims", "factor"];
    private static readonly string[] OnlyOfServices = ["metrics", "prepare", "limits"];

    [Fact]
    public void Every_example_fits_the_schema_of_its_file()
    {
        var examples = Directory.EnumerateFiles(Repository.File("docs"), "*.md", SearchOption.AllDirectories).Append(Repository.File("README.md")).SelectMany(Examples).ToList();
        examples.Count.ShouldBeGreaterThan(20);
        examples.SelectMany(example => Check(example.Text).Select(problem => $"{example.Place}: {problem}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("candidates: {a: {stak: ../hello}}")]
    [InlineData("services: {web: {sokket: true}}")]
    [InlineData("services: {web: {stop: {signal: TERM}}}")]
    [InlineData("metrics: [{http: \"http://127.0.0.1/\", read: xml, values: {queue: q}}]")]
    [InlineData("limits: {cpu: 1}")]
    [InlineData("before_trials: [[true]]")]
    public void An_example_that_is_wrong_is_found(string text) => Check(text).ShouldNotBeEmpty();

    private static IEnumerable<(string Place, string Text)> Examples(string file)
    {
        var text = File.ReadAllText(file);
        return Block().Matches(text).Select(block => ($"{Path.GetRelativePath(Repository.Root, file)}:{text[..block.Index].Count(c => c == '\n') + 1}", block.Groups[1].Value));
    }

    /// <summary>What an example leaves out comes from a file that is right.</summary>
    private static IReadOnlyList<string> Check(string text)
    {
        var example = Parse(text);
        var file = example.Any(key => OnlyOfServices.Contains(key.Key)) ? new JsonObject { ["services"] = new JsonObject { ["web"] = example } } : example;
        var (schema, whole) = file.Any(key => OnlyOfExperiments.Contains(key.Key)) ? ("experiment", FileSandbox.Experiment) : ("stack", FileSandbox.Stack);
        foreach (var (name, value) in Parse(whole).Where(key => !file.ContainsKey(key.Key)))
        {
            file[name] = value?.DeepClone();
        }

        foreach (var service in file["services"]?.AsObject().Select(service => service.Value!.AsObject()).Where(service => !service.ContainsKey("command") && !service.ContainsKey("stack")) ?? [])
        {
            service["command"] = "server {port}";
        }

        return new SchemaChecker(JsonNode.Parse(SchemaCatalog.Text(schema))!.AsObject()).Check(file);
    }

    private static JsonObject Parse(string text) => YamlAsJson.Read(text)!.AsObject();

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
