using Prony.Cli.Personalities;
using Prony.Cli.Personalities.Psrecord;
using Prony.Reporting.Usage;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Personalities.Psrecord;

public class PsrecordOptionsTests
{
    [Fact]
    public void The_line_of_the_article_is_understood()
    {
        var options = Read("--interval", "1", "--include-children", "--log", "gunicorn.log", "4711");
        (options.Pid, options.Log, options.Plot, options.Format, options.IncludeIo).ShouldBe((4711, "gunicorn.log", null, PsrecordFormat.Plain, false));
        (options.Settings.Interval, options.Settings.Children, options.Settings.Duration).ShouldBe((TimeSpan.FromSeconds(1), true, null));
    }

    [Fact]
    public void The_defaults_are_psrecords()
    {
        var options = Read("sleep 3");
        options.Pid.ShouldBeNull();
        options.What.ShouldBe("sleep 3");
        options.Settings.Children.ShouldBeFalse();
        options.Settings.Interval.ShouldBe(TimeSpan.FromMilliseconds(10));   // as often as possible
    }

    [Fact]
    public void Names_may_be_shortened_while_they_are_clear()
    {
        var options = Read("--dur=2.5", "--int", "0.5", "--include-i", "--log-f", "csv", "7");
        (options.Settings.Duration, options.Settings.Interval, options.IncludeIo, options.Format).ShouldBe((TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(0.5), true, PsrecordFormat.Csv));
        Read("--log", "a", "--log", "b", "7").Log.ShouldBe("b");
        Read("--duration", "inf", "7").Settings.Duration.ShouldBeNull();
    }

    [Theory]
    [InlineData("the following arguments are required: process_id_or_command")]
    [InlineData("unrecognized arguments: --zap", "--zap", "1")]
    [InlineData("unrecognized arguments: -x 2", "-x", "1", "2")]
    [InlineData("ambiguous option: --include could match --include-children, --include-io, --include-dir", "--include", "1")]
    [InlineData("argument --log: expected one argument", "1", "--log")]
    [InlineData("argument --log: expected one argument", "1", "--log", "--include-io")]
    [InlineData("argument --interval: invalid float value: 'x'", "--interval", "x", "1")]
    [InlineData("argument --include-io: ignored explicit argument 'yes'", "--include-io=yes", "1")]
    public void What_is_wrong_is_said_as_argparse_says_it(string message, params string[] words) => Should.Throw<ArgparseException>(() => Read(words)).Message.ShouldBe(message);

    [Fact]
    public void What_cannot_be_done_is_refused_by_name()
    {
        Should.Throw<UsageException>(() => Read("--plot", "p.pdf", "1")).Message.ShouldBe("--plot p.pdf: the picture is a PNG or an SVG file here: --plot p.png.");
        Read("--plot", "p.png", "1").Plot.ShouldBe("p.png");
        Should.Throw<UsageException>(() => Read("--include-dir", ".", "1")).Message.ShouldContain("du -sb");
        Should.Throw<UsageException>(() => Read("--interval", "0.001", "1")).Message.ShouldContain("at least 0.01");
        Should.Throw<UsageException>(() => Read("--duration", "0", "1")).Message.ShouldContain("above 0");
        Should.Throw<PsrecordFailure>(() => Read("--log-format", "xml", "1")).Message.ShouldBe("ValueError: Unknown log format: 'xml', should be either 'plain' or 'csv'");
    }

    [Fact]
    public void Every_flag_of_the_help_is_in_the_table()
    {
        var help = PsrecordFlags.Usage.Split([' ', '\n', '[', ']'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith('-'));
        help.ShouldBeSubsetOf(PsrecordFlags.All.SelectMany(f => f.Names));
        PsrecordFlags.All.ShouldAllBe(flag => (flag.State == FlagState.Refused) == (flag.Instead.Length > 0));
        PsrecordFlags.Help().ShouldStartWith("usage: psrecord [-h] [--log LOG]");
    }

    private static PsrecordOptions Read(params string[] words) => PsrecordOptions.Read(ArgparseLine.Read(words, PsrecordFlags.All, PsrecordFlags.Operand));
}
