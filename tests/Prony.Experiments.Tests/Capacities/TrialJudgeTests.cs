using Prony.Experiments.Capacities;
using Prony.Experiments.Objectives;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Statistics.Capacity;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Capacities;

public class TrialJudgeTests
{
    private static readonly Objective Fast = Objective.Parse("response.p99 <= 100ms");
    private static readonly double[] Flat = [5, 4, 6, 5, 5, 4, 6, 5, 5, 5];
    private static readonly double[] Growing = [10, 60, 110, 160, 210, 260, 310, 360, 410, 460];

    [Fact]
    public void A_load_that_keeps_everything_is_good() => Judge(Trial(20)).Verdict.ShouldBe(TrialVerdict.Good);

    [Fact]
    public void A_missed_objective_is_told_with_what_it_was()
    {
        var judged = Judge(Trial(132));
        (judged.Verdict, judged.Kind).ShouldBe((TrialVerdict.Bad, "objective"));
        judged.Detail.ShouldBe("response.p99 <= 100ms was missed: it was 132 ms.");
    }

    [Fact]
    public void More_than_a_thousandth_of_failures_is_bad_unless_an_objective_allows_them()
    {
        var trial = Trial(20, failed: 30);
        var judged = Judge(trial);
        (judged.Verdict, judged.Kind).ShouldBe((TrialVerdict.Bad, "errors"));
        judged.Detail!.ShouldContain("and at most 0.1 % may (30 of 3,000: 30 with an error status)");
        Judge(trial, Fast, Objective.Parse("failures <= 2%")).Verdict.ShouldBe(TrialVerdict.Good);
        Judge(Trial(20, failed: 3)).Verdict.ShouldBe(TrialVerdict.Good);
    }

    [Fact]
    public void A_backlog_that_grows_is_bad_although_the_window_ended_in_time()
    {
        var judged = TrialJudge.Of(Trial(20), [Fast], Growing, null);
        (judged.Verdict, judged.Kind).ShouldBe((TrialVerdict.Bad, "backlog"));
        judged.Detail.ShouldBe("the backlog grew by 50 requests each second.");
    }

    [Fact]
    public void A_rate_that_could_not_be_sent_is_the_servers_fault()
    {
        var trial = Trial(20);
        trial = trial with { Load = trial.Load! with { Requests = trial.Load.Requests with { Sent = 2_900, Unsent = 100 } } };
        Judge(trial, Fast, Objective.Parse("failures <= 10%")).Detail!.ShouldContain("the server did not take the rate: 2,900 of 3,000 requests could be sent");
    }

    [Theory]
    [InlineData("died", "web died under load (exit code 137).")]
    [InlineData("stopped-answering", "web stopped answering at 3 s.")]
    public void A_server_that_dies_or_stops_answering_is_bad(string state, string reason)
    {
        var judged = Judge(Trial(20) with { State = state, Reason = reason, Load = null });
        (judged.Verdict, judged.Kind, judged.Detail).ShouldBe((TrialVerdict.Bad, state, reason));
    }

    [Theory]
    [InlineData("V01")]
    [InlineData("V14")]
    public void A_generator_at_fault_makes_a_trial_void_whatever_it_shows(string gate)
    {
        Judge(With(Trial(132), gate)).Verdict.ShouldBe(TrialVerdict.Void);
        var judged = Judge(With(Trial(20), gate));
        (judged.Verdict, judged.Kind).ShouldBe((TrialVerdict.Void, "generator"));
        judged.Detail.ShouldBe("it was too busy.");
    }

    [Fact]
    public void Error_answers_are_no_fault_of_the_generator() =>
        Judge(With(Trial(20, failed: 300), "V01")).ShouldSatisfyAllConditions(j => j.Verdict.ShouldBe(TrialVerdict.Bad), j => j.Kind.ShouldBe("errors"));

