using Prony.Reporting.Progress;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Progress;

public class LiveRegionTests
{
    private static readonly ScreenSize Usual = new(80, 24);

    [Fact]
    public void What_is_redrawn_is_written_over_and_lines_stay_above_it()
    {
        using var screen = new VirtualScreen(80, 24);
        var region = new LiveRegion(screen, styled: true);
        screen.Write("$ prony run\n");
        region.Draw([], Lines("one of two, long", "second"), Usual);
        region.Draw(["a note"], Lines("two of two"), Usual);
        screen.Everything.ShouldBe("$ prony run\na note\ntwo of two\n");
        screen.IsAtStartOfLine.ShouldBeTrue("what is printed next, by whomever, stands in a line of its own");
    }

    [Fact]
    public void At_the_end_only_what_stays_is_left()
    {
        using var screen = new VirtualScreen(80, 24);
        var region = new LiveRegion(screen, styled: false);
        region.Draw(["a note"], Lines("one", "two"), Usual);
        region.Draw(["the last"], [], Usual);
        screen.Everything.ShouldBe("a note\nthe last\n");
    }

    [Fact]
    public void Without_anything_to_show_nothing_is_written()
    {
        using var screen = new StringWriter();
        new LiveRegion(screen, styled: true).Draw([], [], Usual);
        screen.ToString().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(80, 40)]
    [InlineData(80, 17)]
    [InlineData(40, 120)]
    public void A_terminal_that_is_resized_keeps_nothing_of_the_drawing_before(int before, int after)
    {
        using var screen = new VirtualScreen(before, 60);
        var region = new LiveRegion(screen, styled: false);
        screen.Write("$ prony run\n");
        region.Draw([], Lines(new string('a', 70), "b", new string('c', 39)), new ScreenSize(before, 24));
        screen.Resize(after);
        region.Draw([], Lines("x", "y"), new ScreenSize(after, 24));
        screen.Everything.ShouldBe("$ prony run\nx\ny\n");
    }

    [Fact]
    public void A_line_is_cut_one_column_before_the_edge_and_so_many_lines_are_drawn_as_fit()
    {
        using var screen = new VirtualScreen(10, 4);
        var region = new LiveRegion(screen, styled: false);
        region.Draw([], Lines("0123456789", "b", "c", "d", "e"), new ScreenSize(10, 4));
        region.Draw([], Lines("0123456789", "b", "c", "d", "e"), new ScreenSize(10, 4));
        screen.Everything.ShouldBe("01234567…\nb\nc\n");
    }

    [Fact]
    public void Wide_letters_take_two_columns()
    {
        ScreenLine.Crop("漢字漢字", 5).ShouldBe("漢字…");
        new ScreenLine("漢字").Cells.ShouldBe(4);
        ScreenLine.Wrap("alpha beta gamma", 11).Select(line => line.Text).ShouldBe(["alpha beta", "gamma"]);
        ScreenLine.Wrap("averylongword x", 6).Select(line => line.Text).ShouldBe(["avery…", "x"]);
    }

    private static List<ScreenLine> Lines(params string[] texts) => [.. texts.Select(text => new ScreenLine(text, ScreenStyle.Bold))];
}
