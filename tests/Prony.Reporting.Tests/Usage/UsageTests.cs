using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Prony.Measurement.Runs;
using Prony.Reporting.Usage;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Usage;

public class UsageTests
{
    /// <summary>What psrecord itself does: main.py writes these formats, its tests read rows with split and the second shape with Python's csv.</summary>
    private const string PsrecordWrites = """
        print("# {:12s} {:12s} {:12s} {:12s}".format("Elapsed time".center(12), "CPU (%)".center(12), "Real (MB)".center(12), "Virtual (MB)".center(12)))
        print(f"{1.0005:12.3f} {152.5:12.3f} {120.0:12.3f} {1024.5:12.3f}")
        print("# {:12s} {:12s} {:12s} {:12s}".format("Elapsed time".center(12), "CPU (%)".center(12), "Real (MB)".center(12), "Virtual (MB)".center(12))
            + " {:12s} {:12s} {:12s} {:12s}".format("Read count".center(12), "Write count".center(12), "Read bytes".center(12), "Write bytes".center(12)))
        print(f"{1.0005:12.3f} {152.5:12.3f} {120.0:12.3f} {1024.5:12.3f}" f" {3:12d} {4:12d} {4096:12d} {0:12d}")
        """;

    private static readonly UsageSample First = new(1.0005, 1.5, 1.525, 120 << 20, (1024L << 20) + (1 << 19), 4, 12)
    {
        PssBytes = 98 << 20,
        UssBytes = 90 << 20,
        VoluntarySwitches = 200,
        InvoluntarySwitches = 5,
        ReadBytes = 4096,
        WrittenBytes = 0,
        ReadCalls = 3,
        WriteCalls = 4,
    };

    private static readonly UsageSample Second = First with { TS = 2, Cores = 0.5, CpuS = 0.5, PssBytes = null, UssBytes = null, ReadBytes = null };

    private static readonly UsageSample Ended = new(2.25, 0.1, 0.4, 0, 0, 0, 0);

    private static readonly UsageRecord Usage = new()
    {
        Pid = 4711,
        Name = "gunicorn <web> & co",
        Started = true,
        Children = true,
        CpuSource = CpuSourceName.CgroupV2,
        StartUtc = DateTimeOffset.UnixEpoch,
        IntervalS = 1,
        Samples = [First, Second, Ended],
        Summary = new UsageSummary
        {
            WallS = 2.25,
            CpuS = 2.1,
            Cores = new CoresRecord(2.1 / 2.25, 1.525),
            MemoryPeakBytes = 98 << 20,
            MemoryReadings = 2,
            MemoryReadingTookS = 0.004,
            RssPeakBytes = 120 << 20,
            Processes = 4,
            Threads = 12,
            VoluntarySwitches = 400,
            InvoluntarySwitches = 1234,
            ReadBytes = 4096,
            WrittenBytes = 0,
            Ended = UsageEnd.Exited,
            ExitCode = 3,
        },
    };

