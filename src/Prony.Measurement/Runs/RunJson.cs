using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Prony.Measurement.Runs;

/// <summary>JSON of every record: snake_case, invariant, base units. Source-generated, so that starting costs no reflection.</summary>
/// <remarks>Thread-safe.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    Converters = [typeof(InstantConverter)],
    AllowTrailingCommas = false)]
[JsonSerializable(typeof(PlanRecord))]
[JsonSerializable(typeof(TrialRecord))]
[JsonSerializable(typeof(VerdictRecord))]
[JsonSerializable(typeof(RunComparisonRecord))]
[JsonSerializable(typeof(LoadRecord))]
[JsonSerializable(typeof(SliceRecord))]
[JsonSerializable(typeof(ResourceRecord))]
[JsonSerializable(typeof(EventRecord))]
[JsonSerializable(typeof(LayerRecord))]
[JsonSerializable(typeof(SelfTestRecord))]
[JsonSerializable(typeof(VisibleDifferences))]
[JsonSerializable(typeof(FitRecord))]
[JsonSerializable(typeof(CapacityRecord))]
[JsonSerializable(typeof(TuneRecord))]
[JsonSerializable(typeof(CostRecord))]
[JsonSerializable(typeof(StackChecksRecord))]
[JsonSerializable(typeof(DoctorRecord))]
[JsonSerializable(typeof(UsageRecord))]
[JsonSerializable(typeof(ReportRecord))]
public sealed partial class RunJson : JsonSerializerContext
{
    /// <summary>One record a line: for .jsonl files.</summary>
    public static RunJson Lines { get; } = new(OptionsOf(indented: false));

    /// <summary>Indented: for files that people open.</summary>
    public static RunJson Files { get; } = new(OptionsOf(indented: true));

    private static JsonSerializerOptions OptionsOf(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = indented,
        RespectNullableAnnotations = true,
        Converters = { new InstantConverter() },

        // Records are data files, not HTML: "•••" and "≤" stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
