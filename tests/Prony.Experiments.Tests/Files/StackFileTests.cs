using Prony.Experiments.Files;
using Prony.Stacks.Definitions;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

public sealed class StackFileTests : IDisposable
{
    private readonly FileSandbox _box = new();

    public void Dispose() => _box.Dispose();

    private StackDefinition Read(string text)
    {
        var result = StackFile.Read(_box.Write("s/stack.yaml", text), _box.Environment);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        return result.Value!;
    }

    [Fact]
    public void Every_default_is_filled_in()
    {
        var stack = Read("""
            name: plain
            services:
              db: {command: "db {port}"}
              web: {command: [server, "{port}"]}
            """);
        stack.Directory.ShouldBe(Path.Combine(_box.Folder, "s"));
        stack.Parameters.ShouldBeEmpty();
        stack.Requires.ShouldBeEmpty();
        stack.Target.ShouldBe("http://{web.address}");
        stack.Services.Select(s => s.Name).ShouldBe(["db", "web"]);
        var web = stack.Services[1];
        web.Command.ShouldBe(["server", "{port}"]);
        web.Socket.ShouldBeNull();
        web.Instances.ShouldBe("1");
        web.User.ShouldBeNull();
        web.Files.ShouldBeEmpty();
        web.Processes.ShouldBeNull();
        web.Ready.ShouldBe(new ReadyDefinition(null, 200, TimeSpan.FromSeconds(30)));
        web.Settled.ShouldBe(new SettledDefinition(true, TimeSpan.FromMilliseconds(40), TimeSpan.FromSeconds(30)));
        (web.Stop.Signal, web.Stop.Grace, web.Stop.ExitCodes).ShouldBe(("SIGTERM", TimeSpan.FromSeconds(10), null));
        web.Env.ShouldBeEmpty();
        web.Cwd.ShouldBeNull();
        web.Prepare.ShouldBeEmpty();
    }

    [Fact]
    public void Every_key_is_read()
    {
        var stack = Read("""
            name: gunicorn-uvicorn
            parameters: {workers: "{2 * cpus + 1}", app: "app:app", debug: false}
            requires:
              - {command: gunicorn, debian: [gunicorn, python3-uvicorn]}
              - {command: python3}
              - {python: uvicorn.workers, debian: python3-uvicorn}
              - {node-module: express, npm: [express]}
              - {file: "/usr/lib/*/server", get: "build it"}
            services:
              web:
                socket: {backlog: 512, as: 5}
                command: [gunicorn, --bind, "fd://{web.fd}", -w, "{workers}", "{app}", "{literal}", "{{prony:name}}"]
                instances: 3
                processes: "{workers + 1}"
                ready: {http: /health, status: 204, within: 5s}
                settled: {cpu: 80ms, within: 10s}
                stop: {signal: SIGINT, grace: 3s, exit: [0, 130]}
                env: {LOG_LEVEL: debug, PORT: "{web.port}"}
                cwd: "{dir}/app"
                prepare:
                  - {command: "make all", inputs: ["*.c", Makefile]}
            target: "http://{web.address}/"
            """);
        stack.Parameters.ShouldBe([KeyValuePair.Create("workers", "{2 * cpus + 1}"), KeyValuePair.Create("app", "app:app"), KeyValuePair.Create("debug", "false")]);
        stack.Requires.Select(r => (r.Kind, r.Name, string.Join(' ', r.Debian), string.Join(' ', r.Npm), r.Get)).ShouldBe(
        [
            (RequirementKind.Command, "gunicorn", "gunicorn python3-uvicorn", "", null),
            (RequirementKind.Command, "python3", "", "", null),
            (RequirementKind.Python, "uvicorn.workers", "python3-uvicorn", "", null),
            (RequirementKind.NodeModule, "express", "", "express", null),
            (RequirementKind.File, "/usr/lib/*/server", "", "", "build it"),
        ]);
        stack.Target.ShouldBe("http://{web.address}/");
        var web = stack.Services.ShouldHaveSingleItem();
        web.Socket.ShouldBe(new ManagedSocketDefinition(512, 5));
        web.Command[^1].ShouldBe("{{prony:name}}");
        web.Instances.ShouldBe("3");
        web.Processes.ShouldBe("{workers + 1}");
        web.Ready.ShouldBe(new ReadyDefinition("/health", 204, TimeSpan.FromSeconds(5)));
        web.Settled.ShouldBe(new SettledDefinition(true, TimeSpan.FromMilliseconds(80), TimeSpan.FromSeconds(10)));
        (web.Stop.Signal, web.Stop.Grace).ShouldBe(("SIGINT", TimeSpan.FromSeconds(3)));
        web.Stop.ExitCodes.ShouldBe([0, 130]);
        web.Env.ShouldBe([KeyValuePair.Create("LOG_LEVEL", "debug"), KeyValuePair.Create("PORT", "{web.port}")]);
        web.Cwd.ShouldBe("{dir}/app");
        var step = web.Prepare.ShouldHaveSingleItem();
        step.Command.ShouldBe(["make", "all"]);
        step.Inputs.ShouldBe(["*.c", "Makefile"]);
    }

