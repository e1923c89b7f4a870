using Prony.Load.Plans;
using Shouldly;

namespace Prony.Load.Tests;

public sealed class StatusSetTests
{
    [Fact]
    public void The_default_is_200_to_399() =>
        Enumerable.Range(0, 1000).Where(StatusSet.Default.Contains).ShouldBe(Enumerable.Range(200, 200));

    [Fact]
    public void Codes_and_classes_can_be_mixed()
    {
        StatusSet.TryParse("204, 3xx,404", out var set, out _).ShouldBeTrue();

        Enumerable.Range(0, 1000).Where(set!.Contains).ShouldBe([204, .. Enumerable.Range(300, 100), 404]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("20")]
    [InlineData("6xx")]
    [InlineData("600")]
    [InlineData("200;201")]
    public void What_is_no_status_is_named(string text)
    {
        StatusSet.TryParse(text, out _, out var error).ShouldBeFalse();

        error!.ShouldContain("neither a status code");
    }
}
