using System.Text.Json;
using System.Text.Json.Nodes;
using Prony.Measurement.Histograms;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Histograms;

/// <summary>The same as another implementation, hdr-histogram-js 3.0.1: by the golden file that it made, and live where it can be had.</summary>
public sealed class HdrHistogramJsTests
{
    private static readonly double[] Percentiles = [0, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100];

    public static TheoryData<string> Worlds => new(Golden().Select(world => (string)world["name"]!));

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Its_text_decodes_to_the_histogram_of_the_same_values(string name)
    {
        var world = World(name);

        HistogramCodec.DecodeText((string)world["text"]!).SameAs(Recorded(world)).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Its_figures_are_ours(string name) => SameFigures(World(name), Recorded(World(name)));

    [HdrHistogramJsFact]
    [Trait("Speed", "Slow")]
    public void The_golden_file_is_what_its_script_makes() =>
        JsonNode.DeepEquals(JsonNode.Parse(HdrHistogramJs.Run("make")), JsonNode.Parse(File.ReadAllText(GoldenFile))).ShouldBeTrue();

    [HdrHistogramJsFact]
    [Trait("Speed", "Slow")]
    public void It_reads_our_log_and_we_read_what_it_writes()
    {
        using var folder = new TemporaryFolder();
        var worlds = Golden().Where(world => (long)world["count"]! > 0).ToList();
        var start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        using (var log = new HistogramLogWriter(folder.File("ours.hlog"), start, HistogramLogWriter.NanosecondsAsMilliseconds))
        {
            for (var i = 0; i < worlds.Count; i++)
            {
                log.Write(i == 0 ? null : $"metric-{i}", i, 1, Recorded(worlds[i]));
            }
        }

        var said = JsonNode.Parse(HdrHistogramJs.Run("log", folder.File("ours.hlog"), folder.File("theirs.hlog")))!.AsArray();
        var theirs = new HistogramLogReader(folder.File("theirs.hlog")).ReadLines().ToList();

        said.Count.ShouldBe(worlds.Count);
        theirs.Count.ShouldBe(worlds.Count);
        for (var i = 0; i < worlds.Count; i++)
        {
            var recorded = Recorded(worlds[i]);
            SameFigures(said[i]!, recorded);
            ((double)said[i]!["start_ms"]!).ShouldBe(1_700_000_000_000.0 + (i * 1000));
            ((double)said[i]!["length_ms"]!).ShouldBe(1000);
            theirs[i].Decode().SameAs(recorded).ShouldBeTrue();
            (theirs[i].StartS, theirs[i].LengthS).ShouldBe((i, 1));
            theirs[i].Tag.ShouldBe(i == 0 ? null : $"metric-{i}");
        }
    }

    private static string GoldenFile => Path.Combine(AppContext.BaseDirectory, "Golden", "hdr-histogram-js.json");

    private static List<JsonNode> Golden() => JsonSerializer.Deserialize<List<JsonNode>>(File.ReadAllText(GoldenFile))!;

    private static JsonNode World(string name) => Golden().Single(world => (string)world["name"]! == name);

    private static void SameFigures(JsonNode said, Histogram ours)
    {
        ours.Count.ShouldBe((long)said["count"]!);
        ours.Mean.ShouldBe((double)said["mean"]!, (1e-9 * ours.Mean) + 1e-9);
        ours.StandardDeviation.ShouldBe((double)said["sd"]!, (1e-9 * ours.StandardDeviation) + 1e-9);
        if (ours.Count > 0)
        {
            Percentiles.Select(ours.ValueAtPercentile).ShouldBe(said["percentiles"]!.AsArray().Select(p => (long)p!));
        }
    }

    private static Histogram Recorded(JsonNode world)
    {
        var (count, limit) = ((long)world["count"]!, (long)world["limit"]!);
        var histogram = new Histogram((long)world["lowest"]!, (long)world["highest"]!, (int)world["digits"]!);
        for (long i = 0; i < count; i++)
        {
            // As in the script that made the golden file.
            histogram.Record(i * i * 7919 % limit);
        }

        return histogram;
    }
}