    [Theory]
    [InlineData("V02")]
    [InlineData("V03")]
    public void Lateness_makes_a_trial_void_only_where_it_may_have_decided_it(string gate)
    {
        Judge(With(Trial(20, lagMs: 3), gate)).Verdict.ShouldBe(TrialVerdict.Good);    // far below the objective
        Judge(With(Trial(20, lagMs: 30), gate)).Verdict.ShouldBe(TrialVerdict.Void);
        Judge(With(Trial(132, lagMs: 30), gate)).Verdict.ShouldBe(TrialVerdict.Void);
        Judge(With(Trial(500, lagMs: 30), gate)).Verdict.ShouldBe(TrialVerdict.Bad);   // missed by more than lateness explains
        TrialJudge.Of(With(Trial(20, lagMs: 30), gate), [Fast], Growing, null).Kind.ShouldBe("backlog");
    }

    [Fact]
    public void Without_an_objective_on_times_only_a_busy_generator_counts()
    {
        var failures = Objective.Parse("failures <= 1%");
        Judge(With(Trial(20, lagMs: 30), "V02"), failures).Verdict.ShouldBe(TrialVerdict.Good);
        Judge(With(Trial(20), "V01"), failures).Verdict.ShouldBe(TrialVerdict.Void);
        var closed = With(Trial(20), "V01");
        Judge(closed with { Load = closed.Load! with { Model = LoadModelName.Closed, RatePerS = null, Users = 5 } }, failures).Verdict.ShouldBe(TrialVerdict.Good);
    }

    [Fact]
    public void Faults_of_the_server_are_not_the_generators()
    {
        foreach (var gate in new[] { "V04", "V05", "V07", "V09", "V12", "V18", "V26" })
        {
            Judge(With(Trial(20), gate)).Verdict.ShouldBe(TrialVerdict.Good);
            Judge(With(Trial(132), gate)).Verdict.ShouldBe(TrialVerdict.Bad);
        }
    }

    [Fact]
    public void Connections_that_this_machine_could_not_open_make_a_trial_void()
    {
        var trial = Trial(20, failed: 0);
        trial = trial with
        {
            Load = trial.Load! with
            {
                ConnectErrors = new Dictionary<string, long> { ["EADDRNOTAVAIL"] = 500 },
                Outcomes = trial.Load.Outcomes with { Success = 2500, Refused = 500 },
                Requests = trial.Load.Requests with { Succeeded = 2500, Failed = 500 },
            },
        };
        Judge(trial).Verdict.ShouldBe(TrialVerdict.Void);
    }

    private static JudgedTrial Judge(TrialRecord trial, params Objective[] objectives) => TrialJudge.Of(trial, objectives.Length == 0 ? [Fast] : objectives, Flat, null);

    private static TrialRecord With(TrialRecord trial, string gate) => trial with
    {
        Gates = [new GateRecord(gate, 1, 0.5, GateState.Invalid)],
        Doubts = [new DoubtRecord(gate, GateState.Invalid, "it was too busy.", "", "")],
    };

    private static TrialRecord Trial(double p99Ms, long failed = 0, double lagMs = 0.01)
    {
        static Distribution Of(double ms)
        {
            var times = Histogram.ForDurations();
            times.Record((long)(ms * 1e6), 3000);
            return Distribution.Of(times);
        }

        return new TrialRecord
        {
            Round = 1,
            Candidate = "web",
            Scenario = "work",
            Point = new PointRecord(null, 300, "poisson"),
            State = TrialState.Completed,
            Load = new LoadRecord
            {
                Engine = "raw",
                Timestamps = "wire",
                Target = "http://127.0.0.1:1/",
                Model = LoadModelName.Open,
                RatePerS = 300,
                Window = new WindowRecord(DateTimeOffset.UnixEpoch, 10),
                Requests = new RequestCounts(3000, 0, 3000, 3000, 3000 - failed, failed, 0),
                ResponseNs = Of(p99Ms),
                ServiceNs = Of(p99Ms),
                LagNs = Of(lagMs),
                LagGeneratorNs = Of(lagMs),
                FirstByteNs = Distribution.Empty,
                ConnectNs = Distribution.Empty,
                FailedNs = Distribution.Empty,
                Status = new Dictionary<string, long>(),
                Outcomes = new OutcomeCounts(3000 - failed, failed, 0, 0, 0, 0, 0, 0, 0, 0),
                Bytes = new ByteCounts(1, 1, 1),
                Connections = new ConnectionCounts(0, 3000, 0),
                Generator = new GeneratorRecord(0.1, 1, 0, 1, 0, 0, 0.1),
            },
        };
    }
}
