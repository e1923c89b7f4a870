using Prony.Measurement.Runs;
using Prony.Reporting.Articles;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Articles;

public class WriteUpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("ru-RU")]
    public void An_article_goes_from_the_question_to_what_is_still_to_be_tested(string culture) =>
        Printed.In(culture, () => WriteUp.Of(Sample.View(Sample.Verdict(), Sample.Plan()))).ShouldBeAsExpected("two.md");

    [Fact]
    public void The_sections_are_in_order()
    {
        var text = WriteUp.Of(Sample.View(Sample.Verdict() with { Claims = [Undecided] }, Sample.Plan()));
        var headings = text.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]);
        headings.ShouldBe(["Set-up", "Configurations", "Commands", "Results", "Conclusion", "Claims", "Doubts", "What should still be tested", "How to reproduce", "Files as given"]);
    }

    [Fact]
    public void A_command_shows_the_values_that_it_was_started_with()
    {
        var plan = Sample.Plan();
        var candidate = plan.Candidates[0] with
        {
            With = new Dictionary<string, string> { ["workers"] = "5", ["pool"] = "{workers * 2}", ["empty"] = "" },
            Setup = [new PlannedService("web", "serve --workers {workers} --pool {pool} --port {port}", null)],
        };
        var text = WriteUp.Of(Sample.View(Sample.Verdict(), plan with { Candidates = [candidate, plan.Candidates[1]] }));
        text.ShouldContain("web: serve --workers 5 --pool {pool} --port {port}");
        text.Replace("\\", "", StringComparison.Ordinal).ShouldContain("**Settings**: workers: 5, pool: {workers * 2}\n");
    }

    [Fact]
    public void The_command_of_the_run_is_as_it_was_asked_for()
    {
        var plan = Sample.Plan() with { Profiles = ["full"], Invocation = new InvocationRecord("../sync-vs-async.yaml", Quick: false, ["sync", "async"], 12, UntilDecided: false) };
        WriteUp.Of(Sample.View(Sample.Verdict(), plan)).ShouldContain("prony run sync-vs-async.yaml --profile full --only sync,async --rounds 12\n");

        var commands = plan with
        {
            Profiles = [],
            Invocation = null,
            Definitions = new Dictionary<string, string>(),
            Candidates = [new PlannedCandidate("a", CandidateKind.Run, "serve 'a b' {port}", new Dictionary<string, string>(), ["web"])],
        };
        WriteUp.Of(Sample.View(null, commands)).ShouldContain("prony run 'serve '\\''a b'\\'' {port}' --users 100 --path /work\n");

        // What was typed, quotes and all: the plan's words for a candidate have lost them.
        var typed = commands with
        {
            Invocation = new InvocationRecord(null, Quick: true, [], null, UntilDecided: false),
            Definitions = new Dictionary<string, string> { ["command-line"] = "serve \"a b\" {port}\nother {port}" },
            Scenarios = [plan.Scenarios[0] with { Path = "/?q=a b", Points = [new PointRecord(null, 12.5)] }],
        };
        WriteUp.Of(Sample.View(null, typed)).ShouldContain("prony run 'serve \"a b\" {port}' 'other {port}' --rate 12.5/s --path '/?q=a b' --quick\n");
    }

    [Fact]
    public void A_run_without_a_verdict_is_written_as_far_as_it_got()
    {
        var text = WriteUp.Of(Sample.View(null, Sample.Plan()));
        text.ShouldContain("> **NO VERDICT**: the run ended before it.");
        text.ShouldContain("## Trials");
        text.ShouldContain("'prony run --resume' goes on with it.");
        text.ShouldNotContain("## Conclusion");
    }

    [Fact]
    public void What_is_open_follows_from_the_records()
    {
        var verdict = Sample.Verdict(6, "sync", "async", "rust");
        var point = verdict.Scenarios["work"].Points[0];
        var open = verdict with
        {
            Preview = true,
            Claims = [Undecided, Undecided with { Says = "it is fun", State = ClaimState.NotTestable, Reason = "nothing measures it." }, Undecided with { Says = "beyond doubt", State = ClaimState.Confirmed }],
            Skipped = [new SkippedRecord("go", "not installed: go.", "apt install golang")],
            FailedTrials = [new FailedTrialRecord("r01a1.rust.work", "rust", "died", "web died.", []), new FailedTrialRecord("r02a1.rust.work", "rust", "died", "web died.", [])],
            Scenarios = new Dictionary<string, ScenarioVerdict>
            {
                ["work"] = new([point with
                {
                    Candidates = point.Candidates.ToDictionary(c => c.Key, c => c.Value with { Bottleneck = c.Key == "async" ? new BottleneckRecord(BottleneckName.MachineCpu, "web", 2, 2, "full") : null }),
                    Comparisons = [.. point.Comparisons.Select(c => c with { Verdict = c.Candidate == "async" ? VerdictName.Inconclusive : VerdictName.Invalid, RoundsNeeded = c.Candidate == "async" ? 31 : null })],
                    Winner = new WinnerRecord(null, 0.05, 3, "No winner among all 3."),
                }])
                {
                    Curves = [new CurveRecord { Candidate = "rust", Load = "users", Points = [new CurvePoint { Load = point.Load, At = 100, State = CurvePointState.Measured, Rounds = 6 }], Fall = new CurveFall("highest-at-last", 100, null, null, null, null, null, 6) }],
                },
            },
        };

        var lines = StillToTest.Of(Sample.View(open, Sample.Plan(6, "sync", "async", "rust"))).Select(bullet => $"{bullet.Label}: {bullet.Text}").ToList();

        lines.ShouldContain(": The whole experiment: this was a preview, with too few rounds or too short windows.");
        lines.ShouldContain("async against sync: throughput at 100 users (work) is not decided after 6 rounds. About 31 rounds would decide it.");
        lines.ShouldContain("rust against sync: throughput at 100 users (work) has no valid comparison: rust is better than sync too.");
        lines.ShouldContain("The best at 100 users (work): No winner among all 3.");
        lines.ShouldContain("Claim \"async is faster\": It is undecided: one round.");
        lines.ShouldContain("Claim \"it is fun\": It could not be tested here: nothing measures it.");
        lines.ShouldNotContain(line => line.Contains("beyond doubt", StringComparison.Ordinal));
        lines.ShouldContain("go: It was left out: not installed: go. apt install golang");
        lines.ShouldContain("rust: Why 2 trials ended as died: web died.");
        lines.ShouldContain("rust: More users than 100 (work): throughput was highest at the last load.");
        lines.ShouldContain(line => line.StartsWith("100 users (work): All CPUs of the machine were full", StringComparison.Ordinal) && line.EndsWith("It was so for async.", StringComparison.Ordinal));
        lines.ShouldContain($"V28 generator on the server's CPUs: {Sample.CoLocated.Advice}");
    }

    [Fact]
    public void Text_from_outside_cannot_become_markup()
    {
        var verdict = Sample.Verdict() with { Question = "<script>alert(1)</script> @everyone [x](http://x)", FailedTrials = [new FailedTrialRecord("r01a1.sync.work", "sync", "died", "it died", ["```", "</details><script>"])] };
        var text = WriteUp.Of(Sample.View(verdict, Sample.Plan()));
        text.ShouldContain("\\<script\\>alert(1)\\</script\\>");
        text.ShouldContain("````text\n```\n</details><script>\n````");
        text.ShouldNotContain("@everyone");
    }

    private static ClaimRecord Undecided { get; } = new() { Says = "async is faster", Scenario = "work", Check = "a / b", Expect = ">= 2", State = ClaimState.Undecided, Reason = "one round.", Sentence = "Undecided." };
}
