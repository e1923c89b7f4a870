using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Stacks.Definitions;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

/// <summary>Services that need others, stacks that include others, and services that an experiment shares, as they are read.</summary>
public sealed class CompositionTests : IDisposable
{
    private const string Database = """
        name: postgresql
        parameters: {database: test, user: "{database}-user"}
        requires: [{command: postgres, debian: postgresql}]
        services:
          server:
            command: [postgres, -D, "{dir}/data", -p, "{port}", "{database}", "{user}"]
        """;

    private const string Pooled = """
        name: pooled
        parameters: {database: test}
        services:
          db: {stack: ../postgresql, with: {database: "{database}-of-{pooler.port}"}}
          pooler: {command: [pgbouncer, "{port}", "{db.address}", "{db.server.port}"]}
        """;

    private readonly FileSandbox _box = new();

    public CompositionTests()
    {
        _box.Write("stacks/postgresql/stack.yaml", Database);
        _box.Write("stacks/pooled/stack.yaml", Pooled);
    }

    public void Dispose() => _box.Dispose();

    [Fact]
    public void Without_needs_each_service_needs_the_one_written_above_it()
    {
        var stack = ReadStack("""
            name: s
            services:
              db: {command: "db {port}"}
              pool: {command: "pool {port}", needs: []}
              cache: {command: "cache {port}", needs: db}
              web: {command: "web {port}", needs: [pool, cache]}
              proxy: {command: "proxy {port}"}
            """);
        stack.Services.Select(service => string.Join(' ', service.Needs!)).ShouldBe(["", "", "db", "pool cache", "web"]);
        stack.Target.ShouldBe("http://{proxy.address}");
    }

    [Fact]
    public void A_needed_service_may_stand_further_down_in_the_file() =>
        StartOrder.Of(ReadStack("""
            name: s
            services:
              web: {command: "web {port} {db.address}", needs: [db]}
              db: {command: "db {port}", needs: []}
            """).Services).Select(service => service.Name).ShouldBe(["db", "web"]);

    [Fact]
    public void The_services_of_an_included_stack_stand_in_its_place()
    {
        var stack = ReadStack("""
            name: recipes
            parameters: {workers: 2}
            services:
              cache: {command: "cache {port}"}
              data: {stack: ../stacks/pooled, with: {database: "recipes-{workers}-{web.port}"}}
              single: {stack: ../stacks/postgresql, needs: []}
              mail: {command: "mail {port}", needs: [data-db]}
              web: {command: "web {port} {data.address} {data.db.address} {data.db.server.port} {single.port}", needs: [data]}
            """);
        stack.Services.Select(service => $"{service.Name} <- {string.Join(' ', service.Needs!)}").ShouldBe(
            ["cache <- ", "data-db <- cache", "data-pooler <- data-db", "single <- ", "mail <- data-db", "web <- data-db data-pooler"]);
        stack.Services.Select(service => service.Include).ShouldBe(["", "data.db", "data", "single", "", ""]);
        stack.Includes.Select(include => (include.Name, include.Stack.Name)).ShouldBe([("data", "pooled"), ("single", "postgresql")]);
        stack.Includes[0].With.ShouldBe(new Dictionary<string, string> { ["database"] = "recipes-{workers}-{web.port}" });
        stack.Includes[0].Stack.Directory.ShouldBe(Path.Combine(_box.Folder, "stacks/pooled"));
        stack.Includes[0].Stack.Includes.ShouldHaveSingleItem().Stack.Directory.ShouldBe(Path.Combine(_box.Folder, "stacks/postgresql"));
    }

    [Fact]
    public void A_stack_may_be_nothing_but_an_include()
    {
        _box.Write("stacks/secure/stack.yaml", "name: secure\nservices: {front: {command: \"x {port}\"}}\ntarget: \"https://{front.address}\"");
        var stack = ReadStack("name: s\nservices: {web: {stack: ../stacks/secure/stack.yaml}}");
        stack.Services.ShouldHaveSingleItem().Name.ShouldBe("web");
        stack.Target.ShouldBe("https://{web.address}", "it is asked as its own file says");
    }

