using Prony.Stacks.Definitions;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Definitions;

public class ServiceNamesTests
{
    private static readonly StackDefinition Database = Stack("postgresql", [Service("server")]);

    private static readonly StackDefinition Pooled = Including(
        "pooled", new IncludedStack("db", Database, new Dictionary<string, string>()), Service("pooler") with { Socket = new ManagedSocketDefinition() });

    [Fact]
    public void The_only_service_of_an_include_has_its_name_and_one_of_several_a_name_of_two_parts()
    {
        Names(Pooled).ShouldBe(["db", "pooler"]);
        var outer = Including("all", new IncludedStack("data", Pooled, new Dictionary<string, string>()), Service("web"));
        Names(outer).ShouldBe(["data-db", "data-pooler", "web"]);
        outer.Services.Select(service => service.Include).ShouldBe(["data.db", "data", ""]);
        outer.Services.Select(service => outer.OriginOf(service)).Select(origin => (origin.File.Name, origin.Name))
            .ShouldBe([("postgresql", "server"), ("pooled", "pooler"), ("all", "web")]);
    }

    [Fact]
    public void Texts_name_the_front_of_an_include_by_its_name_and_every_service_below_it()
    {
        var outer = Including("all", new IncludedStack("data", Pooled, new Dictionary<string, string>()), Service("web"));
        ServiceNames.Of(outer).Select(pair => (pair.Key, pair.Value.Name)).ShouldBe(
            [("web", "web"), ("data", "data-pooler"), ("data.pooler", "data-pooler"), ("data.db", "data-db"), ("data.db.server", "data-db")]);
        ServiceNames.PlaceholdersOf(Pooled).ShouldBe(
            ["pooler.address", "pooler.port", "pooler.fd", "db.address", "db.port", "db.server.address", "db.server.port"]);
    }

    [Fact]
    public void What_an_include_needs_its_first_services_wait_for()
    {
        var included = Stack("three", [Service("a"), Service("b"), Service("c") with { Needs = [] }]);
        new IncludedStack("data", included, new Dictionary<string, string>()).Flatten(["cache"]).Select(service => service.Needs)
            .ShouldBe([["cache"], ["data-a"], ["cache"]]);
    }

    private static IEnumerable<string> Names(StackDefinition stack) => stack.Services.Select(service => service.Name);

    private static StackDefinition Including(string name, IncludedStack include, ServiceDefinition own) =>
        Stack(name, [.. include.Flatten([]), own]) with { Includes = [include] };

    private static StackDefinition Stack(string name, IReadOnlyList<ServiceDefinition> services) =>
        new() { Name = name, Directory = "/" + name, Services = services, Target = $"http://{{{services[^1].Name}.address}}" };

    private static ServiceDefinition Service(string name) => new() { Name = name, Command = ["x"] };
}
