using Prony.Cli.Verbs;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

public class CostVerbTests
{
    [Theory]
    [InlineData("Say which rate is to be served: --rate 5000/s.")]
    [InlineData("--headroom: with all of it left free nothing is served; write less than 100%, such as 30%.", "--rate", "5000/s", "--headroom", "100%")]
    [InlineData("There is no run directory ", "--rate", "5000/s")]
    public void What_cannot_be_reckoned_is_said(string expected, params string[] flags)
    {
        var parsed = Program.CreateRoot().Parse(["cost", "nowhere", .. flags]);
        parsed.Errors.ShouldBeEmpty();

        Should.Throw<UsageException>(() => parsed.Invoke(new System.CommandLine.InvocationConfiguration { EnableDefaultExceptionHandler = false })).Message.ShouldStartWith(expected);
    }

    [Fact]
    public void A_rate_and_a_headroom_are_read_in_their_units()
    {
        Program.CreateRoot().Parse(["cost", "run", "--rate", "5/parsec"]).Errors.ShouldNotBeEmpty();
        Program.CreateRoot().Parse(["cost", "run", "--rate", "5k/s", "--headroom", "many"]).Errors.ShouldNotBeEmpty();
        CostVerb.Create().Name.ShouldBe("cost");
    }
}
