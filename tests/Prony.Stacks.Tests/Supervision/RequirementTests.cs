using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Supervision;

public sealed class RequirementTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public void Everything_that_is_missing_is_named_at_once_with_how_to_get_it()
    {
        var missing = Find(
            new Requirement("sh", []),
            new Requirement("no-such-server", ["no-such-package", "other"]),
            new Requirement("no_such_module", ["python3-no-such-module"], RequirementKind.Python),
            new Requirement("no-such-package", [], RequirementKind.NodeModule) { Npm = ["no-such-package"] },
            new Requirement("/no/such/file", [], RequirementKind.File) { Get = "it is gone for good" });
        missing.Select(m => m.Advice).ShouldBe(
        [
            "'no-such-server', which stack 'bench' needs, was not found. On Debian or Ubuntu: apt-get install no-such-package other.",
            "The Python module no_such_module, which stack 'bench' needs, was not found. On Debian or Ubuntu: apt-get install python3-no-such-module.",
            "The node module no-such-package, which stack 'bench' needs, was not found. With npm: npm install --global no-such-package.",
            "The file /no/such/file, which stack 'bench' needs, was not found. It is gone for good.",
        ]);
        missing.Select(m => m.Name).ShouldBe(["no-such-server", "Python module no_such_module", "node module no-such-package", "file /no/such/file"]);
    }

    [Theory]
    [InlineData(RequirementKind.Command, "no-such", "Install it, or put its folder on PATH.")]
    [InlineData(RequirementKind.Command, "/no/such", "Correct the path, and see that the file is executable.")]
    [InlineData(RequirementKind.Command, "/no/such/dotnet", "Install the .NET 10 SDK: https://dot.net/download.")]
    [InlineData(RequirementKind.Python, "no_such", "/usr/bin/python3 must be able to import it: install its package.")]
    [InlineData(RequirementKind.NodeModule, "no-such", "Install it with npm in the folder of the stack, or with --global.")]
    [InlineData(RequirementKind.File, "no-such", "Correct the path, or install what brings it.")]
    public void Without_a_word_on_how_to_get_it_the_advice_is_general(RequirementKind kind, string name, string advice) =>
        Find(new Requirement(name, [], kind)).ShouldHaveSingleItem().Advice.ShouldEndWith(advice);

    [Fact]
    public void Modules_that_Python_can_import_are_there_and_dotted_ones_too() =>
        Find(new Requirement("json", [], RequirementKind.Python), new Requirement("json.decoder", [], RequirementKind.Python), new Requirement("json.nothing", [], RequirementKind.Python))
            .Select(m => m.Name).ShouldBe(["Python module json.nothing"]);

    [Fact]
    public void Without_Python_every_module_is_missing() =>
        PythonModules.FindMissing(["json"], Path.Combine(_folder.Path, "python3"), TimeSpan.FromSeconds(1)).ShouldBe(["json"]);

    [Fact]
    public void A_Python_that_does_not_answer_in_time_calls_nothing_missing()
    {
        var slow = _folder.Write("slow", "#!/bin/sh\nexec sleep 60\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(slow, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        PythonModules.FindMissing(["no_such_module"], slow, TimeSpan.FromMilliseconds(200)).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_may_hold_a_version_in_its_path()
    {
        _folder.Write("lib/15/bin/server", "");
        Find(new Requirement("lib/*/bin/server", [], RequirementKind.File), new Requirement("lib/1*/bin", [], RequirementKind.File)).ShouldBeEmpty();
        Find(new Requirement("lib/*/bin/client", [], RequirementKind.File)).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_node_module_is_found_as_node_would_find_it()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "node_modules", "fast"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "below"));
        var stack = Stack(new Requirement("fast", [], RequirementKind.NodeModule)) with { Directory = Path.Combine(_folder.Path, "below") };
        Requirements.FindMissing([stack])[0].ShouldBeEmpty();
    }

    [Fact]
    public void Each_stack_is_told_what_it_lacks_itself()
    {
        var missing = Requirements.FindMissing(
            [Stack(new Requirement("no_such_module", [], RequirementKind.Python)), Stack(new Requirement("json", [], RequirementKind.Python)), Stack()]);
        missing.Select(m => m.Count).ShouldBe([1, 0, 0]);
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<MissingRequirement> Find(params Requirement[] requirements) => Requirements.FindMissing([Stack(requirements)])[0];

    private StackDefinition Stack(params Requirement[] requirements) => new()
    {
        Name = "bench",
        Directory = _folder.Path,
        Services = [new ServiceDefinition { Name = "web", Command = ["sh", "{port}"] }],
        Target = "http://{web.address}",
        Requires = requirements,
    };
}
