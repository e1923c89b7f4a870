using System.Text.Json;
using Prony.Measurement.Runs;
using Prony.Reporting.Pages;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Pages;

public class PageFrameTests
{
    internal const string Frame = "<html><title><!--prony:title--></title><main><!--prony:body--></main><!--prony:data--></html>";

    [Fact]
    public void A_page_is_filled_at_its_marks() =>
        PageFrame.Fill(Frame, "a < b", "<p>text</p>", Data("x")).ShouldStartWith(
            "<html><title>a &lt; b</title><main><p>text</p></main><script type=\"application/json\" id=\"prony-data\">{\"schema\":\"prony.report/1\",\"name\":\"x\"");

    [Fact]
    public void What_was_put_in_is_not_taken_for_a_mark() =>
        PageFrame.Fill(Frame, "t", "<!--prony:data--><!--prony:title-->", Data("x")).ShouldContain("<main><!--prony:data--><!--prony:title--></main><script");

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("<!--<script>")]
    [InlineData("]]>&amp;\u2028\u2029\"'")]
    public void Nothing_in_the_data_ends_its_element(string name)
    {
        var script = PageFrame.Script(Data(name));
        const string opening = "<script type=\"application/json\" id=\"prony-data\">";
        script.ShouldStartWith(opening);
        script.ShouldEndWith("</script>");
        var json = script[opening.Length..^"</script>".Length];
        json.Any(c => c is '<' or '>' or '&' or '\u2028' or '\u2029').ShouldBeFalse(json);
        JsonSerializer.Deserialize(json, RunJson.Files.ReportRecord)!.Name.ShouldBe(name);
    }

    [Theory]
    [InlineData("<title><!--prony:title--></title><!--prony:body-->", "<!--prony:data--> nowhere")]
    [InlineData("<!--prony:title--><!--prony:body--><!--prony:data--><!--prony:body-->", "<!--prony:body--> more than once")]
    public void A_page_whose_marks_are_wrong_is_refused(string frame, string message) =>
        Should.Throw<InvalidOperationException>(() => PageFrame.Fill(frame, "t", "b", Data("x"))).Message.ShouldContain(message);

    [Fact]
    public void Without_a_page_it_is_said_what_to_install() =>
        Should.Throw<PageMissingException>(() => PageFrame.Fill(null, "t", "b", Data("x"))).Message.ShouldContain("Install Node.js");

    private static ReportRecord Data(string name) => new() { Name = name, Baseline = "a", Primary = "throughput", Margin = 0.05 };
}
