using System.CommandLine;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

public sealed class CapacitySourceTests : IDisposable
{
    private const string Events = "events: [{at: 1s, kill: web}]";

    private readonly string _folder = Directory.CreateTempSubdirectory("prony-capacity").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_scenario_with_events_has_no_one_capacity()
    {
        var file = Write(Events, "");
        Asked(file).ShouldBe("The scenario 'faults' has events, and a server to which things are done has no one capacity. Choose another with --scenario: calm.");
        Asked(file, "--scenario", "faults").ShouldStartWith("The scenario 'faults' has events");
        Asked(Write(Events, Events)).ShouldEndWith(" Write one without events and choose it with --scenario.");
    }

    private static string Asked(string file, params string[] flags)
    {
        var parsed = Program.CreateRoot().Parse(["capacity", file, "--plan", .. flags]);
        parsed.Errors.ShouldBeEmpty();
        return Should.Throw<UsageException>(() => parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false })).Message;
    }

    private string Write(string faults, string calm)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "stacks", "hello"));
        File.WriteAllText(Path.Combine(_folder, "stacks", "hello", "stack.yaml"), """
            name: hello
            services:
              web: {command: [server, --port, "{port}"]}
            """);
        var file = Path.Combine(_folder, "x.yaml");
        File.WriteAllText(file, $$"""
            name: first
            candidates:
              a: {stack: stacks/hello}
              b: {stack: stacks/hello}
            scenarios:
              faults:
                request: {get: /}
                load: {users: 10}
                {{faults}}
              calm:
                request: {get: /}
                load: {users: 10}
                {{calm}}
            """);
        return file;
    }
}
