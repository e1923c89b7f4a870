using Prony.Experiments.Files.Nodes;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files.Nodes;

public sealed class EnvironmentTextTests
{
    private static readonly Dictionary<string, string> Environment = new() { ["A"] = "one", ["B_2"] = "${A}", ["EMPTY"] = "" };

    [Theory]
    [InlineData("${A}", "one")]
    [InlineData("x${A}y${A}z", "xoneyonez")]
    [InlineData("${B_2}", "${A}")]
    [InlineData("[${EMPTY}]", "[]")]
    [InlineData("$${A}", "${A}")]
    [InlineData("$A ${} ${A ${A-B} $", "$A ${} ${A ${A-B} $")]
    [InlineData("", "")]
    public void Variables_are_replaced_once_and_everything_else_stays(string text, string expanded) =>
        EnvironmentText.Expand(text, Environment, _ => { }, (name, _) => throw new InvalidOperationException(name)).ShouldBe(expanded);

    [Fact]
    public void Values_are_told_as_secrets_and_missing_ones_with_their_place()
    {
        var secrets = new List<string>();
        var missing = new List<(string, int)>();
        EnvironmentText.Expand("${A}-${NO}-${B_2}", Environment, secrets.Add, (name, at) => missing.Add((name, at))).ShouldBe("one-${NO}-${A}");
        secrets.ShouldBe(["one", "${A}"]);
        missing.ShouldBe([("NO", 5)]);
    }
}
