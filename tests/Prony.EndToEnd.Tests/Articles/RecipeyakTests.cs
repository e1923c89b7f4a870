using Prony.EndToEnd.Tests.Stacks;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Articles;

/// <summary>The experiment recipeyak-sync-async-rust with its real servers, pool, database and cache.</summary>
public sealed class RecipeyakTests
{
    /// <summary>MD5 of '1', the session of the first user.</summary>
    private const string Session = "c4ca4238a0b923820dcc509a6f75849b";

    [StackFact("recipes-db", "pgbouncer", "memcached", "recipes-django", "recipes-starlette")]
    [Trait("Speed", "Slow")]
    public void Every_layer_is_there_and_answers_and_the_session_stands_in_no_file()
    {
        using var run = new ArticleRun("recipeyak-sync-async-rust", new() { ["SESSION_ID"] = Session });
        string[] all = ["django", "django-memcached", "starlette", "rust-unprepared", "kestrel"];
        run.ShouldHaveAnsweredEverything([.. all.Except(run.Skipped)]);
        ArticleRun.Processes(run.Trial("django", "list"), "web").ShouldBe(6, "gunicorn and five workers");
        ArticleRun.Processes(run.Trial("starlette", "list"), "web").ShouldBe(3, "gunicorn and two workers");
        ArticleRun.Processes(run.Trial("starlette", "list"), "proxy").ShouldBe(1);
        foreach (var trial in run.Trials)
        {
            var shared = trial.GetProperty("resources").GetProperty("shared_services");
            shared.EnumerateObject().Select(service => service.Name).Order().ShouldBe(["cache", "database", "pool"]);
            var layers = trial.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("service").GetString()).Distinct();
            layers.Order().ShouldBe(["cache", "database", "pool", "proxy"]);
        }

        run.Trials.Select(trial => trial.GetProperty("point").GetProperty("users").GetInt32()).Distinct().Order().ShouldBe([10, 50]);
        run.ShouldHaveJudgedClaims("undecided", "not-testable");
        run.Result.Output.ShouldContain("28 USD/month");
        Directory.EnumerateFiles(run.Folder, "*", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains(Session, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_session_the_error_names_the_variable_and_its_place()
    {
        var result = Tool.Run("run", ArticleRun.FileOf("recipeyak-sync-async-rust"), "--plan");
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain("the environment variable SESSION_ID is not set. Set it");
        result.Error.ShouldMatch(@"experiment\.yaml:\d+:\d+: ");
    }
}
