using Prony.Load.Plans;
using Shouldly;

namespace Prony.Load.Tests.Requests;

public sealed class RequestVariableTests
{
    [Theory]
    [InlineData("{index}", RequestVariableKind.Index, 0, "")]
    [InlineData("{random}", RequestVariableKind.Random, 1_000_000_000, "")]
    [InlineData("{random.7}", RequestVariableKind.Random, 7, "")]
    [InlineData("{random.1000000000000000000}", RequestVariableKind.Random, 1_000_000_000_000_000_000, "")]
    [InlineData("{random.0}", RequestVariableKind.Random, 0, "")]
    [InlineData("{random.1000000000000000001}", RequestVariableKind.Random, 0, "")]
    [InlineData("{random.99999999999999999999999}", RequestVariableKind.Random, 0, "")]
    [InlineData("{data.user}", RequestVariableKind.Data, 0, "user")]
    [InlineData("{data.first name}", RequestVariableKind.Data, 0, "first name")]
    [InlineData("{data.größe}", RequestVariableKind.Data, 0, "größe")]
    public void The_variables_are_known(string text, RequestVariableKind kind, long limit, string column)
    {
        var variable = RequestVariable.Find("ä{" + text + "}").ShouldHaveSingleItem();

        (variable.Kind, variable.Limit, variable.Column, variable.Start).ShouldBe((kind, limit, column, 3));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ index }")]
    [InlineData("{Index}")]
    [InlineData("{index")]
    [InlineData("{random.x}")]
    [InlineData("{random.}")]
    [InlineData("{random.-1}")]
    [InlineData("{data}")]
    [InlineData("{data.}")]
    [InlineData("{data.\n}")]
    [InlineData("""{"index": 1, "data.x": {"random": {}}}""")]
    [InlineData("{{name}}")]
    public void Other_braces_are_literal(string text) => RequestVariable.Find(text).ShouldBeEmpty();

    [Fact]
    public void Several_stand_in_one_json_body() =>
        RequestVariable.Find("""{"id":{index},"a":"{random.10}","b":{"c":"{data.c}"}}""").Select(v => v.Kind)
            .ShouldBe([RequestVariableKind.Index, RequestVariableKind.Random, RequestVariableKind.Data]);
}
