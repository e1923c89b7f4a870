using Prony.Experiments.Tests.Gates;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

/// <summary>V08 and V09 between candidates.</summary>
public sealed class SameWorkTests
{
    [Fact]
    public void Candidates_that_do_the_same_work_get_a_verdict_without_a_doubt()
    {
        var verdict = Measured(work => work).Judge();

        verdict.Doubts.ShouldBeEmpty();
        verdict.Verdict!.Verdict.ShouldBe("better");
    }

    [Theory]
    [InlineData(101.9, null, "length", "no doubt")]
    [InlineData(110, null, "length", "[invalid] async's answers hold 110 bytes of content on average, sync's 100 bytes; they differ by more than 2 % in 6 of 6 rounds. | Above 2 % the candidates do not do the same work: more bytes cost more CPU and more time. | Make the candidates answer alike, or say in the scenario what may differ: same: {tolerance: 15%}, or same: {body: any}.")]
    [InlineData(110, 0.15, "length", "no doubt")]
    [InlineData(120, 0.15, "length", "[invalid] async's answers hold 120 bytes of content on average, sync's 100 bytes; they differ by more than 15 % in 6 of 6 rounds. | Above 15 % (same.tolerance) the candidates")]
    [InlineData(110, null, "any", "no doubt")]
    [InlineData(101, null, "exact", "[invalid] async's answers hold 101 bytes of content on average, sync's 100 bytes; they differ by more than 0 % in 6 of 6 rounds. | The experiment asks for the same bytes (same: {body: exact}).")]
    public void Longer_answers_are_told_unless_the_scenario_allows_them(double bytes, double? tolerance, string body, string words)
    {
        var world = Measured(work => work with { BodyBytes = new SizesRecord(bytes, (long)bytes, (long)bytes) });
        Allow(world, new SameRecord(body, tolerance));

        var verdict = world.Judge();

        Words(verdict).ShouldStartWith(words);
        verdict.Verdict!.Verdict.ShouldBe(words == "no doubt" ? "better" : "invalid");
        if (words != "no doubt")
        {
            verdict.Verdict.Sentence.ShouldContain("the two did different work (V08 body length differs)");
        }
    }

    [Fact]
    public void What_a_mixture_of_answers_does_by_chance_is_not_told()
    {
        // Answers of 0 to 200 bytes: means of 2,000 of them scatter by up to 2.2 bytes.
        Words(Measured(work => work with { BodyBytes = new SizesRecord(104, 0, 200) }, work => work with { BodyBytes = new SizesRecord(100, 0, 200) }).Judge()).ShouldBe("no doubt");
        Words(Measured(work => work with { BodyBytes = new SizesRecord(125, 0, 200) }, work => work with { BodyBytes = new SizesRecord(100, 0, 200) }).Judge()).ShouldStartWith("[invalid]");
    }

    [Fact]
    public void A_candidate_that_compresses_half_of_the_time_is_told_unless_anything_goes()
    {
        var world = Measured(work => work with { Encodings = new Dictionary<string, long> { ["identity"] = 2_360, ["gzip"] = 2_360 } });

        Words(world.Judge()).ShouldBe("[invalid] async's answers are compressed otherwise than sync's: gzip 50 %, identity 50 % against identity 100 %, in 6 of 6 rounds. | Shares that differ by more than 1 percentage points mean that the two do not do the same work: compression is CPU for the server and saves bytes. | Switch compression on or off for both, ask for none (Accept-Encoding: identity), or say same: {body: any} if that is what is compared.");
        Allow(world, new SameRecord(SameBodyName.Any, null));
        Words(world.Judge()).ShouldBe("no doubt");
    }

    [Fact]
    public void Another_mix_of_statuses_is_told()
    {
        var world = Measured(work => work);
        world.Change("async", trial => trial with { Load = trial.Load! with { Status = new Dictionary<string, long> { ["200"] = 100, ["304"] = 4_620 } } });

        Words(world.Judge()).ShouldStartWith("[invalid] async answers with other statuses than sync: 304 97.9 %, 200 2.12 % against 200 100 %, in 6 of 6 rounds.");
    }

