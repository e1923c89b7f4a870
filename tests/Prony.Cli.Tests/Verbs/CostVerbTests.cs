using Prony.Cli.Verbs;
using Prony.Measurement.Runs;
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
    public void A_search_for_capacities_is_told_from_a_run()
    {
        var folder = Directory.CreateTempSubdirectory("prony-cost").FullName;
        try
        {
            RunWriter.WriteCapacity(new RunDirectory(folder), new CapacityRecord
            {
                Experiment = "x",
                Scenario = "get",
                Settings = new CapacitySettings("rate", [], 100, 1e7, 0.05, 10, 30, 0.5, 30, 40, 8, 600),
                Baseline = "server",
                Margin = 0.05,
                Rounds = 1,
                Candidates = [],
            });
            var parsed = Program.CreateRoot().Parse(["cost", folder, "--rate", "5000/s"]);
            Should.Throw<UsageException>(() => parsed.Invoke(new System.CommandLine.InvocationConfiguration { EnableDefaultExceptionHandler = false }))
                .Message.ShouldStartWith($"'{folder}' is a search for capacities, and cost reckons from the rounds of 'prony run'.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_rate_and_a_headroom_are_read_in_their_units()
    {
        Program.CreateRoot().Parse(["cost", "run", "--rate", "5/parsec"]).Errors.ShouldNotBeEmpty();
        Program.CreateRoot().Parse(["cost", "run", "--rate", "5k/s", "--headroom", "many"]).Errors.ShouldNotBeEmpty();
        CostVerb.Create().Name.ShouldBe("cost");
    }
}
