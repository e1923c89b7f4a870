using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Stacks;

/// <summary><c>prony doctor</c> on this machine. Nothing is installed here; what an installation does is tested with programs in apt's place.</summary>
public sealed class DoctorTests : IDisposable
{
    private const string Needs = "requires: [{command: no-such-server, debian: [no-such-package]}, {python: no_such_module, get: \"not to be had\"}]";

    private readonly Workspace _work = new();

    public DoctorTests()
    {
        _work.Write("stacks/whole/stack.yaml", "name: whole\nservices: {web: {command: \"python3 x {port}\"}}\n");
        _work.Write("stacks/lacking/stack.yaml", $"name: lacking\n{Needs}\nservices: {{web: {{command: \"python3 x {{port}}\"}}}}\n");
    }

    [Fact]
    public void Without_arguments_the_machine_alone_is_looked_at()
    {
        var result = _work.Run("doctor", "--json", "doctor.json");
        result.ExitCode.ShouldBe(0, result.ToString());
        foreach (var what in new[] { "CPUs", "steal", "governor", "clock", "memory", "swap", "open files", "local ports", "TIME_WAIT", "backlog", "control groups", "programs" })
        {
            result.Output.ShouldMatch($"(ok|warn): {what}: ");
        }

        result.Output.Split('\n').ShouldAllBe(line => line.Length <= 100);
        using var json = JsonDocument.Parse(File.ReadAllText(_work.PathOf("doctor.json")));
        json.RootElement.GetProperty("schema").GetString().ShouldBe("prony.doctor/1");
        json.RootElement.GetProperty("stacks").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void What_stacks_lack_is_told_with_the_command_that_installs_it()
    {
        var result = _work.Run("doctor", "stacks");
        result.ExitCode.ShouldBe(3, result.ToString());
        var text = string.Join(' ', result.Output.Split('\n', StringSplitOptions.TrimEntries));
        text.ShouldContain("ok: whole: everything is there.");
        text.ShouldContain("missing: lacking: 'no-such-server', which stack 'lacking' needs, was not found.");
        text.ShouldContain("Not to be had.");
        text.ShouldContain("To install what Debian has: apt-get install -y --no-install-recommends no-such-package");
        _work.Run("doctor", "stacks/whole").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void A_yes_without_a_question_is_wrong_use()
    {
        var result = _work.Run("doctor", "stacks", "--yes");
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain("--yes says yes to --install: add that, or leave it out.");
    }

    [Fact]
    public void An_optional_candidate_is_noted_and_no_more()
    {
        _work.Write("experiment.yaml", """
            name: x
            candidates:
              a: {stack: stacks/whole}
              b: {run: "python3 x {port}"}
              c: {stack: stacks/lacking, optional: true}
            scenarios: {work: {request: {get: /}, load: {users: 1}}}
            """);
        var result = _work.Run("doctor", "experiment.yaml");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("warn: x: c: ");
        result.Output.ReplaceLineEndings(" ").ShouldContain("It is optional");
    }

    [Theory]
    [InlineData("--install needs to know what for", "doctor", "--install")]
    [InlineData("nowhere.yaml: there is no such file", "doctor", "nowhere.yaml")]
    [InlineData("'name' is missing", "doctor", "wrong.yaml")]
    public void Wrong_use_ends_with_code_2(string message, params string[] arguments)
    {
        _work.Write("wrong.yaml", "rounds: 3\n");
        var result = _work.Run(arguments);
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain(message);
    }

    [Fact]
    public void Nothing_is_installed_where_nobody_said_yes()
    {
        var result = _work.Run("doctor", "--install", "stacks/lacking");
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldMatch("add --yes|Only root|no apt-get");
    }

    [Fact]
    public void Where_nothing_is_missing_there_is_nothing_to_install()
    {
        var result = _work.Run("doctor", "--install", "stacks/whole");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Error.ShouldContain("No Debian package is missing.");
    }

    public void Dispose() => _work.Dispose();
}
