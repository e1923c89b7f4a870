using System.Globalization;
using System.Xml.Linq;
using Prony.Measurement.Runs;
using Prony.Reporting.Continuous;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Continuous;

public class JUnitReportTests
{
    private static readonly VerdictRecord Judged = Sample.Verdict() with
    {
        Gates =
        [
            new GateRecord("V13", 0.03, 0.02, GateState.Invalid, null, "async"),
            new GateRecord("V28", 2, 2, GateState.Warn),
            new GateRecord("V01", 0.1, 0.5, GateState.Ok, null, "sync"),
            new GateRecord("V12", null, null, GateState.Unknown, "the window is too short", "sync"),
            new GateRecord("V05", null, null, GateState.NotApplicable, "closed model", "sync"),
        ],
        Doubts = [new DoubtRecord("V13", "invalid", "async: The hypervisor gave 3 % of a CPU's time to others.", "Above 2 %.", "Measure when the host is quiet."), Sample.CoLocated],
        Objectives = [new ObjectiveRecord("work", "users-100", "async", "response.p99 <= 100ms", 152e6, false), new ObjectiveRecord("work", "users-100", "async", "failures <= 0.1%", 0, true)],
        Claims =
        [
            new ClaimRecord { Says = "async is faster", Scenario = "work", Check = "throughput(async) / throughput(sync)", Expect = ">= 2", State = ClaimState.Confirmed, Sentence = "Confirmed: 5.94." },
            new ClaimRecord { Says = "async needs less", Scenario = "work", Check = "memory(async) / memory(sync)", Expect = "<= 0.5", State = ClaimState.Refuted, Sentence = "Refuted: 1.115." },
            new ClaimRecord { Says = "it is fun", State = ClaimState.NotTestable, Sentence = "Not testable." },
        ],
        Skipped = [new SkippedRecord("rust", "not installed: cargo.", "apt install cargo")],
    };

    [Fact]
    public void A_suite_holds_what_concerns_all_and_one_each_scenario()
    {
        var document = Read(Sample.View(Judged, Sample.Plan()));

        document.Root!.Name.LocalName.ShouldBe("testsuites");
        document.Root.Attribute("name")!.Value.ShouldBe("sync-vs-async");
        document.Root.Elements("testsuite").Select(suite => suite.Attribute("name")!.Value).ShouldBe(["sync-vs-async", "sync-vs-async.work"]);
        document.Root.Element("testsuite")!.Attribute("timestamp")!.Value.ShouldBe("2026-11-21T10:15:00");
        document.Descendants("property").First(p => p.Attribute("name")!.Value == "run").Attribute("value")!.Value.ShouldBe("20261121T101500Z-sync-vs-async");
        document.Descendants("testcase").Select(test => (test.Parent!.Attribute("name")!.Value, test.Attribute("name")!.Value)).ShouldBeUnique();
    }

    [Fact]
    public void The_counts_are_those_of_the_cases()
    {
        var document = Read(Sample.View(Judged, Sample.Plan()));
        foreach (var holder in document.Descendants("testsuite").Prepend(document.Root!))
        {
            Number(holder, "tests").ShouldBe(holder.Descendants("testcase").Count());
            Number(holder, "failures").ShouldBe(holder.Descendants("failure").Count());
            Number(holder, "errors").ShouldBe(holder.Descendants("error").Count());
            Number(holder, "skipped").ShouldBe(holder.Descendants("skipped").Count());
        }
    }

    [Theory]
    [InlineData("gate V13: async", "failure")]
    [InlineData("gate V28", "system-out")]
    [InlineData("gate V01: sync", null)]
    [InlineData("gate V12: sync", "skipped")]
    [InlineData("gate V05: sync", "skipped")]
    [InlineData("candidate rust", "skipped")]
    [InlineData("objective response.p99 <= 100ms at users-100: async", "failure")]
    [InlineData("objective failures <= 0.1% at users-100: async", "system-out")]
    [InlineData("claim: async is faster", "system-out")]
    [InlineData("claim: async needs less", "failure")]
    [InlineData("claim: it is fun", "skipped")]
    [InlineData("measured at 100 users: async", "system-out")]
    [InlineData("verdict: async against sync, throughput at 100 users", "system-out")]
    public void Each_thing_is_a_case_with_its_outcome(string name, string? outcome) =>
        (Case(Read(Sample.View(Judged, Sample.Plan())), name).Elements().SingleOrDefault()?.Name.LocalName).ShouldBe(outcome);

