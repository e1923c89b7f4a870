using Prony.Stacks.Processes;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Processes;

public class ProcessStatTests
{
    [Fact]
    public void A_name_with_spaces_and_parentheses_does_not_shift_the_fields()
    {
        var text = "77 (a) b (c) S 5 6 7 8 9 10 11 12 13 14 100 20 30 4 18 19 12 21 2200 23 24 25 26\n"u8;
        ProcessStat.TryParse(text, out var stat).ShouldBeTrue();
        stat.Pid.ShouldBe(77);
        stat.Name.ShouldBe("a) b (c");
        stat.State.ShouldBe('S');
        stat.ParentPid.ShouldBe(5);
        stat.Session.ShouldBe(7);
        stat.CpuTicks.ShouldBe(100 + 20);
        stat.ChildrenCpuTicks.ShouldBe(30 + 4);
        stat.Threads.ShouldBe(12);
        stat.StartTicks.ShouldBe(2200);
        stat.RssPages.ShouldBe(24);
        stat.Label.ShouldBe("77 a) b (c");
    }

    [Theory]
    [InlineData("")]
    [InlineData("77")]
    [InlineData("77 (cat")]
    [InlineData("77 (cat) S 1 2")]
    [InlineData("x (cat) S 5 6 7 8 9 10 11 12 13 14 100 20 30 4 18 19 12 21 2200 23 24 25 26")]
    public void A_text_that_is_no_stat_line_is_refused(string text) =>
        ProcessStat.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Fact]
    public void This_process_is_read_as_the_runtime_sees_it()
    {
        ProcessStat.TryRead(Environment.ProcessId, out var stat).ShouldBeTrue();
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        stat.IsAlive.ShouldBeTrue();
        ((double)stat.RssBytes).ShouldBe(self.WorkingSet64, tolerance: 20 << 20);
        (stat with { ChildrenCpuTicks = 0 }).CpuNs.ShouldBeInRange(10_000_000, (long)self.TotalProcessorTime.TotalNanoseconds + 20_000_000);
        stat.Threads.ShouldBeGreaterThan(1);
        ProcessStat.TryRead(int.MaxValue, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, 0, null, "exit code 0")]
    [InlineData(3 << 8, 3, null, "exit code 3")]
    [InlineData(9, 137, 9, "signal SIGKILL")]
    [InlineData(11 | 0x80, 139, 11, "signal SIGSEGV")]
    [InlineData(34, 162, 34, "signal 34")]
    public void A_wait_status_is_an_exit_code_or_a_signal(int status, int code, int? signal, string text)
    {
        var exit = ExitStatus.FromWaitStatus(status);
        exit.ShouldBe(new ExitStatus(code, signal));
        exit.Text.ShouldBe(text);
    }

    [Fact]
    public void Signals_are_known_by_their_names()
    {
        Signals.TryGetNumber("SIGTERM", out var number).ShouldBeTrue();
        number.ShouldBe(15);
        Signals.TryGetNumber("TERM", out _).ShouldBeFalse();
    }
}
