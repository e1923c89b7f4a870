using Prony.Experiments.Definitions;
using Prony.Experiments.Running;
using Prony.Experiments.Tuning;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Tuning;

public class TunerTests
{
    [Theory]
    [InlineData(RunProblemKind.CannotStart, "w1", 3, true)]
    [InlineData(RunProblemKind.NoValidResult, "w1", 3, true)]
    [InlineData(RunProblemKind.CannotStart, "w1", 2, false)]
    [InlineData(RunProblemKind.CannotStart, "w2", 3, false)]
    [InlineData(RunProblemKind.CannotStart, null, 3, false)]
    [InlineData(RunProblemKind.Interrupted, "w1", 3, false)]
    [InlineData(RunProblemKind.SharedServiceDied, "w1", 3, false)]
    public void A_stage_does_without_its_baseline_while_two_others_are_left(RunProblemKind kind, string? candidate, int settings, bool goesOn) =>
        Tuner.CanDoWithout(new RunProblem(kind, "It failed.", []) { Candidate = candidate }, Settings(settings)).ShouldBe(goesOn);

    [Fact]
    public void A_stage_without_a_problem_needs_nobody_left_out() => Tuner.CanDoWithout(null, Settings(3)).ShouldBeFalse();

    private static List<CandidateEntry> Settings(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new CandidateEntry($"w{i}", CandidateKind.Stack, null, null, null, Optional: true))];
}
