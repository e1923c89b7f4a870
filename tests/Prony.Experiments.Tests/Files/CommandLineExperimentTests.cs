using Prony.Experiments.Files;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

public sealed class CommandLineExperimentTests
{
    [Fact]
    public void Two_commands_make_an_experiment()
    {
        var experiment = CommandLineExperiment.Build(["uvicorn --port {port} app:app", "daphne -p {port} app:app"], null, null, "/x").Value!;
        experiment.Name.ShouldBe("uvicorn-vs-daphne");
        experiment.Baseline.ShouldBe("uvicorn");
        experiment.Primary.ShouldBe("throughput");
        experiment.Rounds.ShouldBe(10);
        experiment.Candidates.Select(c => c.Name).ShouldBe(["uvicorn", "daphne"]);
        experiment.Candidates[1].Stack!.Stack.Services[0].Command.ShouldBe(["daphne", "-p", "{port}", "app:app"]);
        experiment.Candidates[1].Stack!.Stack.Directory.ShouldBe(Environment.CurrentDirectory);
        var scenario = experiment.Scenarios.ShouldHaveSingleItem();
        (scenario.Requests[0].Method, scenario.Requests[0].PathAndQuery).ShouldBe(("GET", "/x"));
        scenario.Points.ShouldBe([new PointRecord(50, null)]);
        experiment.Texts["command-line"].ShouldBe("uvicorn --port {port} app:app\ndaphne -p {port} app:app");
    }

    [Fact]
    public void A_rate_makes_the_load_open()
    {
        var experiment = CommandLineExperiment.Build(["a {port}", "b {port}"], null, 300, "/", rounds: 4, phases: new PhaseLengths(1, 2, null, 0, 0)).Value!;
        experiment.Scenarios[0].Points.ShouldBe([new PointRecord(null, 300, "poisson")]);
        experiment.Primary.ShouldBe("response.p99");
        (experiment.Rounds, experiment.Phases.MeasureS).ShouldBe((4, 2));
    }

    [Theory]
    [InlineData("server --port {port} --loop asyncio|server --port {port} --loop uvloop", "server-asyncio server-uvloop")]
    [InlineData("/opt/a/Server.py {port}|/opt/b/server {port}", "server server-2")]
    [InlineData("a {port}|a {port}|a {port}", "a a-2 a-3")]
    [InlineData("ä {port}|b {port}", "candidate b")]
    [InlineData("node a.js {port}|node b.js {port}|python3 c.py {port}", "node-a-js node-b-js python3")]
    public void Names_come_from_the_commands_and_differ(string commands, string names) =>
        CommandLineExperiment.Build(commands.Split('|'), null, null, "/").Value!.Candidates.Select(c => c.Name).ShouldBe(names.Split(' '));

    [Fact]
    public void Names_stay_names_however_long_the_commands_are()
    {
        var experiment = CommandLineExperiment.Build(
            [$"x {new string('a', 300)} {{port}}", $"x {new string('b', 300)} {{port}}"], 1, null, "/").Value!;
        experiment.Candidates.ShouldAllBe(c => c.Name.Length <= 40);
        experiment.Name.Length.ShouldBeLessThanOrEqualTo(60);
    }

    [Fact]
    public void A_password_in_a_command_is_used_and_never_shown()
    {
        var experiment = CommandLineExperiment.Build(["a {port} --db pg://u:hunter2@h/d", "b {port}"], null, null, "/").Value!;
        experiment.Candidates[0].Stack!.Stack.Services[0].Command.ShouldContain("pg://u:hunter2@h/d");
        experiment.Texts["command-line"].ShouldNotContain("hunter2");
        experiment.Secrets.Mask("hunter2").ShouldBe("•••");
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var result = CommandLineExperiment.Build(["a | b {port}", "c", ""], 0, -1, "x", rounds: 0);
        result.Value.ShouldBeNull();
        result.Diagnostics.Select(DiagnosticText.Format).ShouldBe(
        [
            "command 1: '|' needs a shell, and commands run without one; write it as a list: [sh, -c, \"exec …\"].",
            "command 2: 'c': the command does not hold {port}, so it cannot know where to listen. Prony gives every start a free port: write {port} where the server takes it, as in 'uvicorn --port {port} app:app'.",
            "command 3: the command is empty.",
            "command line: --users and --rate are two kinds of load. Give one of them.",
            "command line: --users: 0 is out of range: expected 1 to 100000.",
            "command line: --rate: '-1/s' is not a rate. Expected a number and its unit (/s, /min, /h) without a space, such as 300/s.",
            "command line: --rounds: 0 is out of range: expected 1 to 1000.",
            "command line: --path: 'x' is not a path. Expected one that begins with '/', such as /x.",
        ]);
    }

    [Fact]
    public void One_command_has_nothing_to_be_compared_with() =>
        CommandLineExperiment.Build(["a {port}"], null, null, "/").Diagnostics.ShouldHaveSingleItem().Message
            .ShouldBe("one command has nothing to be compared with");
}
