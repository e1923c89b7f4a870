using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Supervision;

public class StackValuesTests
{
    private static readonly Dictionary<string, ManagedSocket> NoSockets = [];

    private static readonly StackDefinition Database = new()
    {
        Name = "postgresql",
        Directory = "/stacks/postgresql",
        Parameters = [new("database", "test"), new("folder", "{dir}/{database}")],
        Services = [new ServiceDefinition { Name = "server", Command = ["postgres"] }],
        Target = "http://{server.address}",
    };

    [Fact]
    public void A_service_of_an_include_sees_its_own_file_and_what_it_was_given()
    {
        var candidate = Candidate(new Dictionary<string, string> { ["database"] = "{app}-at-{web.port}" });
        var values = StackValues.ForStarting(candidate, NoSockets);
        var (db, web) = (candidate.Stack.Services[0], candidate.Stack.Services[1]);
        var ofDatabase = values.Of(db, null);
        var port = values.PortOf("db").ToString(System.Globalization.CultureInfo.InvariantCulture);
        ofDatabase["dir"].ShouldBe("/stacks/postgresql");
        ofDatabase["database"].ShouldBe($"recipes-at-{values.PortOf("web")}");
        ofDatabase["folder"].ShouldBe($"/stacks/postgresql/recipes-at-{values.PortOf("web")}");
        ofDatabase["port"].ShouldBe(port);
        ofDatabase["server.address"].ShouldBe($"127.0.0.1:{port}");
        ofDatabase.Keys.ShouldNotContain("app");
        ofDatabase.Keys.ShouldNotContain("web.port");
        var ofWeb = values.Of(web, null);
        ofWeb["db.address"].ShouldBe($"127.0.0.1:{port}");
        ofWeb["db.server.port"].ShouldBe(port);
        ofWeb["dir"].ShouldBe("/stacks/recipes");
        ofWeb.Keys.ShouldNotContain("database");
    }

    [Fact]
    public void Before_a_start_what_rests_on_a_port_has_no_value()
    {
        var candidate = Candidate(new Dictionary<string, string> { ["database"] = "at-{web.port}" });
        var file = StackValues.ForPreparing(candidate).FileOf(candidate.Stack.Services[0]);
        file.Known.Keys.ShouldBe(["dir", "cpus"], ignoreOrder: true);
        file.FindLate("init {folder}").ShouldBe("folder");
        file.FindLate("init {dir}").ShouldBeNull();
        StackValues.ForPreparing(Candidate(new Dictionary<string, string>())).FileOf(candidate.Stack.Services[0]).Known["folder"].ShouldBe("/stacks/postgresql/test");
    }

    [Fact]
    public void What_is_declared_shows_the_text_of_what_has_no_value_yet()
    {
        var candidate = new CandidateDefinition(
            "one", Database with { Declares = [new("stores", "{database} of {cpus}")] }, new Dictionary<string, string> { ["database"] = "{shared.address}" })
        {
            OuterNames = ["shared.address"],
        };
        candidate.ResolveDeclares()["stores"].ShouldBe($"{{shared.address}} of {Environment.ProcessorCount}");
    }

    [Fact]
    public void Only_what_is_given_to_a_stack_sees_the_shared_services_and_a_command_in_the_experiment_itself()
    {
        var given = new CandidateDefinition("one", Database, new Dictionary<string, string> { ["database"] = "{database.address}/x" })
        {
            OuterNames = ["database.address"],
            Outer = new Dictionary<string, string> { ["database.address"] = "127.0.0.1:5432" },
        };
        var values = StackValues.ForStarting(given, NoSockets).Of(Database.Services[0], null);
        values["database"].ShouldBe("127.0.0.1:5432/x");
        values.Keys.ShouldNotContain("database.address");
        StackValues.ForStarting(given with { Stack = Database with { IsInline = true } }, NoSockets).Of(Database.Services[0], null)["database.address"].ShouldBe("127.0.0.1:5432");
        Should.Throw<PlaceholderException>(() => StackValues.ForStarting(given with { Outer = new Dictionary<string, string>() }, NoSockets))
            .Message.ShouldBe("'{database.address}' has no value: the service that 'one' shares with others does not run.");
    }

    private static CandidateDefinition Candidate(Dictionary<string, string> with)
    {
        var include = new IncludedStack("db", Database, with);
        var stack = new StackDefinition
        {
            Name = "recipes",
            Directory = "/stacks/recipes",
            Parameters = [new("app", "recipes")],
            Services = [.. include.Flatten([]), new ServiceDefinition { Name = "web", Command = ["web"] }],
            Includes = [include],
            Target = "http://{web.address}",
        };
        return new CandidateDefinition("one", stack, new Dictionary<string, string>());
    }
}
