using Prony.Measurement.Runs;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

public class RunReportTests
{
    [Theory]
    [InlineData(80, "")]
    [InlineData(140, "")]
    [InlineData(80, "de-DE")]
    [InlineData(80, "ru-RU")]
    public void Two_candidates_stand_side_by_side(int width, string culture) =>
        Printed.In(culture, () => Print(View(Sample.Verdict()), width)).ShouldBeAsExpected($"two-{width}.txt");

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void Four_candidates_fit_the_width(int width)
    {
        string[] names = ["sync", "async", "async-nginx", "rust"];
        var text = Print(View(Sample.Verdict(10, names), Sample.Plan(10, names)), width);
        text.Split('\n').ShouldAllBe(line => line.Length <= width);
        text.ShouldBeAsExpected($"four-{width}.txt");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void Many_candidates_are_rows_of_one_table_and_no_line_is_too_long(int width)
    {
        var names = Enumerable.Range(1, 12).Select(i => $"candidate-{i}").ToArray();
        var text = Print(View(Sample.Verdict(10, names), Sample.Plan(10, names)), width);
        text.Split('\n').ShouldAllBe(line => line.Length <= width);
        if (width == 80)
        {
            text.ShouldMatch(@" candidate +throughput +÷ candidate-1");
            text.ShouldMatch(@"\n candidate-12 +\d,\d{3}/s +\d");
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    public void A_narrow_terminal_is_not_overrun(int width)
    {
        string[] names = ["sync", "async", "async-nginx", "rust"];
        Print(View(Sample.Verdict(10, names), Sample.Plan(10, names)), width).Split('\n').ShouldAllBe(line => line.Length <= width);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(140)]
    public void No_line_ends_with_white_space(int width) =>
        Print(View(Sample.Verdict()), width).Split('\n').ShouldAllBe(line => line == line.TrimEnd());

    [Fact]
    public void Colours_add_nothing_to_the_text()
    {
        using var writer = new StringWriter();
        RunReport.Terminal(View(Sample.Verdict()), Printed.Console(writer, 80, Spectre.Console.AnsiSupport.Yes));
        var coloured = writer.ToString().ReplaceLineEndings("\n");
        coloured.ShouldContain("\e[");
        System.Text.RegularExpressions.Regex.Replace(coloured, "\e\\[[0-9;]*m", "").ShouldBe(Print(View(Sample.Verdict()), 80));
    }

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("ru-RU")]
    public void Markdown_is_fit_for_a_pull_request(string culture) =>
        Printed.In(culture, () => RunReport.Markdown(View(Sample.Verdict()))).ShouldBeAsExpected("two.md");

    [Fact]
    public void What_services_told_of_themselves_stands_below_the_figures_of_a_point()
    {
        var verdict = Sample.Verdict();
        var point = verdict.Scenarios["work"].Points[0];
        var candidates = point.Candidates.ToDictionary(c => c.Key, c => c.Value with
        {
            Layers =
            [
                new LayerSummary("proxy", "queue", 23.6, 31, false, null) { Min = 2 },
                new LayerSummary("proxy", "requests", null, null, true, 812.4),
                new LayerSummary("db", "active", 0.25, 3, false, null) { Min = 0 },
                new LayerSummary("db", "commits", null, null, true, null),
            ],
        });
        var told = verdict with
        {
            Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = verdict.Scenarios["work"] with { Points = [point with { Candidates = candidates }] } },
        };
        var name = candidates.Keys.First();

        var markdown = RunReport.Markdown(View(told));

        markdown.ShouldContain($"**{name}, proxy**: queue 24 on average, 31 at most; requests 812.4/s.");
        markdown.ShouldContain($"**{name}, db**: active 0.25 on average, 3 at most; commits –.");
        Print(View(told), 140).ShouldContain($"{name}, proxy: queue 24 on average, 31 at most; requests 812.4/s.");
    }

    [Fact]
    public void Growth_of_memory_has_a_row_where_it_is_known()
    {
        var verdict = Sample.Verdict();
        var point = verdict.Scenarios["work"].Points[0];
        var grows = verdict with
        {
            Scenarios = new Dictionary<string, ScenarioVerdict>
            {
                ["work"] = new([point with
                {
                    Candidates = point.Candidates.ToDictionary(c => c.Key, c => c.Key == "async" ? c.Value with { MemoryGrowthBytesPerMin = 61.2 * (1 << 20) } : c.Value),
                }]),
            },
        };

        Print(View(grows), 200).ShouldMatch(@"memory growth +– .* 61\.2 MiB/min");
        Print(View(verdict), 200).ShouldNotContain("memory growth");
        Print(View(verdict, Sample.Plan() with { Phases = new PhaseLengths(null, 5, null, 2, 2) }), 200).ShouldContain("warm-up auto, window 5 s");
    }

    [Fact]
    public void What_the_machine_can_show_at_all_is_told_where_a_self_test_found_it()
    {
        var found = new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
        var plan = Sample.Plan() with { Visible = [new(Metrics.CpuPerRequest, 0.034, found), new(Metrics.Throughput, 0.021, found)] };

        RunReport.Markdown(View(Sample.Verdict(), plan)).ShouldContain("Smallest difference visible here: 2.1 % in throughput, 3.4 % in cpu-per-request; selftest of 2026-11-21.");
        RunReport.Markdown(View(Sample.Verdict())).ShouldNotContain("visible here");
    }

    [Fact]
    public void Failed_checks_are_told_for_their_candidate_over_all_rounds()
    {
        var view = View(Sample.Verdict());
        var failing = view with
        {
            Trials = [.. view.Trials.Select(t => t.Candidate == "sync" ? t with { Load = Failing(t.Load!) } : t)],
        };
        Print(failing, 200).ShouldContain("- sync: expect: 12 of 6,000 responses failed 'body contains \"ok\"', such as: it is empty (status 200, second 3).\n");

        static LoadRecord Failing(LoadRecord load) => load with
        {
            Checks = new ChecksRecord(1, 1_000, [new CheckRecord("body contains \"ok\"", 2)]),
            Samples = [new SampleRecord(3, 200, "body contains \"ok\"", "it is empty", [], 0, "")],
        };
    }

    [Fact]
    public void What_was_checked_stands_with_the_requests()
    {
        var plan = Sample.Plan();
        var withChecks = plan with { Scenarios = [plan.Scenarios[0] with { Checks = ["body contains \"ok\"", "header A equals \"b\""], CheckEvery = 10 }] };
        Print(View(Sample.Verdict(), withChecks), 300).ShouldContain("success is 200 and body contains \"ok\" and header A equals \"b\" (one in 10), timeout 30 s");
    }

    [Fact]
    public void Several_requests_and_their_data_are_named()
    {
        var plan = Sample.Plan();
        plan = plan with
        {
            Scenarios =
            [
                plan.Scenarios[0] with
                {
                    Requests = [new PlannedRequest("GET", "/items", 9), new PlannedRequest("POST", "/{data.name}", 1)],
                    Data = new PlannedData("users.csv", "ab12", 1_000, DataOrderName.RoundRobin),
                },
            ],
        };

        RunReport.Markdown(View(Sample.Verdict(), plan)).Replace("\\", "", StringComparison.Ordinal).ShouldContain(
            "work: GET /items (weight 9 of 10), POST /{data.name} (weight 1 of 10), data users.csv (1,000 rows, round-robin), success is 200");
    }

    private static RunView View(VerdictRecord verdict, PlanRecord? plan = null) =>
        Sample.View(verdict, plan ?? Sample.Plan());

    private static string Print(RunView view, int width) => Printed.At(width, console => RunReport.Terminal(view, console));
}
