using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prony.Experiments.Tests.Schemas;
using Shouldly;

namespace Prony.EndToEnd.Tests.Reports;

/// <summary>What holds for the report.html of every run.</summary>
internal static partial class ReportFile
{
    private const int MostBytes = 2_000_000;
    private static readonly Lazy<JsonObject> Schema = new(() => JsonNode.Parse(File.ReadAllText(Clone.PathOf("docs", "schemas", "report.schema.json")))!.AsObject());

    public static string In(string run) => Path.Combine(run, "report.html");

    /// <summary>The data of a report, which fit their schema.</summary>
    public static JsonNode Data(string html)
    {
        var data = JsonNode.Parse(DataElement().Match(html).Groups[1].Value)!;
        new SchemaChecker(Schema.Value).Check(data).ShouldBeEmpty();
        return data;
    }

    /// <summary>A run wrote it, it is small, its numbers are those of the verdict, and it serves who reads it in a browser.</summary>
    /// <param name="run">Run directory.</param>
    /// <param name="name">For the pictures.</param>
    public static void ShouldBeWhole(string run, string name)
    {
        var file = In(run);
        File.Exists(file).ShouldBeTrue();
        new FileInfo(file).Length.ShouldBeLessThan(MostBytes);
        var data = Data(File.ReadAllText(file));
        using var verdict = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "verdict.json")));
        Numbers(data).ShouldBe(Numbers(verdict.RootElement), ignoreOrder: true);
        if (Browser.Missing is null)
        {
            Task.Run(() => ShouldServeAReaderAsync(file, SentenceOf(verdict.RootElement), name)).GetAwaiter().GetResult();
        }
    }

    /// <summary>What the page of a run has to say first.</summary>
    /// <param name="verdict">Its verdict.json.</param>
    public static string SentenceOf(JsonElement verdict) =>
        verdict.GetProperty("verdict") is { ValueKind: JsonValueKind.Object } overall ? overall.GetProperty("sentence").GetString()! : "None: nothing could be compared.";

    /// <summary>Throughputs by scenario, load and candidate, as a chart has them.</summary>
    private static IEnumerable<string> Numbers(JsonNode data) =>
        from scenario in data["scenarios"]!.AsArray()
        from point in scenario!["points"]!.AsArray()
        from candidate in point!["candidates"]!.AsArray()
        select $"{scenario["name"]} {candidate!["name"]} {Text(candidate["throughput"]!["value"]!.GetValue<double>())}";

    private static IEnumerable<string> Numbers(JsonElement verdict) =>
        from scenario in verdict.GetProperty("scenarios").EnumerateObject()
        from point in scenario.Value.GetProperty("points").EnumerateArray()
        from candidate in point.GetProperty("candidates").EnumerateObject()
        select $"{scenario.Name} {candidate.Name} {Text(candidate.Value.GetProperty("throughput_per_s").GetDouble())}";

    // The data have five digits.
    private static string Text(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    private static async Task ShouldServeAReaderAsync(string file, string sentence, string name)
    {
        await using var browser = await Browser.StartAsync();
        await Reading.ShouldServeAReaderAsync(await browser.OpenAsync(file), sentence, name);
    }

    [GeneratedRegex("<script type=\"application/json\" id=\"prony-data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataElement();
}
