using Prony.Reporting.Documents;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Pages;

public class HtmlRendererTests
{
    private const string Evil = "\"'><script>alert(1)</script>&\e[31m\u202E\u0000\n<!--";

    [Fact]
    public void No_text_of_any_block_becomes_markup()
    {
        Block[] blocks =
        [
            new Title(Evil), new Heading(Evil), new Alert(Evil, Evil), new Prose(Evil, Evil, Tone.Bad), new Bullets([new Bullet(Evil, Evil) { State = Evil }]), new Facts([new Fact(Evil, Evil)]),
            new FigureTable([new Column(Evil), new Column(Evil, IsFigure: false) { IsState = true }], [[Evil, Evil]]) { Caption = Evil }, new Quote([Evil]), new Bars([new Bar(Evil, 1, Evil)]),
            new Chart(Evil, Evil, Evil), new Fold(Evil, [new Prose(null, Evil)]),
        ];
        foreach (var block in blocks)
        {
            var html = HtmlRenderer.Render([block], 2);
            html.ShouldNotContain("<script", Case.Insensitive, block.GetType().Name);
            html.ShouldNotContain("<!--", customMessage: block.GetType().Name);
            html.ShouldNotContain("\"'>", customMessage: block.GetType().Name);
            html.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;&amp;");
            html.Any(c => c is '\e' or '\0' or '\u202E').ShouldBeFalse(block.GetType().Name);
        }
    }

    [Fact]
    public void A_quote_in_an_attribute_stays_in_it() =>
        HtmlRenderer.Render([new Chart("forest", "a\" onload='x", "c")], 2).ShouldStartWith("<figure class=\"chart\" data-chart=\"forest\" data-scenario=\"a&quot; onload=&#39;x\">");

    [Fact]
    public void A_table_has_a_caption_headers_and_a_box_that_the_keyboard_reaches() =>
        HtmlRenderer.Render([new FigureTable([new Column("", IsFigure: false), new Column("sync"), new Column("state", IsFigure: false) { IsState = true }], [["p50", "1 ms", "ok"], ["p99", "2 ms", "–"]]) { Caption = "c" }], 2).ShouldBe("""
            <div class="table" tabindex="0"><table><caption>c</caption><thead><tr><td></td><th scope="col" class="number">sync</th><th scope="col">state</th></tr></thead>
            <tbody>
            <tr><th scope="row">p50</th><td class="number">1 ms</td><td><span class="state state-ok">ok</span></td></tr>
            <tr><th scope="row">p99</th><td class="number">2 ms</td><td>–</td></tr>
            </tbody></table></div>

            """);

    [Theory]
    [InlineData("better", "<span class=\"state state-better\">better</span>")]
    [InlineData("inconclusive", "<span class=\"state state-undecided\">inconclusive</span>")]
    [InlineData("not-testable", "<span class=\"state state-unknown\">not testable</span>")]
    [InlineData("\"x", "<span class=\"state state-unknown\">&quot;x</span>")]
    public void A_state_is_a_word_with_a_class(string state, string html) => HtmlRenderer.State(state).ShouldBe(html);

    [Fact]
    public void Headings_go_down_with_folds_and_depth() =>
        HtmlRenderer.Render([new Heading("a"), new Heading("b") { Depth = 1 }, new Fold("f", [new Heading("c")])], 3)
            .ShouldBe("<h3>a</h3>\n<h4>b</h4>\n<details><summary>f</summary>\n<h4>c</h4>\n</details>\n");

    [Fact]
    public void Every_gate_of_the_documentation_has_a_name()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "methods", "gates.md"));
        var ids = System.Text.RegularExpressions.Regex.Matches(page, @"^\| (V\d\d) \|", System.Text.RegularExpressions.RegexOptions.Multiline).Select(match => match.Groups[1].Value).Distinct().ToList();
        ids.Count.ShouldBeGreaterThan(20);
        ids.ShouldAllBe(id => GateNames.Of(id).Length > 0);
        GateNames.Of("V99").ShouldBe("");
        GateNames.Of("").ShouldBe("");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Prony.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