    /// <summary>This stack with one text replaced has exactly these errors.</summary>
    [Theory]
    [InlineData("needs: [db]", "needs: [bd]", "7:53 services.web.needs: there is no service 'bd' | Did you mean 'db'?")]
    [InlineData("needs: [db]", "needs: [zzzzz]", "7:53 services.web.needs: there is no service 'zzzzz' | There is db, proxy.")]
    [InlineData("needs: [db]", "needs: [web]", "7:52 services need one another in a circle: web -> web | Each starts when what it needs is ready, so none of them could: remove one of these needs.")]
    [InlineData("needs: [db]", "needs: [proxy]", "7:52 services need one another in a circle: web -> proxy -> web | Each starts when what it needs is ready, so none of them could: remove one of these needs.")]
    [InlineData("needs: [db]", "needs: {a: b}", "7:52 services.web.needs must be a list of names, but is a mapping | ")]
    [InlineData("../stacks/postgresql", "../stacks/postgres", "6:15 there is no stack '../stacks/postgres' | Did you mean '../stacks/postgresql'?")]
    [InlineData("../stacks/postgresql", "../stacks", "6:15 the folder '../stacks' holds no stack.yaml | `prony init` writes an example of one.")]
    [InlineData("database: recipes", "databse: recipes", "6:44 the stack postgresql has no parameter 'databse' | Did you mean 'database'?")]
    [InlineData("database: recipes", "database: \"{web.prt}\"", "6:54 unknown placeholder 'web.prt' | Did you mean 'web.port'?")]
    [InlineData("database: recipes", "database: \"{port}\"", "6:54 the placeholder 'port' has no value here | An included stack has no port of its own: write {SERVICE.port}.")]
    [InlineData("database: recipes", "database: \"{prepared}\"", "6:54 the placeholder 'prepared' has no value here | Nothing is prepared here: a service of the included stack may prepare something.")]
    [InlineData("{db.address}", "{db.adress}", "7:18 unknown placeholder 'db.adress' | Did you mean 'db.address'?")]
    [InlineData("{db.address}", "{db.servr.port}", "7:18 unknown placeholder 'db.servr.port' | Did you mean 'db.server.port'?")]
    [InlineData("{stack: ../stacks/postgresql, ", "{stack: ../stacks/postgresql, socket: true, ", "6:37 'socket' cannot stand beside 'stack' in services.db | The included stack says it for its own services; what it lets others choose is given by 'with'.")]
    [InlineData("{stack: ../stacks/postgresql, ", "{stack: ../stacks/postgresql, command: x, ", "6:37 'command' cannot stand beside 'stack' in services.db | Remove one of the two.")]
    [InlineData("{stack: ../stacks/postgresql, with: {database: recipes}}", "{with: {database: recipes}}", "6:7 services.db needs one of command, stack | ", "6:8 'with' in services.db needs 'stack' beside it | ")]
    [InlineData("workers: 2", "db: 2", "2:14 'db' is the name of a parameter and of a service | Give one of them another name.")]
    [InlineData("  proxy:", "  db-server:", "8:3 two services would be called 'db-server' | A service of an included stack is called NAME-SERVICE: give one of the two another name.")]
    public void A_mistake_is_named_with_its_place_and_what_to_do(string old, string replacement, params string[] expected)
    {
        const string text = """
            name: recipes
            parameters: {workers: 2}


            services:
              db: {stack: ../stacks/postgresql, with: {database: recipes}}
              web: {command: "web {port} {db.address}", needs: [db]}
              proxy: {command: "proxy {port}"}
            """;
        if (replacement.Contains("db-server", StringComparison.Ordinal))
        {
            _box.Write("stacks/postgresql/stack.yaml", Database + "\n  helper: {command: \"helper {port}\"}");
        }

        text.ShouldContain(old);
        var result = StackFile.Read(_box.Write("s/stack.yaml", text.Replace(old, replacement, StringComparison.Ordinal)), _box.Environment);
        result.Value.ShouldBeNull();
        FileSandbox.Lines(result.Diagnostics).ShouldBe(expected);
    }