    [Theory]
    [InlineData("true", 2048, 3, false)]
    [InlineData("{}", 2048, 3, false)]
    [InlineData("{as: 0}", 2048, 0, false)]
    [InlineData("{as: listen-fds, backlog: 1}", 1, 3, true)]
    public void A_socket_is_inherited_as_the_file_says(string socket, int backlog, int number, bool listenFds) =>
        Read($"name: s\nservices: {{web: {{command: x, socket: {socket}}}}}").Services[0].Socket
            .ShouldBe(new ManagedSocketDefinition(backlog, number, listenFds));

    [Fact]
    public void The_path_that_says_ready_may_be_a_parameter() =>
        Read("name: s\nparameters: {path: /health}\nservices: {web: {command: \"x {port}\", ready: {http: \"{path}\"}}}").Services[0].Ready.HttpPath.ShouldBe("{path}");

    [Fact]
    public void Settling_can_be_switched_off() =>
        Read("name: s\nservices: {web: {command: \"x {port}\", settled: false}}").Services[0].Settled.Wait.ShouldBeFalse();

    [Fact]
    public void A_port_may_come_through_a_variable_or_the_name_of_the_service()
    {
        Read("name: s\nservices: {web: {command: x, env: {PORT: \"{port}\"}}}").Name.ShouldBe("s");
        Read("name: s\nservices: {web: {command: \"x {web.address}\"}}").Name.ShouldBe("s");
    }

    [Fact]
    public void A_front_whose_target_is_fixed_may_choose_its_own_port() =>
        Read("name: s\nservices: {web: {command: x}}\ntarget: http://127.0.0.1:8080").Services[0].Command.ShouldBe(["x"]);

    [Fact]
    public void A_socket_gives_the_service_its_descriptor() =>
        Read("name: s\nservices: {web: {command: \"x {web.fd}\", socket: true}}").Services[0].Socket.ShouldNotBeNull();

    [Fact]
    public void A_folder_stands_for_its_stack_file() =>
        StackFile.Read(Path.Combine(_box.Folder, "stacks/hello"), _box.Environment).Value!.Name.ShouldBe("hello");

