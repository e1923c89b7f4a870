using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.SelfTests;

/// <summary>The self-test as a user runs it. What the machine at hand does not let it decide is unknown; it never fails here.</summary>
[Collection(Alone.Name)]
public sealed class SelfTestTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void Two_groups_give_a_line_for_each_check_and_a_summary()
    {
        var result = Run(TimeSpan.FromMinutes(1), "selftest", "--only", "a,h");

        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldMatch(@"(?m)^(ok|unknown) +a  a fixed delay of 1 ms: expected p50 of the response 1\.0 to 1\.3 ms; seen \d");
        result.Output.ShouldMatch(@"(?m)^ok       h  all plans twice with the same seed: expected equal to the byte");
        result.Output.ShouldMatch(@"(?m)^ok       h  a load twice with the same seed:");
        result.Output.ShouldMatch(@"(?m)^Self-test passed: \d ok, \d unknown, 0 failed, in ");
        result.Error.ShouldContain("a: a fixed delay, about 3 s ...");
    }

    [Fact]
    public void Json_goes_to_standard_output_and_the_lines_to_standard_error()
    {
        var result = Run(TimeSpan.FromMinutes(1), "selftest", "--only", "h", "--json", "-");

        result.ExitCode.ShouldBe(0, result.ToString());
        using var record = JsonDocument.Parse(result.Output);
        record.RootElement.GetProperty("schema").GetString().ShouldBe("prony.selftest/1");
        record.RootElement.GetProperty("checks").GetArrayLength().ShouldBe(2);
        record.RootElement.GetProperty("full").GetBoolean().ShouldBeFalse();
        result.Error.ShouldContain("Self-test passed");
    }

    [Theory]
    [InlineData("--only: there is no group 'z' (known: a, b, c, d, e, f, g, h).", "z")]
    [InlineData("--only: name at least one group of a, b, c, d, e, f, g, h.", ",")]
    public void A_group_that_does_not_exist_is_wrong_use(string message, string groups)
    {
        var result = Run(TimeSpan.FromSeconds(20), "selftest", "--only", groups);

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain(message);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_whole_self_test_passes_or_says_what_it_could_not_decide()
    {
        var result = Run(TimeSpan.FromMinutes(5), "selftest");

        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldNotContain("FAILED", Case.Sensitive, result.ToString());
        result.Output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal)).ShouldBeGreaterThan(4, result.ToString());

        // These do not depend on what else the machine does.
        result.Output.ShouldMatch(@"(?m)^ok       d  1 % of the replies are errors: expected named by V07");
        result.Output.ShouldMatch(@"(?m)^ok       d  a backlog of 2 and a pause between accepts: expected named by V18");
        result.Output.ShouldMatch(@"(?m)^ok       e  burners on all CPUs");
        File.Exists(_work.PathOf("cache/selftest.json")).ShouldBeFalse("only the full one keeps what it found");
    }

    [Fact]
    public void Ctrl_c_ends_it_at_once_and_leaves_nothing_behind()
    {
        using var tool = Tool.Start(new ToolSettings(_work.Folder), "selftest", "--only", "b,g");
        for (var attempt = 0; attempt < 200 && !tool.ErrorSoFar.Contains("b: a queue", StringComparison.Ordinal); attempt++)
        {
            Thread.Sleep(50);
        }

        tool.Signal(2);
        var result = tool.WaitForEnd(TimeSpan.FromSeconds(20));
        result.ExitCode.ShouldBe(130, result.ToString());
        result.Output.ShouldNotContain("Self-test");
    }

    public void Dispose() => _work.Dispose();

    private ToolResult Run(TimeSpan limit, params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["PRONY_CACHE"] = _work.PathOf("cache") };
        using var tool = Tool.Start(new ToolSettings(_work.Folder, environment), arguments);
        return tool.WaitForEnd(limit);
    }
}