    [Fact]
    public void Mistakes_of_an_included_file_are_reported_with_its_own_name_and_once()
    {
        var broken = _box.Write("stacks/postgresql/stack.yaml", Database.Replace("{port}", "{prt}", StringComparison.Ordinal));
        var result = StackFile.Read(
            _box.Write("s/stack.yaml", "name: s\nservices:\n  a: {stack: ../stacks/postgresql}\n  b: {stack: ../stacks/postgresql, need: []}\n  c: {command: \"c {port} {b.adres}\"}"), _box.Environment);
        result.Diagnostics.Select(d => $"{d.File} {d.Line}:{d.Column} {d.Message}").ShouldBe(
            [
                $"{_box.Folder}/s/stack.yaml 4:36 unknown key 'need' in services.b",
                $"{_box.Folder}/s/stack.yaml 5:16 unknown placeholder 'b.adres'",
                $"{broken} 6:14 services.server: neither command nor env nor files hold {{port}}, so the service cannot know where to listen",
                $"{broken} 6:47 unknown placeholder 'prt'",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void What_a_stack_prepares_with_must_be_known_before_services_start()
    {
        const string prepared = "name: prepared\nparameters: {where: x, folder: \"{where}/y\", free: z}\nservices:\n  db:\n    prepare: [{command: \"make {folder}\", inputs: \"*.c\"}]\n    command: \"db {port} {free}\"";
        _box.Write("stacks/prepared/stack.yaml", prepared);
        _box.Write("stacks/outer/stack.yaml", "name: outer\nparameters: {place: x}\nservices: {db: {stack: ../prepared, with: {folder: \"{place}\"}}}");
        FileSandbox.Lines(StackFile.Read(
            _box.Write("s/stack.yaml", "name: s\nservices:\n  db: {stack: ../stacks/outer, with: {place: \"{web.address}\"}}\n  web: {command: \"w {port}\"}"), _box.Environment).Diagnostics)
            .ShouldBe(["3:46 the stack outer prepares something with 'place', but 'web.address' has a value only when the services start | Give it a value that is known before, or let the stack use it in command, env or files instead of prepare."]);
        var shared = FileSandbox.Experiment.Replace("{stack: stacks/hello, with: {mode: slow}}", "{stack: stacks/prepared, with: {where: \"{database.port}\", free: \"{database.port}\"}}", StringComparison.Ordinal)
            + "\nservices: {database: {command: \"db {port}\"}}";
        FileSandbox.Lines(_box.Read(shared).Diagnostics).ShouldHaveSingleItem()
            .ShouldStartWith("4:45 the stack prepared prepares something with 'where', but 'database.port' has a value only when the services start");
    }

    [Fact]
    public void A_stack_cannot_include_itself_by_any_way_round()
    {
        var a = _box.Write("a/stack.yaml", "name: a\nservices: {x: {stack: ../b}}");
        var b = _box.Write("b/stack.yaml", "name: b\nservices: {y: {stack: ../a/stack.yaml}}");
        var diagnostic = StackFile.Read(a, _box.Environment).Diagnostics.ShouldHaveSingleItem();
        $"{diagnostic.File} {diagnostic.Line}:{diagnostic.Column} {diagnostic.Message} | {diagnostic.Hint}".ShouldBe(
            $"{b} 2:23 the stack '../a/stack.yaml' would include itself: {a} -> {b} -> {a} | Remove one of these includes.");
    }

    [Fact]
    public void Includes_have_a_deepest_level()
    {
        for (var level = 1; level <= 9; level++)
        {
            _box.Write($"deep{level}/stack.yaml", $"name: deep\nservices: {{x: {{stack: ../deep{level + 1}}}}}");
        }

        _box.Write("deep10/stack.yaml", "name: last\nservices: {x: {command: \"x {port}\"}}");
        FileSandbox.Lines(StackFile.Read(_box.Write("s/stack.yaml", "name: s\nservices: {x: {stack: ../deep1}}"), _box.Environment).Diagnostics)
            .ShouldBe(["2:23 stacks include one another more than 8 deep here | Put the services into fewer files."]);
        var deepest = StackFile.Read(_box.Write("s/stack.yaml", "name: s\nservices: {x: {stack: ../deep3}}"), _box.Environment);
        deepest.Succeeded.ShouldBeTrue(DiagnosticText.Format(deepest.Diagnostics));
        deepest.Value!.Services.ShouldHaveSingleItem().Include.ShouldBe("x.x.x.x.x.x.x.x");
    }

    [Fact]
    public void An_experiment_may_share_services_and_candidates_name_them()
    {
        var experiment = ReadExperiment(FileSandbox.Experiment
            .Replace("with: {mode: slow}", "with: {mode: \"at-{database.address}-{cache.port}\"}", StringComparison.Ordinal)
            .Replace("{stack: stacks/hello}", "{run: \"web {port} {database.server.port}\"}", StringComparison.Ordinal)
            + "\nservices:\n  database: {stack: stacks/postgresql, with: {database: recipes}}\n  cache: {command: \"cache {port} {database.address}\", socket: true, needs: []}");
        var shared = experiment.Shared.ShouldNotBeNull();
        shared.Stack.Services.Select(service => service.Name).ShouldBe(["database", "cache"]);
        shared.Stack.Directory.ShouldBe(_box.Folder);
        shared.Stack.Target.ShouldBe("http://{cache.address}");
        shared.With.ShouldBeEmpty();
        experiment.Candidates[0].Stack!.OuterNames.ShouldBe(
            ["cache.address", "cache.port", "cache.data", "cache.addresses", "cache.ports", "database.address", "database.port", "database.data", "database.addresses", "database.ports",
                "database.server.address", "database.server.port", "database.server.data", "database.server.addresses", "database.server.ports"],
            ignoreOrder: true);
        experiment.Candidates[0].Stack!.Stack.IsInline.ShouldBeTrue();
        experiment.Candidates[1].Stack!.With["mode"].ShouldBe("at-{database.address}-{cache.port}");
        experiment.Texts.Keys.ShouldBe(["x.yaml", "stacks/postgresql/stack.yaml", "stacks/hello/stack.yaml"]);
    }

    [Fact]
    public void Files_of_included_stacks_are_kept_with_the_definitions()
    {
        _box.Write("stacks/hello/stack.yaml", FileSandbox.Stack.Replace("services:", "services:\n  data: {stack: ../pooled}", StringComparison.Ordinal));
        ReadExperiment(FileSandbox.Experiment).Texts.Keys
            .ShouldBe(["x.yaml", "stacks/hello/stack.yaml", "stacks/pooled/stack.yaml", "stacks/postgresql/stack.yaml"]);
    }

    [Fact]
    public void Nothing_is_shared_where_nothing_is_written()
    {
        ReadExperiment(FileSandbox.Experiment).Shared.ShouldBeNull();
        ReadExperiment(FileSandbox.Experiment + "\nservices: {}").Shared.ShouldBeNull();
    }

    [Theory]
    [InlineData("{databse.address}", "4:41 unknown placeholder 'databse.address' | Did you mean 'database.address'?")]
    [InlineData("{database.fd}", "4:41 unknown placeholder 'database.fd' | Did you mean 'database.data'?")]
    [InlineData("{database}", "4:41 unknown placeholder 'database' | There is database.address, database.port, database.data, database.addresses, database.ports, database.server.address, database.server.port, database.server.data, database.server.addresses, database.server.ports.")]
    public void A_shared_service_that_is_not_there_is_an_error_where_it_is_named(string text, string expected)
    {
        var experiment = FileSandbox.Experiment.Replace("mode: slow", $"mode: \"{text}\"", StringComparison.Ordinal) + "\nservices: {database: {stack: stacks/postgresql}}";
        FileSandbox.Lines(_box.Read(experiment).Diagnostics).ShouldBe([expected]);
    }

    [Theory]
    [InlineData("services: {database: {command: \"db\"}, last: {command: \"x {port}\"}}", "9:32 services.database: neither command nor env nor files hold {port}, so the service cannot know where to listen | Pass {port}, or add 'socket: true' and pass {database.fd}.")]
    [InlineData("services: {database: {command: \"db {port} {workers}\", cwd: \"{drr}\"}}", "9:60 unknown placeholder 'drr' | Did you mean 'dir'?")]
    [InlineData("services: {database: {command: \"db {port}\", needs: [cache]}}", "9:53 services.database.needs: there is no service 'cache' | There is no other one.")]
    [InlineData("services: [x]", "9:11 services must be a mapping of names to services, but is a list | ")]
    public void Mistakes_in_shared_services_are_those_of_a_stack(string services, string expected) =>
        FileSandbox.Lines(_box.Read(FileSandbox.Experiment + "\n" + services).Diagnostics).ShouldBe([expected]);

    private StackDefinition ReadStack(string text)
    {
        var result = StackFile.Read(_box.Write("s/stack.yaml", text), _box.Environment);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        return result.Value!;
    }

    private ExperimentDefinition ReadExperiment(string text)
    {
        var result = _box.Read(text);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        return result.Value!;
    }
}