    /// <summary>The stack of <see cref="FileSandbox.Stack"/> with one text replaced has exactly these errors.</summary>
    [Theory]
    [InlineData("name: hello", "nam: hello", "1:1 unknown key 'nam' at the top level | Did you mean 'name'?")]
    [InlineData("workers: 2", "mode: 2", "2:26 duplicate key 'mode' | It stands in line 2 already; remove one of the two.")]
    [InlineData("workers: 2", "port: 2", "2:26 the parameter 'port' would hide the placeholder {port} | Give it another name.")]
    [InlineData("workers: 2", "web: 2", "2:26 'web' is the name of a parameter and of a service | Give one of them another name.")]
    [InlineData("workers: 2", "workers: [2]", "2:35 parameters.workers must be text, but is a list | ")]
    [InlineData("workers: 2", "Workers: 2", "2:26 the name in parameters: 'Workers' is not a name. Expected small letters, digits and single hyphens between them, such as workers. | ")]
    [InlineData("workers: 2", "workers: \"{cpu + 1}\"", "2:35 unknown placeholder 'cpu' | Did you mean 'cpus'?")]
    [InlineData("workers: 2", "workers: \"{port}\"", "2:35 the placeholder 'port' has no value here | A parameter has its value before ports are chosen: write {port} into the command or env of the service.")]
    [InlineData("mode: fast, workers: 2", "mode: \"{workers}\", workers: 2", "2:20 the placeholder 'workers' has no value here | A parameter sees only those above it.")]
    [InlineData("\"{mode}\"", "\"{prepared}\"", "5:49 the placeholder 'prepared' has no value here | Nothing is prepared here: add 'prepare' to the service.")]
    [InlineData("    command:", "    prepare: [{command: \"x {port}\", inputs: x}]\n    command:", "5:25 the placeholder 'port' has no value here | Steps run before ports are chosen.")]
    [InlineData("    command:", "    ready: {http: \"/{mod}\"}\n    command:", "5:19 unknown placeholder 'mod' | Did you mean 'mode'?")]
    [InlineData("\"{mode}\"", "\"{mod}\"", "5:49 unknown placeholder 'mod' | Did you mean 'mode'?")]
    [InlineData("\"{mode}\"", "\"{mode.x}\"", "5:49 unknown placeholder 'mode.x' | Did you mean 'mode'?")]
    [InlineData("\"{mode}\"", "\"{web.prt}\"", "5:49 unknown placeholder 'web.prt' | Did you mean 'web.port'?")]
    [InlineData("\"{mode}\"", "\"{web.colour}\"", "5:49 unknown placeholder 'web.colour' | There is web.address, web.port, web.data, web.addresses, web.ports.")]
    [InlineData("\"{mode}\"", "\"{web}\"", "5:49 unknown placeholder 'web' | There is web.address, web.port, web.data, web.addresses, web.ports.")]
    [InlineData("\"{port}\"", "\"8080\"", "5:14 services.web: neither command nor env nor files hold {port}, so the service cannot know where to listen | Pass {port}, or add 'socket: true' and pass {web.fd}.")]
    [InlineData("command: [server, --port, \"{port}\", --mode, \"{mode}\"]", "command:", "5:13 services.web.command has no value | Give it one (command) or remove the line.")]
    [InlineData("  web:\n    command: [server, --port, \"{port}\", --mode, \"{mode}\"]", "  {}", "4:3 services needs at least 1, but has 0 | ")]
    [InlineData("    command:", "    instances: 2\n    command:", "5:16 services.web: the instances have ports of their own, and the target asks the first alone | Let a service after it spread the requests, or add 'socket: true' and pass {web.fd}.")]
    [InlineData("    command:", "    socket: {as: 1}\n    command:", "5:18 services.web.socket.as: '1' is no descriptor for a socket. Expected 0, 3 to 255 or listen-fds (1 and 2 are the outputs). | ")]
    [InlineData("    command:", "    socket: maybe\n    command:", "5:13 services.web.socket: 'maybe' is neither true nor false. | ")]
    [InlineData("    command:", "    socket: [x]\n    command:", "5:13 services.web.socket must be true, false or mapping, but is a list | ")]
    [InlineData("    command:", "    ready: {http: /, tcp: true}\n    command:", "5:22 'tcp' cannot stand beside 'http' in services.web.ready | Remove one of the two.")]
    [InlineData("    command:", "    ready: {tcp: false}\n    command:", "5:18 without http, tcp, log and command nothing says when the service is ready | Write {tcp: true}, {http: /}, {log: PATTERN} or {command: […]}.")]
    [InlineData("    command:", "    ready: {status: 200}\n    command:", "5:13 'status' in services.web.ready needs 'http' beside it | ")]
    [InlineData("    command:", "    ready: {log: \"(\"}\n    command:", "5:18 services.web.ready.log: '(' is no regular expression: Invalid pattern '(' at offset 1. Not enough )'s. | ")]
    [InlineData("    command:", "    ready: {log: started, http: /}\n    command:", "5:27 'http' cannot stand beside 'log' in services.web.ready | Remove one of the two.")]
    [InlineData("    command:", "    ready: {body: x}\n    command:", "5:13 'body' in services.web.ready needs 'http' beside it | ")]
    [InlineData("    command:", "    ready: {http: /, body: {contains: a, matches: b}}\n    command:", "5:42 'matches' cannot stand beside 'contains' in services.web.ready.body | Remove one of the two.")]
    [InlineData("    command:", "    ready: {command: [true, \"{prt}\"]}\n    command:", "5:29 unknown placeholder 'prt' | Did you mean 'port'?")]
    [InlineData("    command:", "    ready: {within: 30}\n    command:", "5:21 services.web.ready.within: '30' has no unit: write 30s for seconds or 30ms for milliseconds. | ")]
    [InlineData("    command:", "    stop: {signal: TERM}\n    command:", "5:20 services.web.stop.signal: 'TERM' is none of SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGKILL, SIGUSR1, SIGUSR2. | ")]
    [InlineData("    command:", "    stop: {exit: []}\n    command:", "5:18 services.web.stop.exit is empty | ")]
    [InlineData("    command:", "    stop: {exit: [300]}\n    command:", "5:19 services.web.stop.exit[0]: 300 is out of range: expected 0 to 255. | ")]
    [InlineData("    command:", "    env: {A-B: 1}\n    command:", "5:11 the name in services.web.env: 'A-B' is not the name of an environment variable. Expected letters, digits and _, such as LOG_LEVEL. | ")]
    [InlineData("    command:", "    prepare: [{command: make}]\n    command:", "5:15 'inputs' is missing in services.web.prepare[0] | Files below the folder of this file whose change makes the step run again, such as \"*.cs\", or elsewhere by an absolute path, such as \"{dir}/../shared/*.cs\" or a parameter; an empty one is left out.")]
    [InlineData("    command:", "    user: \"{port}\"\n    command:", "5:11 the placeholder 'port' has no value here | Ports are chosen when it is known how many instances there are and as whom they run.")]
    [InlineData("    command:", "    instances: \"{port}\"\n    command:", "5:16 the placeholder 'port' has no value here | Ports are chosen when it is known how many instances there are and as whom they run.")]
    [InlineData("    command:", "    instances: many\n    command:", "5:16 services.web.instances: 'many' is neither a whole number nor an expression such as \"{workers}\". | ")]
    [InlineData("    command:", "    instances: 0\n    command:", "5:16 services.web.instances: 0 is out of range: expected 1 to 256. | ")]
    [InlineData("    command:", "    prepare: [{command: \"x {data}\", inputs: x}]\n    command:", "5:25 the placeholder 'data' has no value here | Steps run once, before any start: make it in {prepared}, and copy it into {data} in the command.")]
    [InlineData("workers: 2", "workers: \"{data}\"", "2:35 the placeholder 'data' has no value here | A parameter has its value before a service has its folder: write {data} into the command or env of the service.")]
    [InlineData("workers: 2", "workers: \"{instance}\"", "2:35 the placeholder 'instance' has no value here | A parameter is the same for all instances: write {instance} into the command or env of the service.")]
    [InlineData("    command:", "    files: {a: b}\n    command:", "5:16 there is no template 'b' | Templates are files relative to the folder of this file; a text itself is written {text: \"…\"}.")]
    [InlineData("    command:", "    files: {a/b: {text: x}}\n    command:", "5:13 the name in services.web.files: the file name 'a/b' holds a '/', but files lie in the service's own folder, {data}, without folders below it. | ")]
    [InlineData("    command:", "    files: {..: {text: x}}\n    command:", "5:13 the name in services.web.files: the file name '..' holds '..' or is '.', which leads out of the service's own folder. | ")]
    [InlineData("    command:", "    files: {a: {text: \"ok\\nport {{prony:prt}}\"}}\n    command:", "5:23 line 2 of the text of 'a': unknown placeholder '{{prony:prt}}' | Did you mean 'port'?")]
    [InlineData("    command:", "    files: {a: {text: \"{{prony:port\"}}\n    command:", "5:23 line 1 of the text of 'a': '{{prony:' is not closed by '}}' in the same line | ")]
    [InlineData("    command:", "    files: {a: {text: x, template: y}}\n    command:", "5:26 'template' cannot stand beside 'text' in services.web.files.a | Remove one of the two.")]
    [InlineData("    command:", "    limits: {nofile: 9}\n    command:", "5:14 unknown key 'nofile' in services.web.limits | The keys here are cpus, memory, descriptors.")]
    [InlineData("    command:", "    limits: {cpus: 0}\n    command:", "5:20 services.web.limits.cpus: 0 is out of range: expected 0.01 to 1024. | ")]
    [InlineData("    command:", "    limits: {cpus: many}\n    command:", "5:20 services.web.limits.cpus: 'many' is not a number of cores, such as 1.5. | ")]
    [InlineData("    command:", "    limits: {memory: 512}\n    command:", "5:22 services.web.limits.memory: 512 is out of range: expected 1MiB or more. | ")]
    [InlineData("    command:", "    limits: {memory: 1MB}\n    command:", "5:22 services.web.limits.memory: '1MB' is not an amount of bytes. Expected a whole number of them, or a number with KiB, MiB or GiB behind it, such as 64KiB. | ")]
    [InlineData("    command:", "    limits: {descriptors: 3}\n    command:", "5:27 services.web.limits.descriptors: 3 is out of range: expected 16 to 1048576. | ")]
    [InlineData("    command:", "    cpus: 2-1\n    command:", "5:11 services.web.cpus: '2-1' is no list of CPUs. Expected numbers and ranges such as 0-3,8. | ")]
    [InlineData("    command:", "    access-log: \"{port}\"\n    command:", "5:17 the placeholder 'port' has no value here | What is declared is written before ports are chosen.")]
    [InlineData("    command:", "    machine: other\n    command:", "5:14 services.web.machine must be a mapping, but is 'other' | ")]
    [InlineData("name: hello", "name: hello\ntarget: \"ftp://{web.address}\"", "2:9 target: 'ftp://{web.address}' is not an http:// or https:// address | Expected one such as \"http://{web.address}\".")]
    [InlineData("name: hello", "name: hello\ntarget: \"http://{web.address}/base\"", "2:9 target: 'http://{web.address}/base' holds a path | The path is the scenario's: put it before the path there.")]
    [InlineData("name: hello", "name: hello\ntarget: \"http://{wbe.address}\"", "2:9 unknown placeholder 'wbe.address' | Did you mean 'web.address'?")]
    [InlineData("name: hello", "name: hello\nrequires: [{debian: xy}]", "2:12 requires[0] needs one of command, python, node-module, file | ")]
    [InlineData("name: hello", "name: hello\nrequires: [{command: x, debian: [nginx, -y]}]", "2:41 requires[0].debian[1]: '-y' is not the name of a Debian package: two or more small letters, digits, '+', '-' and '.'. | ")]
    [InlineData("name: hello", "name: hello\nrequires: [{python: 'not a module'}]", "2:21 requires[0].python: 'not a module' is not the name of a Python module. Expected one that can be imported, such as asyncpg or uvicorn.workers. | ")]
    [InlineData("name: hello", "name: hello\nrequires: [{command: x, file: y}]", "2:25 'file' cannot stand beside 'command' in requires[0] | Remove one of the two.")]
    [InlineData("name: hello", "name: hello\nrequires: gunicorn", "2:11 requires must be a list of mappings, but is 'gunicorn' | ")]
    public void A_mistake_is_named_with_its_place_and_what_to_do(string old, string replacement, string expected)
    {
        FileSandbox.Stack.ShouldContain(old);
        var text = FileSandbox.Stack.Replace(old, replacement, StringComparison.Ordinal);
        var result = StackFile.Read(_box.Write("s/stack.yaml", text), _box.Environment);
        result.Value.ShouldBeNull();
        FileSandbox.Lines(result.Diagnostics).ShouldBe([expected]);
    }

