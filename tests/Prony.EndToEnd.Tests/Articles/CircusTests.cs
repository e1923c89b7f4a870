using Prony.EndToEnd.Tests.Stacks;
using Shouldly;

namespace Prony.EndToEnd.Tests.Articles;

/// <summary>The experiment circus-chaussette-wsgi with its real servers.</summary>
public sealed class CircusTests
{
    [StackFact("gunicorn", "chaussette", "supervisord", "kestrel")]
    [Xunit.Trait("Speed", "Slow")]
    public void Processes_on_one_socket_answer_each_request_on_a_connection_of_its_own()
    {
        using var run = new ArticleRun("circus-chaussette-wsgi");
        string[] all = ["gunicorn-gevent", "gunicorn-backlog-64", "chaussette-gevent", "chaussette-meinheld", "chaussette-bjoern", "supervisord", "kestrel"];
        run.ShouldHaveAnsweredEverything([.. all.Except(run.Skipped)]);
        ArticleRun.Processes(run.Trial("gunicorn-gevent", "bench"), "web").ShouldBe(3, "gunicorn and two workers");
        ArticleRun.Processes(run.Trial("chaussette-gevent", "bench"), "web").ShouldBe(2, "nobody stands above them");
        ArticleRun.Processes(run.Trial("supervisord", "bench"), "web").ShouldBe(3, "supervisord and two processes");
        ArticleRun.Processes(run.Trial("kestrel", "bench"), "web").ShouldBe(2);
        foreach (var trial in run.Trials)
        {
            trial.GetProperty("load").GetProperty("connections").GetProperty("reused").GetInt64().ShouldBe(0, trial.ToString());
        }

        run.Trials.Select(trial => trial.GetProperty("point").GetProperty("users").GetInt32()).Distinct().Order().ShouldBe([4, 50]);
        run.ShouldHaveJudgedClaims("undecided", "not-testable");   // one round has no interval, and the loads are not those of the claims
    }
}
