using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

public class CanonicalAnswersTests
{
    [Fact]
    public void A_request_that_is_not_answered_after_a_load_has_the_answer_from_before_it()
    {
        AnswerRecord[] earlier = [Answer(0, "aa"), Answer(1, "bb")];
        CanonicalAnswers.OrEarlier([Silence(0), Answer(1, "cc")], earlier).ShouldBe([Answer(0, "aa"), Answer(1, "cc")]);
    }

    [Fact]
    public void A_request_that_was_never_answered_stays_without_an_answer()
    {
        CanonicalAnswers.OrEarlier([Silence(0)], []).ShouldBe([Silence(0)]);
        CanonicalAnswers.OrEarlier([Silence(0)], [Silence(0)]).ShouldBe([Silence(0)]);
    }

    private static AnswerRecord Answer(int request, string hash) => new(request, 200, 2, "identity", hash);

    private static AnswerRecord Silence(int request) => new(request, 0, 0, "identity", "", "no answer within 1.6 s");
}