    [Fact]
    public void Files_users_and_ways_to_be_ready_are_read()
    {
        _box.Write("s/haproxy.cfg.in", "bind 127.0.0.1:{{prony:port}}\nserver s{{prony:app.each.instance}} {{prony:app.each.address}}\n");
        var stack = Read("""
            name: proxied
            parameters: {workers: 2, owner: www-data}
            services:
              queue: {command: worker, ready: {log: "^ready \\d{2}$"}}
              app:
                command: [app, "{port}", "{instance}", "{data}"]
                instances: "{workers}"
                user: "{owner}"
                ready: {http: /, body: {matches: "ok+"}}
                prepare: [{user: postgres, command: "initdb {prepared}/db", inputs: "*.in"}]
              proxy:
                files: {haproxy.cfg: haproxy.cfg.in, "{instance}.txt": {text: "{{prony:app.data}}"}}
                command: [haproxy, -f, "{data}/haproxy.cfg"]
                ready: {http: /, body: hello}
              last: {command: "x {port}", ready: {command: [probe, "{port}"], within: 5s}}
            """);
        stack.Services[0].Ready.ShouldBe(new ReadyDefinition(Within: TimeSpan.FromSeconds(30)) { Log = new TextPattern("^ready \\d{2}$", IsPattern: true) });
        var app = stack.Services[1];
        (app.Instances, app.User, app.Prepare[0].User).ShouldBe(("{workers}", "{owner}", "postgres"));
        app.Ready.Body.ShouldBe(new TextPattern("ok+", IsPattern: true));
        var proxy = stack.Services[2];
        proxy.Ready.Body.ShouldBe(new TextPattern("hello", IsPattern: false));
        proxy.Files[0].ShouldBe(new FileTemplate("haproxy.cfg", File.ReadAllText(Path.Combine(_box.Folder, "s/haproxy.cfg.in")), Path.Combine(_box.Folder, "s/haproxy.cfg.in")));
        proxy.Files[1].ShouldBe(new FileTemplate("{instance}.txt", "{{prony:app.data}}"));
        stack.Services[3].Ready.Command.ShouldBe(["probe", "{port}"]);
    }

