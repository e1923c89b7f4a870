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
        web.Instances.ShouldBe(1);
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
        stack.Requires.Select(r => (r.Command, string.Join(' ', r.Debian))).ShouldBe([("gunicorn", "gunicorn python3-uvicorn"), ("python3", "")]);
        stack.Target.ShouldBe("http://{web.address}/");
        var web = stack.Services.ShouldHaveSingleItem();
        web.Socket.ShouldBe(new ManagedSocketDefinition(512, 5));
        web.Command[^1].ShouldBe("{{prony:name}}");
        web.Instances.ShouldBe(3);
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
    [InlineData("\"{mode}\"", "\"{web.colour}\"", "5:49 unknown placeholder 'web.colour' | There is web.address, web.port.")]
    [InlineData("\"{mode}\"", "\"{web}\"", "5:49 unknown placeholder 'web' | There is web.address, web.port.")]
    [InlineData("\"{port}\"", "\"8080\"", "5:14 services.web: neither command nor env holds {port}, so the service cannot know where to listen | Pass {port}, or add 'socket: true' and pass {web.fd}.")]
    [InlineData("command: [server, --port, \"{port}\", --mode, \"{mode}\"]", "command:", "5:13 services.web.command has no value | Give it one (command) or remove the line.")]
    [InlineData("  web:\n    command: [server, --port, \"{port}\", --mode, \"{mode}\"]", "  {}", "4:3 services needs at least 1, but has 0 | ")]
    [InlineData("    command:", "    instances: 2\n    command:", "5:16 services.web: several instances need one socket | Add 'socket: true' and pass {web.fd}.")]
    [InlineData("    command:", "    socket: {as: 1}\n    command:", "5:18 services.web.socket.as: '1' is no descriptor for a socket. Expected 0, 3 to 255 or listen-fds (1 and 2 are the outputs). | ")]
    [InlineData("    command:", "    socket: maybe\n    command:", "5:13 services.web.socket: 'maybe' is neither true nor false. | ")]
    [InlineData("    command:", "    socket: [x]\n    command:", "5:13 services.web.socket must be true, false or mapping, but is a list | ")]
    [InlineData("    command:", "    ready: {http: /, tcp: true}\n    command:", "5:22 'tcp' cannot stand beside 'http' in services.web.ready | Remove one of the two.")]
    [InlineData("    command:", "    ready: {tcp: false}\n    command:", "5:18 without http and tcp nothing says when the service is ready | Write {tcp: true} or {http: /}.")]
    [InlineData("    command:", "    ready: {status: 200}\n    command:", "5:13 'status' in services.web.ready needs 'http' beside it | ")]
    [InlineData("    command:", "    ready: {log: started}\n    command:", "5:13 'log' in services.web.ready is not supported by this version of prony | Use 'http' or 'tcp'.")]
    [InlineData("    command:", "    ready: {within: 30}\n    command:", "5:21 services.web.ready.within: '30' has no unit: write 30s for seconds or 30ms for milliseconds. | ")]
    [InlineData("    command:", "    stop: {signal: TERM}\n    command:", "5:20 services.web.stop.signal: 'TERM' is none of SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGKILL, SIGUSR1, SIGUSR2. | ")]
    [InlineData("    command:", "    stop: {exit: []}\n    command:", "5:18 services.web.stop.exit is empty | ")]
    [InlineData("    command:", "    stop: {exit: [300]}\n    command:", "5:19 services.web.stop.exit[0]: 300 is out of range: expected 0 to 255. | ")]
    [InlineData("    command:", "    env: {A-B: 1}\n    command:", "5:11 the name in services.web.env: 'A-B' is not the name of an environment variable. Expected letters, digits and _, such as LOG_LEVEL. | ")]
    [InlineData("    command:", "    prepare: [{command: make}]\n    command:", "5:15 'inputs' is missing in services.web.prepare[0] | Files below the folder of this file whose change makes the step run again, such as \"*.cs\".")]
    [InlineData("    command:", "    user: www\n    command:", "5:5 'user' in services.web is not supported by this version of prony | Put a program that changes the user into the command: [setpriv, --reuid=…, …].")]
    [InlineData("    command:", "    files: {a: b}\n    command:", "5:5 'files' in services.web is not supported by this version of prony | Keep the file in the folder of the stack and pass values by command or env.")]
    [InlineData("    command:", "    limits: {nofile: 9}\n    command:", "5:5 'limits' in services.web is not supported by this version of prony | Put a program that sets limits into the command: [prlimit, --nofile=…, …].")]
    [InlineData("    command:", "    cpus: 1\n    command:", "5:5 'cpus' in services.web is not supported by this version of prony | Put a program that sets the affinity into the command: [taskset, -c, …, …].")]
    [InlineData("    command:", "    access-log: true\n    command:", "5:5 'access-log' in services.web is not supported by this version of prony | Say in the command whether the server writes one.")]
    [InlineData("    command:", "    machine: other\n    command:", "5:5 'machine' in services.web is not supported by this version of prony | All services run on this machine.")]
    [InlineData("name: hello", "name: hello\ntarget: \"ftp://{web.address}\"", "2:9 target: 'ftp://{web.address}' is not an http:// or https:// address | Expected one such as \"http://{web.address}\".")]
    [InlineData("name: hello", "name: hello\ntarget: \"http://{web.address}/base\"", "2:9 target: 'http://{web.address}/base' holds a path | The path is the scenario's: put it before the path there.")]
    [InlineData("name: hello", "name: hello\ntarget: \"http://{wbe.address}\"", "2:9 unknown placeholder 'wbe.address' | Did you mean 'web.address'?")]
    [InlineData("name: hello", "name: hello\nrequires: [{debian: x}]", "2:12 'command' is missing in requires[0] | A program on PATH, or its path.")]
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
    public void A_stack_that_is_no_mapping_is_refused() =>
        FileSandbox.Lines(StackFile.Read(_box.Write("s/stack.yaml", "- a"), _box.Environment).Diagnostics)
            .ShouldBe(["1:1 a stack is a mapping, but this is a list | `prony init` writes an example."]);

    [Fact]
    public void Braces_around_anything_else_are_literal() =>
        Read("name: s\nservices: {web: {command: [x, \"{port}\", '{\"a\": 1}', '{ text of words }', '{}', '${']}}").Services[0].Command.Count.ShouldBe(6);
}
