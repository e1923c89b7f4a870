using Prony.Measurement.Runs;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

public class CurveViewTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void A_curve_fits_the_width(int width)
    {
        var text = Printed.At(width, console => RunReport.Terminal(View(), console));
        text.Split('\n').ShouldAllBe(line => line.Length <= width);
        text.ShouldContain("work, sync over users");
        text.ShouldContain("Throughput of sync is highest at 100 users and falls after it");
        text.ShouldContain("* died");
        text.ShouldContain("400 *");
        text.ShouldContain("Intervals over rounds, 95 %: sync");
    }

    [Fact]
    public void Markdown_holds_the_same_tables()
    {
        var text = RunReport.Markdown(View());
        text.ShouldContain("| users | success/s | failed/s | failed | CPU cores | memory | in flight |");
        text.ShouldContain("| users | p10 | p50 | p90 | p95 | p99 | mean | fastest | slowest |");
        text.ShouldContain("| 100 | 1,000 | 2.500 |");
        text.ShouldContain("990.0–1,010");
    }

    [Fact]
    public void A_run_without_curves_says_nothing_of_them() =>
        RunReport.Markdown(new RunView("run", null, Sample.Verdict(), [], [], [])).ShouldNotContain(" over users");

    private static RunView View()
    {
        var verdict = Sample.Verdict();
        var work = verdict.Scenarios["work"];
        var told = verdict with { Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = work with { Curves = [Curve] } } };
        return new RunView("run", null, told, [], [], []);
    }

    private static CurveRecord Curve { get; } = new()
    {
        Candidate = "sync",
        Load = "users",
        Points = [Point(50, 500), Point(100, 1000), new CurvePoint { Load = new PointRecord(400, null), At = 400, State = CurvePointState.Died, Rounds = 0, RoundsFailed = 6, Reason = "web died." }],
        Fall = new CurveFall("falls", 100, 200, 400, 0.6, 0.58, 0.62, 6),
        Sentences = ["throughput of sync is highest at 100 users and falls after it: from 200 users on.", "sync died at 400 users in 6 of 6 rounds. web died."],
    };

    private static CurvePoint Point(int users, double perS) => new()
    {
        Load = new PointRecord(users, null),
        At = users,
        State = CurvePointState.Measured,
        Rounds = 6,
        ThroughputPerS = new CurveFigure(perS, perS * 0.99, perS * 1.01),
        FailuresPerS = new CurveFigure(2.5, null, null),
        FailureShare = 0.0025,
        ResponseNs = new[] { "10", "50", "90", "95", "99" }.ToDictionary(name => name, name => new CurveFigure(users * 1e6, users * 0.9e6, users * 1.1e6)),
        ResponseMeanNs = new CurveFigure(users * 1e6, null, null),
        FastestNs = 1_000_000,
        SlowestNs = 900_000_000,
        CpuCores = new CurveFigure(1.5, 1.4, 1.6),
        MemoryPssBytes = new CurveFigure(64 << 20, null, null),
        InFlight = new CurveFigure(users - 0.1, null, null),
    };
}
