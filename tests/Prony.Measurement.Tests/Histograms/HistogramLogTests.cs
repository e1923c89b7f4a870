using System.Globalization;
using Prony.Measurement.Histograms;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Histograms;

public sealed class HistogramLogTests : IDisposable
{
    private const string Legend = "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n";
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly TemporaryFolder _folder = new();

    private string LogFile => _folder.File("times.hlog");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_is_written_as_format_1_3_says()
    {
        Write(log => log.Write("A", 0.127, 1, Samples.H1()));

        var lines = File.ReadAllText(LogFile).Split('\n');
        lines[0].ShouldBe("#[Logged with Prony 0.1.0]");
        lines[1].ShouldBe("#[Histogram log format version 1.3]");
        lines[2].ShouldBe("#[StartTime: 1700000000.000 (seconds since epoch), Tue Nov 14 22:13:20 UTC 2023]");
        lines[3].ShouldBe("#[BaseTime: 1700000000.000 (seconds since epoch)]");
        (lines[4] + "\n").ShouldBe(Legend);
        lines[5].ShouldStartWith("Tag=A,0.127,1.000,3600.810,HISTFAAA");
        lines[6].ShouldBeEmpty();
        lines.Length.ShouldBe(7);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fa-IR")]
    public void The_culture_of_the_machine_does_not_matter(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureOrFake(culture);
            Write(log => log.Write("A", 0.127, 1, Samples.H1()));
            Read().Single().StartS.ShouldBe(0.127);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        File.ReadAllText(LogFile).ShouldContain("Tag=A,0.127,1.000,3600.810,");
    }

    [Fact]
    public void What_was_written_is_read()
    {
        Write(log =>
        {
            log.Write(null, 0, 1, Samples.H1());
            log.Write("first-byte", 1.5, 0.25, Samples.EmptyH1());
        });

        var reader = new HistogramLogReader(LogFile);
        var lines = reader.ReadLines().ToList();

        lines.Select(l => (l.Tag, l.StartS, l.LengthS)).ShouldBe([(null, 0, 1), ("first-byte", 1.5, 0.25)]);
        lines[0].Decode().SameAs(Samples.H1()).ShouldBeTrue();
        lines[1].Decode().SameAs(Samples.EmptyH1()).ShouldBeTrue();
        reader.StartTimeS.ShouldBe(1_700_000_000);
        reader.LastLineWasCut.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("a b")]
    [InlineData("abcde fgh")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\tb")]
    public void A_tag_that_readers_would_split_is_refused(string tag) =>
        Write(log => Should.Throw<ArgumentException>(() => log.Write(tag, 0, 1, Samples.H1())));

    /// <summary>What docs/methods/load.md says of the disk that an hour of load takes: a line grows with the spread of the times, not with their number.</summary>
    [Theory]
    [InlineData(100, 600)]
    [InlineData(20_000, 7_000)]
    [InlineData(1_000_000, 24_000)]
    public void A_second_of_times_is_some_kilobytes_however_many_they_are(int values, int mostBytes)
    {
        var random = new Random(1);
        var histogram = Histogram.ForDurations();
        for (var i = 0; i < values; i++)
        {
            histogram.Record((long)(-Math.Log(1 - random.NextDouble()) * 10_000_000));
        }

        HistogramCodec.EncodeText(histogram).Length.ShouldBeInRange(mostBytes / 3, mostBytes, "exponential with a mean of 10 ms");
    }

    [Fact]
    public void Lines_reach_the_file_when_flushed_and_not_before()
    {
        using var log = new HistogramLogWriter(LogFile, Start, 1e6);
        log.Write("A", 0, 1, Samples.H1());
        Read().ShouldBeEmpty();

        log.Flush();

        Read().Count.ShouldBe(1);
    }

    [Fact]
    public void An_existing_file_is_not_overwritten()
    {
        File.WriteAllText(LogFile, "precious");

        Should.Throw<IOException>(() => new HistogramLogWriter(LogFile, Start, 1e6)).Message.ShouldContain(LogFile);
        File.ReadAllText(LogFile).ShouldBe("precious");
    }

    [Fact]
    public void A_ratio_must_be_above_zero() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new HistogramLogWriter(LogFile, Start, 0));

    [Fact]
    public void Every_cut_of_the_file_reads_up_to_the_last_whole_line()
    {
        Write(log =>
        {
            log.Write("A", 0, 1, Samples.H1());
            log.Write("B", 1, 1, Samples.H1());
        });
        var text = File.ReadAllText(LogFile);
        var firstEnd = text.IndexOf('\n', text.IndexOf("Tag=A", StringComparison.Ordinal)) + 1;

        for (var length = firstEnd; length <= text.Length; length++)
        {
            File.WriteAllText(LogFile, text[..length]);
            var reader = new HistogramLogReader(LogFile);
            var lines = reader.ReadLines().ToList();

            // Only the line feed may be missing from a line that still counts.
            var whole = length >= text.Length - 1;
            lines.Count.ShouldBe(whole ? 2 : 1, $"cut to {length}");
            lines.ShouldAllBe(l => l.Decode().SameAs(Samples.H1()));
            reader.LastLineWasCut.ShouldBe(!whole && length > firstEnd);
        }
    }

    [Fact]
    public void A_damaged_line_in_the_middle_is_named()
    {
        File.WriteAllText(LogFile, Legend + "1.0,1.0\n" + Line(2));

        Should.Throw<FormatException>(Read).Message.ShouldStartWith("Line 2: ");
    }

    [Fact]
    public void A_damaged_histogram_is_named_by_its_line()
    {
        File.WriteAllText(LogFile, Legend + "0.000,1.000,1.000,HISTFAAAxxxx\n");

        Should.Throw<FormatException>(() => Read()[0].Decode()).Message.ShouldStartWith("Line 2: The histogram");
    }

    [Fact]
    public void Blank_lines_comments_and_foreign_line_ends_are_passed_over()
    {
        File.WriteAllText(LogFile, $"#[StartTime: 100.000 (seconds since epoch)]\r\n\r\n#comment\r\n{Legend}\n  \n{Line(101)}");

        Read().Single().StartS.ShouldBe(1);
    }

    [Fact]
    public void Fields_may_be_split_by_spaces()
    {
        File.WriteAllText(LogFile, $"Tag=x 0.5 1.0 3.0 {Samples.TextOfH1}\n");

        var line = Read().Single();
        (line.Tag, line.LengthS).ShouldBe(("x", 1));
        line.Decode().SameAs(Samples.H1()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("#[StartTime: 1700000000.000 (seconds since epoch)]\n", 5, 5)] // a year and more before the start: relative
    [InlineData("#[StartTime: 1700000000.000 (seconds since epoch)]\n", 1_700_000_005, 5)] // absolute
    [InlineData("#[StartTime: 1700000000.000 (seconds since epoch)]\n", 1_699_999_990, -10)] // absolute, a little early
    [InlineData("#[StartTime: 100.000 (seconds since epoch)]\n", 5, -95)] // less than a year: absolute
    [InlineData("#[StartTime: 1700000000.000 (seconds since epoch)]\n#[BaseTime: 1700000000.000 (seconds since epoch)]\n", 5, 5)]
    [InlineData("#[StartTime: 1700000000.000 (seconds since epoch)]\n#[BaseTime: 1700000060.000 (seconds since epoch)]\n", 5, 65)]
    [InlineData("#[StartTime: 1700000000.000 (seconds since epoch)]\n#[BaseTime: 0.000 (seconds since epoch)]\n", 1_700_000_005, 5)]
    [InlineData("", 42, 0)] // no start at all: the first line is the start
    public void Starts_are_relative_or_absolute_as_HdrHistogram_tells_them_apart(string head, double stamp, double expected)
    {
        File.WriteAllText(LogFile, head + Line(stamp));

        Read().Single().StartS.ShouldBe(expected);
    }

    [Fact]
    public void Whether_stamps_are_relative_is_decided_once()
    {
        File.WriteAllText(LogFile, $"#[StartTime: 1700000000.000]\n{Line(1_700_000_001)}{Line(2)}");

        Read().Select(l => l.StartS).ShouldBe([1, 2 - 1_700_000_000.0]);
    }

    private static string Line(double start) =>
        string.Create(CultureInfo.InvariantCulture, $"{start:F3},1.000,3.000,{Samples.TextOfH1}\n");

    private static CultureInfo CultureOrFake(string name)
    {
        // Under InvariantGlobalization every culture is the invariant one: a comma is what could go wrong.
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = name == "fa-IR" ? "/" : ",";
        culture.DateTimeFormat.AbbreviatedDayNames = ["So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"];
        return culture;
    }

    private List<HistogramLogLine> Read() => [.. new HistogramLogReader(LogFile).ReadLines()];

    private void Write(Action<HistogramLogWriter> write)
    {
        using var log = new HistogramLogWriter(LogFile, Start, HistogramLogWriter.NanosecondsAsMilliseconds);
        write(log);
    }
}
