using Prony.Experiments.Definitions;
using Prony.Experiments.Tuning;
using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Tuning;

public class TuneQuestionTests
{
    [Theory]
    [InlineData("workers=1..4", "workers", "1 2 3 4")]
    [InlineData("threads=1,2, 8", "threads", "1 2 8")]
    [InlineData("mode=sync", "mode", "sync")]
    public void A_parameter_has_a_range_or_a_list_of_values(string text, string name, string values)
    {
        var varied = VariedParameter.Parse(text);
        (varied.Name, string.Join(' ', varied.Values)).ShouldBe((name, values));
    }

    [Theory]
    [InlineData("workers", "names no parameter")]
    [InlineData("=1", "names no parameter")]
    [InlineData("workers=4..1", "is no range")]
    [InlineData("workers=a..b", "is no range")]
    [InlineData("workers=1,,2", "holds an empty value")]
    [InlineData("workers=1,1", "holds a value twice")]
    [InlineData("workers=1..1000", "has 1000 values, and 64 are the most")]
    [InlineData("workers=0..2147483647", "has 2147483648 values, and 64 are the most")]
    public void What_is_no_list_of_values_is_told_with_the_right_form(string text, string message) =>
        Should.Throw<FormatException>(() => VariedParameter.Parse(text)).Message.ShouldContain(message);

    [Fact]
    public void Each_combination_is_a_setting_with_its_values()
    {
        var settings = TuneQuestion.Combine(Candidate, [VariedParameter.Parse("workers=1,2"), VariedParameter.Parse("threads=4,8")]);

        settings.Select(setting => setting.Name).ShouldBe(["workers-1-threads-4", "workers-1-threads-8", "workers-2-threads-4", "workers-2-threads-8"]);
        settings[2].Stack!.With.ShouldBe(new Dictionary<string, string> { ["workers"] = "2", ["threads"] = "4", ["app"] = "app:app" }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("wokers=1,2", "The stack gunicorn has no parameter 'wokers'. Did you mean")]
    [InlineData("workers=1", "These are 1 settings; between 2 and 64 can be tried.")]
    [InlineData("app=a:b,a.b,c", "Two of these settings would have the name 'app-a-b': names hold small letters, digits and hyphens, and everything else becomes a hyphen. Write the values so that they differ in letters or digits")]
    public void What_cannot_be_varied_is_told(string vary, string message) =>
        Should.Throw<FormatException>(() => TuneQuestion.Combine(Candidate, [VariedParameter.Parse(vary)])).Message.ShouldStartWith(message);

    [Fact]
    public void Too_many_combinations_a_parameter_twice_and_a_command_are_refused()
    {
        Should.Throw<FormatException>(() => TuneQuestion.Combine(Candidate, [VariedParameter.Parse("workers=1..20"), VariedParameter.Parse("threads=1..20")])).Message.ShouldContain("400 settings");
        Should.Throw<FormatException>(() => TuneQuestion.Combine(Candidate, [VariedParameter.Parse("workers=1,2"), VariedParameter.Parse("workers=3,4")])).Message.ShouldStartWith("A parameter is varied once");
        Should.Throw<FormatException>(() => TuneQuestion.Combine(Candidate with { Kind = CandidateKind.Run }, [VariedParameter.Parse("workers=1,2")])).Message.ShouldContain("is no stack");
    }

    [Fact]
    public void Stages_halve_until_four_are_left_and_the_last_has_six_rounds()
    {
        var settings = TuneQuestion.Combine(Candidate, [VariedParameter.Parse("workers=1..16")]);
        var question = new TuneQuestion("web", Metrics.Throughput, settings, 6);
        question.Stages.ShouldBe([(16, 2), (12, 2), (9, 2), (6, 2), (4, 6)]);
        question.LongestS(new PhaseLengths(2, 5, null, 1, 1)).ShouldBe((43 * 2 + 24) * 11.5, 0.001);
        (question with { Settings = settings.Take(3).ToList() }).Stages.ShouldBe([(3, 6)]);
    }

    private static CandidateEntry Candidate { get; } = new(
        "web",
        CandidateKind.Stack,
        new CandidateDefinition(
            "web",
            new StackDefinition
            {
                Name = "gunicorn",
                Directory = "/",
                Parameters = [new("workers", "2"), new("threads", "1"), new("app", "app:app")],
                Services = [],
                Target = "http://127.0.0.1/",
            },
            new Dictionary<string, string> { ["workers"] = "2", ["threads"] = "1", ["app"] = "app:app" }),
        null,
        null,
        Optional: false);
}