    [Fact]
    public void Facts_that_are_no_fault_are_doubts()
    {
        var world = Measured(work => work with
        {
            HeadBytes = 200,
            Versions = new Dictionary<string, long> { ["1.0"] = 4_720 },
            Closing = 4_720,
        });
        world.Change("async", trial => trial with { Load = trial.Load! with { Connections = new ConnectionCounts(trial.Load.Requests.Completed, 0, 0) } });

        var verdict = world.Judge();

        verdict.Doubts.Select(d => $"{d.Id} {d.Level}: {d.Seen}").ShouldBe([
            "V08 warn: async's answers have 200 bytes beside their content, sync's 120, in 6 of 6 rounds.",
            "V08 warn: async speaks another version of HTTP than sync: 1.0 100 % against 1.1 100 %, in 6 of 6 rounds.",
            "V09 warn: async closes its connection after 100 % of its answers, sync after 0 %, in 6 of 6 rounds."]);
        verdict.Verdict!.Verdict.ShouldBe("better");
    }

    [Fact]
    public void A_few_rounds_of_different_work_are_a_doubt()
    {
        var world = Measured(work => work);
        world.Change("async", trial => trial.Round != 2 ? trial : trial with { Load = trial.Load! with { Work = trial.Load.Work! with { BodyBytes = new SizesRecord(150, 150, 150) } } });

        Words(world.Judge()).ShouldStartWith("[warn] async's answers hold 150 bytes of content on average, sync's 100 bytes; they differ by more than 2 % in 1 of 6 rounds.");
    }

    [Fact]
    public void Answers_have_to_be_alike_to_the_byte_only_where_the_experiment_says_so()
    {
        var world = Measured(work => work);
        world.Change("sync", trial => trial with { Answers = [Answer("aa"), Answer("bb", request: 1)] });
        world.Change("async", trial => trial with { Answers = [Answer("aa"), Answer("cc", request: 1)] });
        Words(world.Judge()).ShouldBe("no doubt");

        Allow(world, new SameRecord(SameBodyName.Exact, null));
        Words(world.Judge()).ShouldStartWith("[invalid] async's answer to request 2 has other bytes than sync's, in 6 of 6 rounds.");

        world.Change("async", trial => trial with { Answers = [Answer("aa"), Answer("bb", request: 1) with { Status = 0, Sha256 = "", Problem = "refused" }] });
        Words(world.Judge()).ShouldStartWith("[invalid] async's answer to request 2 (no answer to the sample: refused) has other bytes");
    }

    [Fact]
    public void A_limit_of_the_experiment_is_the_one_that_counts()
    {
        var world = Measured(work => work with { BodyBytes = new SizesRecord(110, 110, 110) });
        world.Plan = world.Plan with { Limits = [new LimitRecord("V08", null, 0.2) { Name = "body length differs" }] };

        Words(world.Judge()).ShouldBe("no doubt");
    }

    [Fact]
    public void Records_of_older_versions_say_nothing_of_the_work() =>
        Words(new World("sync", "async").Rounds(6, Figures).Judge()).ShouldBe("no doubt");

    private static AnswerRecord Answer(string hash, int request = 0) => new(request, 200, 100, "identity", hash);

    private static Figures Figures(string name) => new(PerS: name == "sync" ? 400 : 944);

    private static World Measured(Func<WorkRecord, WorkRecord> async, Func<WorkRecord, WorkRecord>? sync = null)
    {
        var world = new World("sync", "async").Rounds(6, Figures);
        world.Change("async", trial => trial with { Load = trial.Load! with { Work = async(Loads.Work(trial.Load.Requests.Completed)) } });
        world.Change("sync", trial => trial with { Load = trial.Load! with { Work = (sync ?? (work => work))(Loads.Work(trial.Load.Requests.Completed)) } });
        return world;
    }

    private static void Allow(World world, SameRecord same) => world.Plan = world.Plan with { Scenarios = [world.Plan.Scenarios[0] with { Same = same }] };

    private static string Words(VerdictRecord verdict) =>
        verdict.Doubts.Where(d => d.Id == "V08").Select(d => $"[{d.Level}] {d.Seen} | {d.Limit} | {d.Advice}").FirstOrDefault() ?? "no doubt";
}