    [Fact]
    public void Limits_cpus_and_the_access_log_are_read_and_declared()
    {
        var stack = Read("""
            name: bounded
            parameters: {log: "off"}
            services:
              db: {command: "db {port}", limits: {memory: 1GiB}}
              app: {command: "app {port}", limits: {cpus: 1.5, memory: 512MiB, descriptors: 4096}, cpus: "0-1,3", access-log: "{log}"}
              web: {command: "web {port}", cpus: 0, access-log: on}
            """);
        stack.Services.Select(s => s.Limits).ShouldBe([new ServiceLimits(null, 1L << 30, null), new ServiceLimits(1.5, 512L << 20, 4096), null]);
        stack.Services.Select(s => s.Cpus).ShouldBe([null, "0-1,3", "0"]);
        var candidate = new CandidateDefinition("one", stack, new Dictionary<string, string>());
        candidate.ResolveDeclares().ShouldBe(new Dictionary<string, string> { ["access-log"] = "app: off, web: on", ["cpu-limit"] = "1.5" }, ignoreOrder: true);

        // What is declared in so many words is nearer than what services say.
        var own = candidate with { Stack = stack with { Declares = [new("access-log", "to a pipe")], Services = [stack.Services[1]] } };
        own.ResolveDeclares()["access-log"].ShouldBe("to a pipe");
        (candidate with { Stack = stack with { Services = [stack.Services[2]] } }).ResolveDeclares().ShouldBe(new Dictionary<string, string> { ["access-log"] = "on" });
    }