    [Fact]
    public void The_doubt_of_one_candidate_is_not_told_of_another_whose_name_is_in_it()
    {
        var verdict = Judged with
        {
            Gates = [new GateRecord("V13", 0.03, 0.02, GateState.Invalid, null, "sync"), new GateRecord("V13", 0.04, 0.02, GateState.Invalid, null, "async")],
            Doubts = [new DoubtRecord("V13", "invalid", "async: It lost 4 %.", "", ""), new DoubtRecord("V13", "invalid", "sync: It lost 3 %.", "", "")],
        };

        Case(Read(Sample.View(verdict, Sample.Plan())), "gate V13: sync").Element("failure")!.Attribute("message")!.Value.ShouldBe("sync: It lost 3 %.");
    }

    [Fact]
    public void A_run_that_was_cut_short_and_a_load_that_was_given_up_are_errors()
    {
        var document = Read(Sample.View(Judged with { Whole = false, Lost = [new LostLoadRecord("async", "work", new PointRecord(200, null), "No valid window in 3 attempts.")] }, Sample.Plan()));

        Case(document, "run").Element("error")!.Attribute("message")!.Value.ShouldStartWith("The run ended before its plan did. ");
        Case(document, "given up at 200 users: async").Element("error")!.Attribute("message")!.Value.ShouldBe("No valid window in 3 attempts.");
        Read(Sample.View(Judged, Sample.Plan())).Descendants("testcase").ShouldAllBe(test => test.Attribute("name")!.Value != "run");
    }

