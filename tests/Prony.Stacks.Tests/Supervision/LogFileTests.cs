using System.Text;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Supervision;

public sealed class LogFileTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public void The_last_lines_are_taken_and_empty_ones_left_out() =>
        Tail("one\ntwo\n\nthree\n", 2).ShouldBe(["two", "three"]);

    [Fact]
    public void A_file_that_does_not_exist_or_is_empty_has_no_lines()
    {
        LogFile.Tail(Path.Combine(_folder.Path, "none"), 5).ShouldBeEmpty();
        Tail("", 5).ShouldBeEmpty();
    }

    [Fact]
    public void A_last_line_without_an_end_counts() => Tail("one\ntwo", 5).ShouldBe(["one", "two"]);

    [Fact]
    public void Colours_cursor_movements_and_carriage_returns_do_not_reach_the_terminal() =>
        Tail("\u001b[1;31mError\u001b[0m: a\tb\r\n\u001b]\u0007x\u001bcy\n\u001b[", 5).ShouldBe(["Error: a\tb", "xy"]);

    [Fact]
    public void Bytes_that_are_no_utf8_are_replaced()
    {
        var path = Path.Combine(_folder.Path, "log");
        File.WriteAllBytes(path, [0x61, 0xff, 0xfe, 0x62, 0x0a]);
        LogFile.Tail(path, 5).ShouldBe(["a\uFFFD\uFFFDb"]);
    }

    [Fact]
    public void Of_a_large_file_only_the_end_is_read_and_its_first_partial_line_is_dropped()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 100_000; i++)
        {
            text.Append("line ").Append(i).Append('\n');
        }

        var lines = Tail(text.ToString(), int.MaxValue);
        lines[^1].ShouldBe("line 99999");
        lines.Count.ShouldBeInRange(1000, 10_000);
        lines[0].ShouldMatch("^line [0-9]{5}$");
    }

    [Fact]
    public void A_line_without_end_is_cut() => Tail(new string('x', 50_000), 5).ShouldHaveSingleItem().Length.ShouldBe(1000);

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<string> Tail(string content, int lines) => LogFile.Tail(_folder.Write("log", content), lines);
}
