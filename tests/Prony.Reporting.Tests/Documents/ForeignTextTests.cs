using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Loads;
using Prony.Reporting.Runs;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace Prony.Reporting.Tests.Documents;

/// <summary>Names, server output and addresses come from outside and may hold anything.</summary>
public class ForeignTextTests
{
    private const string Hostile = "[red]x[/] <script>alert(1)</script> \e[2J\e]0;owned\a `code` ``` @everyone |a| *b* _c_ \u202Eabc \\";

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\tb\r\nc", "a b  c")]
    [InlineData("\e[31mred\e[0m", "red")]
    [InlineData("\e]0;title\a", "0;title")]
    [InlineData("\e", "")]
    [InlineData("\e[12", "")]
    [InlineData("x\u202Ey\u200Bz\0", "xyz")]
    [InlineData("a\u2028b", "ab")]
    [InlineData("naïve – 数 🙂", "naïve – 数 🙂")]
    public void Control_sequences_and_invisible_characters_vanish(string text, string safe) => Foreign.Line(text).ShouldBe(safe);

    [Theory]
    [InlineData("a|b", "a\\|b")]
    [InlineData("<b>", "\\<b\\>")]
    [InlineData("[x](y)", "\\[x\\](y)")]
    [InlineData("me@example", "me@&#8205;example")]
    [InlineData("5 % & more", "5 % \\& more")]
    public void Markdown_shows_text_as_it_is(string text, string escaped) => MarkdownRenderer.Escape(text).ShouldBe(escaped);

    [Fact]
    public void A_report_prints_hostile_text_as_text()
    {
        var terminal = Printed.At(140, console => RunReport.Terminal(HostileView(), console));
        terminal.ShouldContain("[red]x[/] <script>alert(1)</script> 0;owned");
        terminal.ShouldNotContain("\e");
        terminal.ShouldNotContain("\a");
        terminal.ShouldNotContain("\u202E");
    }

    [Fact]
    public void A_report_in_colour_holds_no_sequence_from_outside()
    {
        using var writer = new StringWriter();
        RunReport.Terminal(HostileView(), Printed.Console(writer, 140, AnsiSupport.Yes));
        writer.ToString().ShouldNotContain("\e[2J");
        writer.ToString().ShouldNotContain("\e]0");
    }

    [Fact]
    public void Markdown_holds_no_html_or_mention_from_outside()
    {
        var markdown = RunReport.Markdown(HostileView());
        var outsideCode = markdown.Split("````text\n")[0];
        outsideCode.ShouldNotContain("<script>");
        outsideCode.ShouldNotContain("@everyone");
        outsideCode.ShouldContain("\\[red\\]x\\[/\\] \\<script\\>");
        markdown.ShouldContain("````text\n[red]x[/] <script>", Case.Sensitive, "the fence is longer than the backticks inside");
    }

    [Fact]
    public void A_load_prints_hostile_text_as_text()
    {
        var load = Sample.Closed() with
        {
            Target = Hostile,
            Doubts = [new DoubtRecord("V99", "warn", Hostile, Hostile, Hostile)],
            Status = new Dictionary<string, long> { [Hostile] = 1 },
        };
        Printed.At(140, console => LoadSummary.Write(console, load, null)).ShouldContain("[red]x[/] <script>alert(1)</script> 0;owned");
        LoadSummary.Markdown(load, null).ShouldNotContain("<script>");
    }

    private static RunView HostileView()
    {
        string[] names = ["[red]x[/]", "<b>y"];
        var plan = Sample.Plan(6, names) with { Question = Hostile };
        var verdict = Sample.Verdict(6, names) with
        {
            Experiment = Hostile,
            Question = Hostile,
            Claims = [new ClaimRecord { Says = Hostile, Source = Hostile, Check = Hostile, Expect = Hostile, State = Hostile, Reason = Hostile, Sentence = Hostile }],
            Skipped = [new SkippedRecord(Hostile, Hostile, Hostile)],
            Doubts = [new DoubtRecord("V99", "warn", Hostile, Hostile, Hostile)],
            Verdict = new OverallVerdict("work", names[1], "better", Hostile),
            FailedTrials = [new FailedTrialRecord("r01a1." + Hostile, Hostile, TrialState.Died, Hostile, [Hostile])],
        };
        return Sample.View(verdict, plan) with { Faults = [Hostile] };
    }
}