    [Theory]
    [InlineData(VerdictName.Better, "system-out")]
    [InlineData(VerdictName.Equivalent, "system-out")]
    [InlineData(VerdictName.Worse, "failure")]
    [InlineData(VerdictName.Inconclusive, "skipped")]
    [InlineData(VerdictName.Invalid, "error")]
    public void A_verdict_fails_the_build_when_the_candidate_is_worse(string verdict, string outcome)
    {
        var point = Judged.Scenarios["work"].Points[0];
        var changed = Judged with
        {
            Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = new([point with { Comparisons = [.. point.Comparisons.Select(c => c with { Verdict = verdict })] }]) },
        };
        var found = Case(Read(Sample.View(changed, Sample.Plan())), "verdict: async against sync, throughput at 100 users").Elements().Single();
        found.Name.LocalName.ShouldBe(outcome);
        (found.Attribute("message")?.Value ?? found.Value).ShouldContain("5.94 times as high");
        (found.Attribute("type")?.Value ?? verdict).ShouldBe(verdict);
    }

    [Fact]
    public void A_gate_that_fails_says_what_was_seen_and_what_to_do()
    {
        var failure = Case(Read(Sample.View(Judged, Sample.Plan())), "gate V13: async").Element("failure")!;
        failure.Attribute("message")!.Value.ShouldBe("async: The hypervisor gave 3 % of a CPU's time to others.");
        failure.Value.ShouldContain("Measure when the host is quiet.");
    }

    [Fact]
    public void A_candidate_without_a_whole_round_is_an_error_with_its_last_words()
    {
        var point = Judged.Scenarios["work"].Points[0];
        var without = Judged with
        {
            Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = new([point with { Candidates = point.Candidates.Where(c => c.Key != "async").ToDictionary(), Comparisons = [] }]) },
        };
        var view = Sample.View(without, Sample.Plan()) with { Trials = [Sample.Trial(1, "async", TrialState.Died) with { Reason = "web died.", LogTail = ["Traceback", "\e[31mBoom\e[0m"] }] };

        var error = Case(Read(view), "measured at 100 users: async").Element("error")!;

        error.Attribute("type")!.Value.ShouldBe("died");
        error.Attribute("message")!.Value.ShouldBe("web died.");
        error.Value.ShouldBe("web died.\nTraceback\nBoom");
    }

    [Fact]
    public void Text_from_outside_is_escaped_and_what_XML_forbids_is_taken_out()
    {
        Shown("a\0b\u0001\u001fc").ShouldBe("abc");
        Shown("<b attr=\"x\">&amp;]]></b>").ShouldBe("<b attr=\"x\">&amp;]]></b>");
        Shown("lone " + (char)0xd800 + "surrogate" + (char)0xdc00).ShouldBe("lone surrogate");
        Shown("no \ufffe characters\uffff").ShouldBe("no  characters");
        Shown("pair \U0001F600").ShouldBe("pair \U0001F600");
        Shown("two\nlines").ShouldBe("two lines");
        Shown("\e]0;title\a\e[31mred\e[0m").ShouldNotContain("\e");

        static string Shown(string text)
        {
            var view = Sample.View(Judged with { Claims = [Judged.Claims[1] with { Says = text, Sentence = text }] }, Sample.Plan());
            var test = Read(view).Descendants("testcase").Single(found => found.Attribute("name")!.Value.StartsWith("claim: ", StringComparison.Ordinal));
            var name = test.Attribute("name")!.Value["claim: ".Length..];
            test.Element("failure")!.Attribute("message")!.Value.ShouldBe(name);
            test.Element("failure")!.Value.ShouldStartWith(name);
            return name;
        }
    }

    [Fact]
    public void A_run_without_a_verdict_is_an_error()
    {
        var document = Read(Sample.View(null, Sample.Plan()));
        document.Descendants("error").ShouldHaveSingleItem().Attribute("message")!.Value.ShouldStartWith("The run ended before its verdict. 12 of 12 planned trials are whole");
    }

    [Fact]
    public void A_search_for_capacities_has_a_case_for_each_candidate()
    {
        Case(XDocument.Parse(JUnitReport.Of(Samples.Capacity)), "capacity under response.p99 <= 100ms: a").Element("failure").ShouldBeNull();
        var missed = Samples.Capacity with
        {
            Candidates = [Samples.Capacity.Candidates[0] with { Searches = [Samples.Capacity.Candidates[0].Searches[0] with { Lower = null, End = SearchEndName.LowestMissed }] }],
        };
        XDocument.Parse(JUnitReport.Of(missed)).Descendants("failure").ShouldHaveSingleItem();
        var full = missed with { Candidates = [missed.Candidates[0] with { Searches = [missed.Candidates[0].Searches[0] with { End = SearchEndName.Generator }] }] };
        XDocument.Parse(JUnitReport.Of(full)).Descendants("error").ShouldHaveSingleItem();
    }

    [Fact]
    public void Tuned_settings_are_one_case()
    {
        XDocument.Parse(JUnitReport.Of(Samples.Tune)).Descendants("testcase").ShouldHaveSingleItem().Element("system-out")!.Value.ShouldContain("cannot be told apart");
        XDocument.Parse(JUnitReport.Of(Samples.Tune with { Best = [] })).Descendants("error").ShouldHaveSingleItem();
        XDocument.Parse(JUnitReport.Of(Samples.Tune with { Whole = false })).Descendants("error").ShouldHaveSingleItem().Attribute("type")!.Value.ShouldBe("cut-short");
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ru-RU")]
    public void The_culture_of_the_person_changes_nothing(string culture) =>
        Printed.In(culture, () => JUnitReport.Of(Sample.View(Judged, Sample.Plan()))).ShouldBe(JUnitReport.Of(Sample.View(Judged, Sample.Plan())));

    private static XDocument Read(RunView view)
    {
        var text = JUnitReport.Of(view);
        text.ShouldStartWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        return XDocument.Parse(text);
    }

    private static XElement Case(XDocument document, string name) => document.Descendants("testcase").Single(test => test.Attribute("name")!.Value == name);

    private static int Number(XElement element, string name) => int.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
