using Prony.Measurement.Runs;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

public class ClaimsViewTests
{
    private static readonly ClaimRecord Confirmed = new()
    {
        Says = "async serves more than 8 times the requests of sync",
        Source = "conclusion",
        Scenario = "work",
        Check = "throughput(async) / throughput(sync)",
        Expect = ">= 8",
        Unit = "",
        Value = 8.93,
        Low = 8.41,
        High = 9.52,
        Rounds = 6,
        State = ClaimState.Confirmed,
        Sentence = "confirmed: 8.93 (8.41 to 9.52) is >= 8.",
    };

    private static readonly ClaimRecord Undecided = Confirmed with
    {
        Says = "threads make no difference",
        Source = null,
        State = ClaimState.Undecided,
        Reason = "the interval holds values that meet it and values that do not",
        Sentence = "undecided: 8.93 (8.41 to 9.52) may be >= 9 or not.",
        Expect = ">= 9",
    };

    private static readonly ClaimRecord Untestable = new() { Says = "meinheld is tight", State = ClaimState.NotTestable, Reason = "it is old", Sentence = "not testable: it is old." };

    [Fact]
    public void Every_claim_stands_below_the_verdict_with_what_became_of_it()
    {
        var text = Print(Confirmed, Undecided, Untestable);

        text.ShouldContain(
            """
            Claims: 1 confirmed, 1 undecided, 1 not testable
            - async serves more than 8 times the requests of sync (conclusion): confirmed: 8.93 (8.41 to 9.52) is >= 8.
            - threads make no difference: undecided: 8.93 (8.41 to 9.52) may be >= 9 or not.
            - meinheld is tight: not testable: it is old.

            """);
        text.ShouldContain("throughput(async) / throughput(sync), expected >= 9; 6 rounds; the interval holds values that meet it and values that do not");
        text.IndexOf("Claims:", StringComparison.Ordinal).ShouldBeInRange(text.IndexOf("Verdict:", StringComparison.Ordinal), text.IndexOf("work, 100 users", StringComparison.Ordinal));
    }

    [Fact]
    public void Several_intervals_are_said_not_to_be_one()
    {
        const string caution = "Each claim is judged by itself: 2 intervals at 95 % each are not one at 95 %";

        Print(Confirmed, Undecided).ShouldContain(caution);
        Print(Confirmed, Untestable).ShouldNotContain("judged by itself");
    }

    [Fact]
    public void Without_claims_there_is_no_such_section() => Print().ShouldNotContain("Claims");

    [Fact]
    public void A_comment_in_markdown_holds_them_too()
    {
        var markdown = RunReport.Markdown(Sample.View(Sample.Verdict() with { Claims = [Confirmed, Untestable] }, Sample.Plan()));

        markdown.ShouldContain("Claims: 1 confirmed, 1 not testable");
        markdown.ShouldContain("confirmed: 8.93 (8.41 to 9.52) is");
    }

    private static string Print(params ClaimRecord[] claims) =>
        Printed.At(200, console => RunReport.Terminal(Sample.View(Sample.Verdict() with { Claims = claims }, Sample.Plan()), console));
}