    [Fact]
    public void The_log_is_psrecords_to_the_byte()
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", PsrecordWrites]) { RedirectStandardOutput = true })!;
        var expected = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        (Log(PsrecordFormat.Plain, includeIo: false, First) + Log(PsrecordFormat.Plain, includeIo: true, First)).ShouldBe(expected);
    }

    [Fact]
    public void The_log_has_the_rows_at_which_a_process_lived_and_sums_of_input_and_output()
    {
        var lines = Log(PsrecordFormat.Plain, includeIo: true, First, Second, Ended).TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(3);
        lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["2.000", "50.000", "120.000", "1024.500", "6", "8", "4096", "0"]);
    }

    [Fact]
    public void The_logs_other_shape_has_psrecords_names() =>
        Log(PsrecordFormat.Csv, includeIo: true, First).ShouldBe("elapsed_time,nproc,cpu,mem_real,mem_virtual,read_count,write_count,read_bytes,write_bytes\n1.0005,4,152.5,120,1024.5,3,4,4096,0\n");

    [Fact]
    public void Csv_has_units_in_its_header_and_nothing_where_a_figure_is_unknown()
    {
        var lines = Written(output =>
        {
            var csv = new UsageCsv(output);
            csv.WriteHeader();
            csv.Write(Second);
        }).Split('\n');
        lines[0].ShouldBe("t_s,cpu_s,cores,rss_bytes,pss_bytes,uss_bytes,virtual_bytes,processes,threads,voluntary_switches,involuntary_switches,read_bytes,written_bytes,read_calls,write_calls");
        lines[1].ShouldBe("2.000000,0.500000,0.5000,125829120,,,1074266112,4,12,200,5,,0,3,4");
        lines.Length.ShouldBe(3);
    }

    [Fact]
    public void Figures_are_written_alike_in_every_culture() =>
        Printed.In("de-DE", () => Log(PsrecordFormat.Csv, includeIo: false, First) + UsagePlot.Render(Usage)).ShouldBe(Log(PsrecordFormat.Csv, includeIo: false, First) + UsagePlot.Render(Usage));

    [Fact]
    public void The_plot_is_well_formed_needs_nothing_from_elsewhere_and_begins_at_zero()
    {
        var text = UsagePlot.Render(Usage);
        var svg = XDocument.Parse(text).Root!;
        svg.Name.LocalName.ShouldBe("svg");
        svg.Value.ShouldContain("gunicorn <web> & co");
        text.ShouldContain("prefers-color-scheme:dark");
        text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).ShouldNotContain("http");
        text.ShouldNotContain("NaN");
        var words = svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        words.ShouldContain("CPU (cores)");
        words.ShouldContain("memory (MiB)");
        words.ShouldContain("time (s)");
        words.Count(word => word is "0" or "0.0").ShouldBe(3, "both axes of figures and that of time");
        svg.Descendants().Count(element => element.Name.LocalName == "path").ShouldBe(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void A_plot_of_any_number_of_samples_stays_small(int samples)
    {
        var many = Usage with { Samples = [.. Enumerable.Range(1, samples).Select(i => First with { TS = i / 100.0, Cores = i % 2 })] };
        var text = UsagePlot.Render(many with { Summary = many.Summary with { WallS = samples / 100.0 } });
        Should.NotThrow(() => XDocument.Parse(text));
        text.Length.ShouldBeLessThan(100_000);
    }

    [Fact]
    public void The_plot_as_a_picture_is_a_whole_PNG_with_the_lines_of_the_drawing()
    {
        var picture = UsagePicture.Png(Usage with { Samples = [First, First with { TS = 2.5, Cores = 0.2 }] });
        picture.AsSpan(0, 8).SequenceEqual(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }).ShouldBeTrue();
        Encoding.ASCII.GetString(picture, 12, 4).ShouldBe("IHDR");
        picture[^4..].ShouldBe(new byte[] { 0xAE, 0x42, 0x60, 0x82 });   // the checksum that every IEND has
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(20)));
        (width, height).ShouldBe((1760, 1120));
        var at = picture.AsSpan().IndexOf("IDAT"u8);
        using var dots = new ZLibStream(new MemoryStream(picture, at + 4, BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(at - 4))), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        dots.CopyTo(plain);
        plain.Length.ShouldBe((width + 1) * height);
        plain.ToArray().Distinct().Order().ShouldBe(new byte[] { 0, 1, 2, 3, 4, 5, 6, 7 });   // paper, letters, axes, grid and the three lines
    }

    [Fact]
    public void Every_letter_of_plots_has_dots() =>
        Enumerable.Range('!', '~' - '!' + 1).ShouldAllBe(letter => Enumerable.Range(0, 35).Any(dot => PlotFont.Has((char)letter, dot % 5, dot / 5)));

    [Fact]
    public void Names_that_xml_cannot_hold_are_drawn_without_what_it_cannot() => Should.NotThrow(() => XDocument.Parse(UsagePlot.Render(Usage with { Name = "a\u0001b" })));

    [Theory]
    [InlineData(7.3, 2)]
    [InlineData(0.9, 0.2)]
    [InlineData(5, 1)]
    [InlineData(1200, 500)]
    public void Axes_have_steps_of_one_two_or_five(double highest, double step) => PlotPanel.NiceStep(highest).ShouldBe(step, 1e-12);

    [Fact]
    public void The_summary_tells_all()
    {
        var text = Print(Usage);
        text.ShouldContain("4711 gunicorn <web> & co, with its children: ended with code 3");
        text.ShouldMatch(@"Wall time +2\.25 s");
        text.ShouldMatch(@"CPU +2\.10 s \(cgroup-v2\)");
        text.ShouldMatch(@"Cores +0\.93 on average, 1\.53 at most in 1 s");
        text.ShouldMatch(@"Memory, peak +98\.0 MiB PSS \(pss-sampled, 2 readings\), 120 MiB RSS");
        text.ShouldMatch(@"Switches +400 voluntary, 1,234 involuntary");
        text.ShouldMatch(@"Storage +4\.00 KiB read, 0 B written");
        text.ShouldNotContain("memory.peak");
        Print(Usage with { Samples = [First, Ended] }).ShouldNotContain("so it was not made");
    }

    [Fact]
    public void What_bounds_the_figures_is_said()
    {
        Print(Change(s => s with { MemoryReadingTookS = 0.1 })).ShouldContain("A reading of PSS took 100 ms, so it was not made every 1 s.");
        Print(Change(s => s with { ReadingTookS = 0.2 })).ShouldContain("Reading took 200 ms of every 1 s: choose a longer --interval, or --no-children.");
        Print(Change(s => s with { MemoryPeakBytes = null })).ShouldContain("PSS could not be read");
        Print(Change(s => s with { CgroupPeakBytes = 200 << 20 })).ShouldContain("200 MiB (memory.peak of the control group");
        Print(Change(s => s with { Leftovers = ["12 sleep"] })).ShouldContain("Left running by the command, and stopped: 12 sleep.");
        Print(Usage with { CpuSource = CpuSourceName.Proc }).ShouldContain("CPU from /proc: to 0.01 s");
        Print(Change(s => s with { VoluntarySwitches = null, ReadBytes = null })).ShouldMatch(@"Switches +–");
    }

    [Theory]
    [InlineData(UsageEnd.Duration, true, "stopped when the duration was over")]
    [InlineData(UsageEnd.Duration, false, "still there when the duration was over")]
    [InlineData(UsageEnd.Interrupted, true, "interrupted and stopped")]
    [InlineData(UsageEnd.Interrupted, false, "the process was let alone")]
    [InlineData(UsageEnd.Exited, false, "it ended")]
    public void How_it_ended_is_said(string ended, bool started, string words) =>
        Print(Change(s => s with { Ended = ended, ExitCode = null }) with { Started = started }).ShouldContain(words);

    [Fact]
    public void A_moment_is_one_line()
    {
        UsageText.Line(First).ShouldBe("1.00 s: 1.53 cores, RSS 120 MiB, PSS 98.0 MiB, 4 processes, 12 threads");
        UsageText.Line(Second with { Processes = 1, Threads = 1 }).ShouldBe("2.00 s: 0.50 cores, RSS 120 MiB, 1 process, 1 thread");
    }

    private static UsageRecord Change(Func<UsageSummary, UsageSummary> change) => Usage with { Summary = change(Usage.Summary) };

    private static string Print(UsageRecord usage) => Printed.At(200, console => UsageText.Write(console, usage));

    private static string Log(PsrecordFormat format, bool includeIo, params UsageSample[] samples) => Written(output =>
    {
        var log = new PsrecordLog(output, format, includeIo);
        log.WriteHeader();
        Array.ForEach(samples, log.Write);
    });

    private static string Written(Action<TextWriter> write)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        write(output);
        return output.ToString();
    }
}
