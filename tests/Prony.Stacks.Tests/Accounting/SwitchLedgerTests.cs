using Prony.Stacks.Accounting;
using Prony.Stacks.Processes;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Accounting;

public class SwitchLedgerTests
{
    [Fact]
    public void Both_counts_are_read_by_their_names() =>
        SwitchLedger.Parse("Name:\tx\nThreads:\t1\nvoluntary_ctxt_switches:\t120\nnonvoluntary_ctxt_switches:\t7\n"u8).ShouldBe(new SwitchReading(120, 7));

    [Fact]
    public void A_file_without_them_counts_nothing() => SwitchLedger.Parse("Name:\tx\n"u8).ShouldBe(default);

    [Fact]
    public void What_an_ended_thread_did_stays_and_a_total_never_falls()
    {
        var ledger = new SwitchLedger();
        var self = Self();
        var before = ledger.Read([self])!.Value;
        using var slept = new ManualResetEvent(false);
        using var end = new ManualResetEvent(false);
        var sleeps = new Thread(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                Thread.Sleep(1);
            }

            slept.Set();
            end.WaitOne();
        });
        sleeps.Start();
        slept.WaitOne();
        var seen = ledger.Read([Self()])!.Value;
        end.Set();
        sleeps.Join();
        var after = ledger.Read([Self()])!.Value;
        (seen - before).Voluntary.ShouldBeGreaterThanOrEqualTo(50);
        (after - before).Voluntary.ShouldBeGreaterThanOrEqualTo(50);
        after.Involuntary.ShouldBeGreaterThanOrEqualTo(before.Involuntary);
    }

    [Fact]
    public void Too_many_threads_are_not_read() => new SwitchLedger(mostThreads: 1).Read([Self() with { Threads = 2 }]).ShouldBeNull();

    [Fact]
    public void Input_and_output_are_read_by_their_names() =>
        StorageSum.Parse(["rchar: 1", "wchar: 2", "syscr: 3", "syscw: 4", "read_bytes: 5", "write_bytes: 6", "cancelled_write_bytes: 7"])
            .ShouldBe(new StorageReading(3, 4, 5, 6));

    [Fact]
    public void Input_and_output_of_a_process_that_runs_already_begin_at_nothing()
    {
        var sum = new StorageSum();
        sum.Read([Environment.ProcessId], fromStart: false).ShouldBe(default(StorageReading));
        File.ReadAllText("/proc/self/stat").ShouldNotBeEmpty();
        sum.Read([Environment.ProcessId], fromStart: false)!.Value.ReadCalls.ShouldBeGreaterThan(0);
        new StorageSum().Read([Environment.ProcessId], fromStart: true)!.Value.ReadCalls.ShouldBeGreaterThan(0);
        new StorageSum().Read([int.MaxValue], fromStart: true).ShouldBeNull();
    }

    private static ProcessStat Self()
    {
        ProcessStat.TryRead(Environment.ProcessId, out var stat).ShouldBeTrue();
        return stat;
    }
}
