using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

public class TrialPhasesTests
{
    [Fact]
    public void Phases_follow_one_another_without_a_gap_in_their_order()
    {
        var phases = new TrialPhases(TimeProvider.System);
        phases.Enter(PhaseName.Start);
        phases.Enter(PhaseName.Idle);
        phases.Records.Select(p => p.Name).ShouldBe([PhaseName.Start, PhaseName.Idle]);
        phases.End();
        phases.End();
        phases.Records.Count.ShouldBe(2, "ending twice adds nothing");
    }

    [Fact]
    public void A_start_is_parted_where_the_candidate_was_ready()
    {
        var phases = new TrialPhases(TimeProvider.System);
        phases.Enter(PhaseName.Start);
        Thread.Sleep(30);
        phases.End();
        var whole = phases.Records[0];
        phases.SplitLast(PhaseName.Settle, TimeSpan.FromMilliseconds(10));
        phases.Records.Select(p => p.Name).ShouldBe([PhaseName.Start, PhaseName.Settle]);
        phases.Records[0].DurationS.ShouldBe(0.01);
        phases.Records.Sum(p => p.DurationS).ShouldBe(whole.DurationS, 1e-9);
        phases.Records[1].StartUtc.ShouldBe(whole.StartUtc.AddSeconds(0.01));
    }

    [Fact]
    public void A_part_is_never_longer_than_the_whole()
    {
        var phases = new TrialPhases(TimeProvider.System);
        phases.Enter(PhaseName.Start);
        phases.End();
        phases.SplitLast(PhaseName.Settle, TimeSpan.FromHours(1));
        phases.Records[1].DurationS.ShouldBe(0);
    }
}
