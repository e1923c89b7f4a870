using Prony.Measurement.Runs;
using Prony.Reporting.Personalities.Psrecord;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities.Psrecord;

public class PsrecordFaultsTests
{
    private static readonly UsageRecord Usage = new()
    {
        Pid = 1,
        Name = "gunicorn",
        CpuSource = "proc",
        StartUtc = Sample.Start,
        IntervalS = 1,
        Summary = new UsageSummary { WallS = 10, CpuS = 8, Cores = new CoresRecord(0.8, 1), Ended = UsageEnd.Exited },
        Samples = [new UsageSample(1, 1, 1, 100 << 20, 1 << 30, 5, 5) { PssBytes = 95 << 20 }, new UsageSample(2, 1, 1, 500 << 20, 1 << 30, 5, 5) { PssBytes = 200 << 20 }],
    };

    [Fact]
    public void Shared_pages_are_named_with_both_figures_of_the_same_instant()
    {
        PsrecordFaults.Find(Usage, null).Single().Sentence.ShouldBe("psrecord's Real (MB) counts shared pages once for each of 5 processes: 500 MiB at 2.00 s; really used then (PSS): 200 MiB.");
        PsrecordFaults.Find(Usage with { Samples = [Usage.Samples[0]] }, null).ShouldNotContain(f => f.Id == "psrecord-shared" && f.Sentence.Contains("500", StringComparison.Ordinal));
    }

    [Fact]
    public void Cpu_of_children_that_ended_is_named_with_both_figures()
    {
        PsrecordFaults.Find(Usage with { Samples = [] }, itsCpuS: 3).Single().Sentence.ShouldEndWith("its lines would have come to 3.00 s of CPU; used: 8.00 s.");
        PsrecordFaults.Find(Usage with { Samples = [] }, itsCpuS: 7.9).ShouldBeEmpty();
        PsrecordFaults.Find(Usage with { Samples = [] }, itsCpuS: null).ShouldBeEmpty();
    }

    [Fact]
    public void One_process_shares_nothing_with_itself() =>
        PsrecordFaults.Find(Usage with { Samples = [Usage.Samples[1] with { Processes = 1 }] }, null).ShouldBeEmpty();
}
