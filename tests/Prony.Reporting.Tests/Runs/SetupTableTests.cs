using Prony.Measurement.Runs;
using Prony.Reporting.Articles;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

public class SetupTableTests
{
    private static readonly StatedMachine Small = new(2, 4L << 30, "80GB", new StatedPrice(28, "USD"), "NYC");
    private static readonly StatedMachine Database = new(2, 4L << 30, "38GB", new StatedPrice(60.5, "USD"), null);

    [Fact]
    public void What_the_files_state_stands_in_one_table()
    {
        var text = Print(Plan(Small, Small, Database));

        text.ShouldContain("Set-up as stated");
        Cells(text, "database").ShouldBe("database shared postgres -p {port} – 2 4GiB 38GB 60.5 USD/month");
        Cells(text, "proxy").ShouldBe("proxy all haproxy – 2 4GiB 80GB 28 USD/month NYC");
        Cells(text, "web").ShouldBe("web sync gunicorn -w 5 main:app 1 2 4GiB 80GB 28 USD/month NYC");
        text.ShouldContain("The files state these machines; everything was measured on this one. Together: 116.5 USD/month for each candidate.");
    }

    [Fact]
    public void Different_sums_are_told_by_candidate_and_so_is_what_has_no_price()
    {
        Print(Plan(Small, Database, null)).ShouldContain("Together: sync 56 USD/month, async 88.5 USD/month, without database, for which no price is stated.");
        Print(Plan(Small with { Price = null }, Small, null)).ShouldContain("Together: sync 28 USD/month, async 56 USD/month, without web, database, for which no price is stated.");
    }

    [Fact]
    public void Amounts_of_different_currencies_are_not_added() =>
        Print(Plan(Small, Small with { Price = new StatedPrice(20, "EUR") }, Database)).ShouldContain("The prices are in USD and EUR, so that no sum is made.");

    [Fact]
    public void Where_nothing_is_stated_there_is_no_table() => Print(Sample.Plan()).ShouldNotContain("Set-up");

    [Fact]
    public void Machines_without_prices_have_no_sum()
    {
        var text = Print(Sample.Plan() with { SharedSetup = [new PlannedService("database", "postgres", new StatedMachine(2, null, null, null, null))] });

        text.ShouldContain("everything was measured on this one.\n");
        text.ShouldNotContain("Together");
    }

    [Fact]
    public void A_scenario_with_one_load_ends_with_its_conclusion()
    {
        var verdict = Sample.Verdict();
        var text = Printed.At(200, console => RunReport.Terminal(Sample.View(verdict, Sample.Plan()), console));

        text.ShouldContain("Conclusion: at 100 users: successes per second with their 95 % interval, CPU of the busiest second (100 % is one core), highest memory.");
        text.ShouldMatch(@"candidate +RPS +peak CPU +peak memory\n");
        WriteUp.Of(Sample.View(verdict, Sample.Plan())).ShouldContain("| candidate | RPS | peak CPU | peak memory |");
    }

    [Fact]
    public void With_prices_for_all_the_conclusion_holds_them() =>
        Print(Plan(Small, Small, Database)).ShouldMatch(@"peak memory +price\n─+\n sync .*116\.5 USD/month\n");

    [Fact]
    public void With_several_loads_there_is_no_one_conclusion()
    {
        var verdict = Sample.Verdict();
        var point = verdict.Scenarios["work"].Points[0];
        var two = verdict with { Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = new([point, point with { Load = new PointRecord(200, null) }]) } };

        Printed.At(200, console => RunReport.Terminal(Sample.View(two, Sample.Plan()), console)).ShouldNotContain("Conclusion");
    }

    private static PlanRecord Plan(StatedMachine? sync, StatedMachine? async, StatedMachine? database)
    {
        var plan = Sample.Plan();
        return plan with
        {
            SharedSetup = [new PlannedService("database", "postgres -p {port}", database)],
            Candidates =
            [
                plan.Candidates[0] with { Setup = [new PlannedService("proxy", "haproxy", Small), new PlannedService("web", "gunicorn -w 5 main:app", sync)] },
                plan.Candidates[1] with { Setup = [new PlannedService("proxy", "haproxy", Small), new PlannedService("web", "gunicorn -k uvicorn -w 2 main:app", async)] },
            ],
        };
    }

    private static string Print(PlanRecord plan) => Printed.At(200, console => RunReport.Terminal(Sample.View(Sample.Verdict(), plan), console));

    private static string Cells(string text, string service) =>
        System.Text.RegularExpressions.Regex.Replace(text.Split('\n').First(line => line.TrimStart().StartsWith(service + " ", StringComparison.Ordinal)).Trim(), " +", " ");
}
