using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Prony.Experiments.Files;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Schemas;

/// <summary>JSON Schemas (2020-12) of what Prony reads and writes, generated from the key tables and from the records themselves.</summary>
/// <remarks>Thread-safe.</remarks>
public static class SchemaCatalog
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, Func<JsonObject>> Sources = new()
    {
        ["experiment"] = () => Titled(ExperimentKeys.Root.Schema(), "Experiment file of Prony"),
        ["stack"] = () => Titled(StackKeys.Root.Schema(), "Stack file of Prony"),
        ["load"] = () => OfRecord(RunJson.Files.LoadRecord, LoadRecord.CurrentSchema, "Result of one load"),
        ["plan"] = () => OfRecord(RunJson.Files.PlanRecord, PlanRecord.CurrentSchema, "Plan of a run (plan.json)"),
        ["trial"] = () => OfRecord(RunJson.Files.TrialRecord, TrialRecord.CurrentSchema, "One trial of a run (trial.json)"),
        ["verdict"] = () => OfRecord(RunJson.Files.VerdictRecord, VerdictRecord.CurrentSchema, "Verdict of a run (verdict.json)"),
        ["compare"] = () => OfRecord(RunJson.Files.RunComparisonRecord, RunComparisonRecord.CurrentSchema, "Two runs against each other (prony compare --json)"),
        ["fit"] = () => OfRecord(RunJson.Files.FitRecord, FitRecord.CurrentSchema, "Universal scalability law of a table (prony fit --json)"),
        ["capacity"] = () => OfRecord(RunJson.Files.CapacityRecord, CapacityRecord.CurrentSchema, "Capacities of a run (capacity.json)"),
        ["tune"] = () => OfRecord(RunJson.Files.TuneRecord, TuneRecord.CurrentSchema, "Settings that were tried (tune.json)"),
        ["cost"] = () => OfRecord(RunJson.Files.CostRecord, CostRecord.CurrentSchema, "What a rate would cost by the figures of a run (prony cost --json)"),
        ["record"] = () => OfRecord(RunJson.Files.UsageRecord, UsageRecord.CurrentSchema, "What a process tree used (prony record --json)"),
        ["selftest"] = () => OfRecord(RunJson.Files.SelfTestRecord, SelfTestRecord.CurrentSchema, "Result of the self-test"),
        ["report"] = () => OfRecord(RunJson.Files.ReportRecord, ReportRecord.CurrentSchema, "What the charts of report.html draw"),
        ["check"] = () => OfRecord(RunJson.Files.StackChecksRecord, StackChecksRecord.CurrentSchema, "Stacks that were started once (prony check --json)"),
        ["doctor"] = () => OfRecord(RunJson.Files.DoctorRecord, DoctorRecord.CurrentSchema, "What a machine lacks (prony doctor --json)"),
    };

    /// <summary>experiment, stack, load, plan, trial, verdict, compare, fit, capacity, tune, cost, record, selftest, report, check, doctor.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Sources.Keys];

    /// <summary>One schema as indented JSON.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no schema of that name.</exception>
    public static string Text(string name) => Sources[name]().ToJsonString(Indented);

    private static JsonObject Titled(JsonObject schema, string title)
    {
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema;
    }

    /// <summary>What the serializer writes: every property is there, and the field `schema` says which version it is.</summary>
    private static JsonObject OfRecord(JsonTypeInfo record, string version, string title)
    {
        var exported = record.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = static (_, node) => RequireAll(node),
        }).AsObject();
        exported["properties"]!["schema"] = new JsonObject { ["const"] = version };
        return Titled(exported, title);
    }

    private static JsonNode RequireAll(JsonNode node)
    {
        if (node is JsonObject { } schema && schema["properties"] is JsonObject properties)
        {
            schema["required"] = new JsonArray([.. properties.Select(property => (JsonNode)property.Key)]);
        }

        return node;
    }
}
