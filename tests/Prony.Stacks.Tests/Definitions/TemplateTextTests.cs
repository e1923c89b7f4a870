using Prony.Stacks.Definitions;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Definitions;

public class TemplateTextTests
{
    private static readonly Dictionary<string, string> Scope = new()
    {
        ["port"] = "8080",
        ["web.address"] = "127.0.0.1:1",
        ["web.addresses"] = "127.0.0.1:1,127.0.0.1:2,127.0.0.1:3",
        ["web.ports"] = "1,2,3",
        ["db.pool.addresses"] = "127.0.0.1:9",
        ["db.pool.ports"] = "9",
    };

    [Theory]
    [InlineData("listen {{prony:port}};", "listen 8080;")]
    [InlineData("{port} {{port}} {{ prony:port }} ${port} {% if %}", "{port} {{port}} {{ prony:port }} ${port} {% if %}")]
    [InlineData("a{{prony:port}}b{{prony:port}}", "a8080b8080")]
    [InlineData("x\r\n{{prony:port}}\r\n", "x\r\n8080\r\n")]
    [InlineData(" s{{prony:web.each.instance}} {{prony:web.each.address}} {{prony:web.each.port}} of {{prony:port}}\nend",
        " s1 127.0.0.1:1 1 of 8080\n s2 127.0.0.1:2 2 of 8080\n s3 127.0.0.1:3 3 of 8080\nend")]
    [InlineData("{{prony:web.each.port}}", "1\n2\n3")]
    [InlineData("{{prony:db.pool.each.address}}\n", "127.0.0.1:9\n")]
    [InlineData("", "")]
    public void Only_marks_of_prony_are_replaced(string text, string expected) => TemplateText.Render(text, Scope).ShouldBe(expected);

    [Theory]
    [InlineData("{{prony:prt}}", "line 1 of a file: unknown placeholder '{{prony:prt}}'.")]
    [InlineData("\n{{prony:web.each.colour}}", "line 2 of a file: unknown placeholder '{{prony:web.each.colour}}'.")]
    [InlineData("{{prony:1 + 1}}", "line 1 of a file: unknown placeholder '{{prony:1 + 1}}'.")]
    [InlineData("{{prony:port", "line 1 of a file: '{{prony:' is not closed by '}}' in the same line.")]
    [InlineData("{{prony:web.each.port}} {{prony:db.pool.each.port}}", "line 1 of a file: a line can be repeated for the instances of one service only.")]
    public void What_cannot_be_replaced_is_refused_with_its_line(string text, string message) =>
        Should.Throw<PlaceholderException>(() => TemplateText.Render(text, Scope)).Message.ShouldBe(message);

    [Fact]
    public void A_problem_has_its_line_and_column() =>
        TemplateText.FindProblems("ok\n  {{prony:prt}} {{prony:port\n", Scope.Keys).Select(p => (p.Line, p.Column, p.Kind)).ShouldBe(
            [(2, 3, TemplateProblemKind.Unknown), (2, 17, TemplateProblemKind.NotClosed)]);

    [Fact]
    public void A_text_tells_which_names_it_asks_for() =>
        TemplateText.NamesIn("{{prony:port}} {{prony:port}}\n{{prony:web.each.address}}").ShouldBe(["port", "web.each.address", "web.addresses"]);
}
