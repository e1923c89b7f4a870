using Prony.EndToEnd.Tests.Stacks;
using Shouldly;

namespace Prony.EndToEnd.Tests.Articles;

/// <summary>The experiment django-sync-gevent with its real servers.</summary>
public sealed class DjangoGeventTests
{
    [StackFact("django-wsgi", "waitress")]
    [Xunit.Trait("Speed", "Slow")]
    public void Workers_of_every_kind_answer_after_they_have_waited()
    {
        using var run = new ArticleRun("django-sync-gevent");
        run.ShouldHaveAnsweredEverything("sync", "gevent", "gthread", "waitress");
        foreach (var candidate in new[] { "sync", "gevent", "gthread" })
        {
            ArticleRun.Processes(run.Trial(candidate, "wait"), "web").ShouldBe(6, "gunicorn and five workers");
        }

        ArticleRun.Processes(run.Trial("waitress", "wait"), "web").ShouldBe(1);
        run.Trials.ShouldAllBe(trial => trial.GetProperty("load").GetProperty("response_ns").GetProperty("min").GetInt64() >= 20_000_000);
        run.ShouldHaveJudgedClaims("undecided", "not-testable");
    }
}