    [Fact]
    public void A_mistake_in_a_template_is_named_in_the_template()
    {
        var template = _box.Write("s/app.ini.in", "[app]\n  port = {{prony:wbe.port}}\n{{prony:a.each.port}} {{prony:web.each.port}}\n{{prony:zzzzzz}}\n");
        var result = StackFile.Read(_box.Write("s/stack.yaml", "name: s\nservices: {web: {command: \"x {port}\", files: {app.ini: app.ini.in}}}"), _box.Environment);
        result.Value.ShouldBeNull();
        result.Diagnostics.Select(d => d.File).Distinct().ShouldBe([template]);
        FileSandbox.Lines(result.Diagnostics).ShouldBe(
        [
            "2:10 unknown placeholder '{{prony:wbe.port}}' | Did you mean 'web.port'?",
            "3:1 unknown placeholder '{{prony:a.each.port}}' | There is web.address, web.port, web.data, web.addresses, web.ports, port, dir, cpus, data, instance.",
            "3:1 a line can be repeated for the instances of one service only | ",
            "4:1 unknown placeholder '{{prony:zzzzzz}}' | There is web.address, web.port, web.data, web.addresses, web.ports, port, dir, cpus, data, instance.",
        ]);
        DiagnosticText.Format(result.Diagnostics[0]).ShouldContain("    2 |   port = {{prony:wbe.port}}");
    }

    [Fact]
    public void The_texts_of_templates_are_among_those_of_the_experiment()
    {
        _box.Write("stacks/hello/app.ini.in", "port = {{prony:port}}\n");
        _box.Write("stacks/hello/stack.yaml", "name: hello\nparameters: {mode: fast}\nservices: {web: {command: \"x\", files: {app.ini: app.ini.in}}}");
        var result = _box.Read(FileSandbox.Experiment);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        result.Value!.Texts.Keys.ShouldBe(["x.yaml", "stacks/hello/stack.yaml", "stacks/hello/app.ini.in"], ignoreOrder: true);
        result.Value.Texts["stacks/hello/app.ini.in"].ShouldBe("port = {{prony:port}}\n");
    }

    [Fact]
    public void A_stack_that_is_no_mapping_is_refused() =>
        FileSandbox.Lines(StackFile.Read(_box.Write("s/stack.yaml", "- a"), _box.Environment).Diagnostics)
            .ShouldBe(["1:1 a stack is a mapping, but this is a list | `prony init` writes an example."]);

    [Fact]
    public void Braces_around_anything_else_are_literal() =>
        Read("name: s\nservices: {web: {command: [x, \"{port}\", '{\"a\": 1}', '{ text of words }', '{}', '${']}}").Services[0].Command.Count.ShouldBe(6);
}
