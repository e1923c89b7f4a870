using Prony.Experiments.Claims;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Claims;

public sealed class ExpressionParserTests
{
    [Theory]
    [InlineData("1 + 2 * 3 * throughput(a) / throughput(a)", 7)]
    [InlineData("(1 + 2) * 3 + 0 * processes(a)", 9)]
    [InlineData("8 - 2 - 1 + 0*processes(a)", 5)]
    [InlineData("8 / 2 / 2 + 0*processes(a)", 2)]
    [InlineData("-2 * -3 + 0*processes(a)", 6)]
    [InlineData("min(3, 1.5, 2) + max(4, 0*processes(a))", 5.5)]
    [InlineData("throughput(a)-throughput(b)", 500)]
    [InlineData("throughput( a ) / throughput( b )", 2)]
    [InlineData("max(throughput(a), throughput(b))", 1000)]
    public void Arithmetic_is_what_it_is_elsewhere(string text, double expected) =>
        Read(text).Evaluate(call => call.Candidate.Text == "a" ? 1000 : 500).ShouldBe(expected);

    [Fact]
    public void A_metric_names_candidate_load_scenario_and_service()
    {
        var call = Read("cpu-peak(many-workers-2-threads-8, users=100, scenario=list, service=web)").ShouldBeOfType<MetricCall>();

        (call.Metric, call.Candidate.Text, call.Load!.Users, call.Scenario!.Text, call.Service!.Text).ShouldBe(("cpu-peak", "many-workers-2-threads-8", 100, "list", "web"));
        Read("response.p99.9(2-workers, rate=1.5k/s)").ShouldBeOfType<MetricCall>().Load!.RatePerS.ShouldBe(1500);
    }

    [Theory]
    [InlineData("throughput(a) / throughput(b)", ClaimUnit.None)]
    [InlineData("throughput(a) * 2", ClaimUnit.PerSecond)]
    [InlineData("2 / throughput(a)", ClaimUnit.Other)]
    [InlineData("response.p50(a) + response.max(b)", ClaimUnit.Seconds)]
    [InlineData("service-time.mean(a) - 0.5", ClaimUnit.Seconds)]
    [InlineData("memory(a) - memory-peak(b)", ClaimUnit.Bytes)]
    [InlineData("failures(a)", ClaimUnit.Share)]
    [InlineData("cpu(a)", ClaimUnit.Cores)]
    [InlineData("processes(a)", ClaimUnit.None)]
    [InlineData("max(cpu-per-request(a), cpu-per-request(b))", ClaimUnit.Seconds)]
    [InlineData("throughput(a) / cpu(a)", ClaimUnit.Other)]
    public void The_unit_follows_from_the_metrics(string text, object unit) => Read(text).Unit.ShouldBe((ClaimUnit)unit);

    [Theory]
    [InlineData("", 0, "it is empty")]
    [InlineData("throughput(a) /", 15, "it ends too early")]
    [InlineData("throughput(a) throughput(b)", 14, "'t' is not expected here")]
    [InlineData("throughput(a) = 3", 14, "'=' is not expected here")]
    [InlineData("throughput(a) > 3", 14, "'>' is not expected here")]
    [InlineData("2 * (throughput(a)", 18, "a '(' is not closed")]
    [InlineData("throughput(a))", 13, "')' is not expected here")]
    [InlineData("thruput(a)", 0, "'thruput' is no metric")]
    [InlineData("response.p100(a)", 0, "'response.p100' is no metric")]
    [InlineData("throughput", 10, "'throughput' needs a '(' behind it")]
    [InlineData("throughput()", 11, "'throughput' needs a candidate first")]
    [InlineData("throughput(users=3)", 11, "'throughput' needs a candidate first")]
    [InlineData("throughput(a, users=no)", 20, "'no' is not a number of users")]
    [InlineData("throughput(a, rate=3)", 19, "'3' has no unit: write 3/s")]
    [InlineData("throughput(a, userz=3)", 14, "'userz' is no setting of a metric")]
    [InlineData("throughput(a, b)", 14, "'b' is no setting of a metric")]
    [InlineData("throughput(a, users=3, rate=3/s)", 23, "'rate=3/s' gives a load a second time")]
    [InlineData("throughput(a, scenario=x, scenario=y)", 26, "'scenario=y' gives a scenario a second time")]
    [InlineData("cpu(a, service=x, service=y)", 18, "'service=y' gives a service a second time")]
    [InlineData("throughput(a, service=web)", 14, "'throughput' cannot be asked of one service")]
    [InlineData("throughput(a", 12, "'throughput(' is not closed")]
    [InlineData("min(throughput(a)", 17, "'min(' is not closed")]
    [InlineData("throughput(a) + memory(a)", 14, "an amount of memory cannot be added to a rate")]
    [InlineData("max(failures(a), cpu(a))", 17, "a number of cores cannot be compared with a share")]
    [InlineData("10ms + response.p50(a)", 0, "'10ms' is not a number")]
    [InlineData("throughput(a) & 2", 14, "'&' is not expected here")]
    public void A_mistake_is_named_with_its_place(string text, int at, string message)
    {
        var (expression, error) = ExpressionParser.Read(text);

        expression.ShouldBeNull();
        (error!.At, error.Message).ShouldBe((at, message));
    }

    [Theory]
    [InlineData("thruput(a)", "Did you mean 'throughput'?")]
    [InlineData("latency(a)", "Did you mean 'response.p99'?")]
    [InlineData("rps(a)", "Did you mean 'throughput'?")]
    [InlineData("errors(a)", "Did you mean 'failures'?")]
    [InlineData("throughput(a, userz=3)", "Did you mean 'users'?")]
    [InlineData("service-time.p0(a)", "A percentile lies between 0 and 100: response.p50, response.p99, response.p99.9.")]
    public void What_was_meant_is_guessed(string text, string hint) => ExpressionParser.Read(text).Error!.Hint.ShouldBe(hint);

    [Fact]
    public void Neither_length_nor_depth_ends_the_program()
    {
        ExpressionParser.Read(new string('(', ExpressionParser.MostCharacters)).Error!.Message.ShouldBe("it ends too early");
        ExpressionParser.Read(new string('-', ExpressionParser.MostCharacters + 1)).Error!.Message.ShouldBe("it has 1001 characters, and 1000 are the most");
    }

    private static ClaimExpression Read(string text)
    {
        var (expression, error) = ExpressionParser.Read(text);
        error.ShouldBeNull();
        return expression!;
    }
}
