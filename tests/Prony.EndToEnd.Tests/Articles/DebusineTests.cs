using Prony.EndToEnd.Tests.Stacks;
using Shouldly;

namespace Prony.EndToEnd.Tests.Articles;

/// <summary>The experiment debusine-asgi-runner with its real servers.</summary>
public sealed class DebusineTests
{
    [StackFact("django-asgi", "gunicorn-uvicorn", "nginx", "apache")]
    [Xunit.Trait("Speed", "Slow")]
    public void Daphne_and_gunicorn_answer_behind_nginx_and_Apache_with_the_processes_that_the_file_says()
    {
        using var run = new ArticleRun("debusine-asgi-runner");
        run.ShouldHaveAnsweredEverything("daphne", "daphne-5", "gunicorn-uvicorn", "apache");
        foreach (var scenario in new[] { "hey", "window" })
        {
            ArticleRun.Processes(run.Trial("daphne", scenario), "web").ShouldBe(1);
            ArticleRun.Processes(run.Trial("daphne", scenario), "proxy").ShouldBe(2, "nginx and its worker");
            ArticleRun.Processes(run.Trial("daphne-5", scenario), "web").ShouldBe(5);
            ArticleRun.Processes(run.Trial("gunicorn-uvicorn", scenario), "web").ShouldBe(6, "gunicorn and five workers");
            ArticleRun.Processes(run.Trial("apache", scenario), "proxy").ShouldBe(3, "Apache and the two that serve");
        }

        run.Trials.ShouldAllBe(trial => trial.GetProperty("scenario").GetString() != "hey" || trial.GetProperty("load").GetProperty("requests").GetProperty("succeeded").GetInt64() == 100);
        run.ShouldHaveJudgedClaims("undecided", "not-testable");   // one round has no interval
        run.Result.Output.ShouldContain("profile ci");
    }
}
