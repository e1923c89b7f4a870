using Prony.EndToEnd.Tests.Stacks;
using Shouldly;

namespace Prony.EndToEnd.Tests.Articles;

/// <summary>The experiment channels-daphne with its real servers.</summary>
public sealed class ChannelsTests
{
    [StackFact("django-wsgi", "channels", "supervisord", "django-asgi")]
    [Xunit.Trait("Speed", "Slow")]
    public void Requests_go_over_the_layer_to_workers_and_back()
    {
        using var run = new ArticleRun("channels-daphne");
        string[] all = ["gunicorn", "redis-1", "redis-2", "ipc", "unix-1", "daphne", "socketio"];
        run.ShouldHaveAnsweredEverything([.. all.Except(run.Skipped)]);
        run.Skipped.ShouldContain("ipc");
        foreach (var scenario in new[] { "latency", "maximum" })
        {
            ArticleRun.Processes(run.Trial("gunicorn", scenario), "web").ShouldBe(2, "gunicorn and its worker");
            ArticleRun.Processes(run.Trial("redis-1", scenario), "worker").ShouldBe(1);
            ArticleRun.Processes(run.Trial("redis-2", scenario), "worker").ShouldBe(2);
            ArticleRun.Processes(run.Trial("unix-1", scenario), "web").ShouldBe(3, "supervisord, daphne and a worker");
            foreach (var candidate in new[] { "redis-1", "redis-2", "unix-1" })
            {
                CpuOfRedis(run.Trial(candidate, scenario)).ShouldBeGreaterThan(0, "every request passes Redis");
            }
        }

        run.ShouldHaveJudgedClaims("undecided", "not-testable");
        run.Claims.Single(claim => claim.GetProperty("says").GetString()!.StartsWith("the IPC layer", StringComparison.Ordinal))
            .GetProperty("state").GetString().ShouldBe("not-testable");
    }

    private static double CpuOfRedis(System.Text.Json.JsonElement trial) =>
        trial.GetProperty("resources").GetProperty("services").GetProperty("redis").GetProperty("cpu_s").GetDouble();
}
