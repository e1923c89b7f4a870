using Prony.Experiments.Files;
using Prony.Experiments.Files.Imports;
using Prony.Stacks.Definitions;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files.Imports;

/// <summary>circus.ini as a stack.</summary>
public sealed class CircusTests : IDisposable
{
    /// <summary>The file of "WSGI Web Servers Bench" (Tarek Ziadé, 2012).</summary>
    private const string WriteUp = """
        [circus]
        check_delay = 5
        endpoint = tcp://127.0.0.1:4555
        pubsub_endpoint = tcp://127.0.0.1:4556
        stats_endpoint = tcp://127.0.0.1:4557

        [watcher:dummy]
        cmd = bin/chaussette --fd $(circus.sockets.foo) --backend fastgevent chaussette.util.bench_app

        use_sockets = True
        warmup_delay = 0
        numprocesses = 50

        [socket:foo]
        host = 0.0.0.0
        port = 8080
        """;

    private readonly FileSandbox _files = new();

    [Fact]
    public void The_write_up_s_file_is_fifty_processes_on_one_socket()
    {
        var read = Read(WriteUp);
        read.Program.ShouldBe("Circus");
        var service = read.Stack.Services.ShouldHaveSingleItem();
        service.Name.ShouldBe("dummy");
        service.Command.ShouldBe(["bin/chaussette", "--fd", "{dummy.fd}", "--backend", "fastgevent", "chaussette.util.bench_app"]);
        service.Instances.ShouldBe("50");
        service.Socket!.Backlog.ShouldBe(2048);
        service.Socket.Port.ShouldBe(8080);
        service.Socket.IsPublic.ShouldBeTrue("0.0.0.0");
        service.Stop.Grace.ShouldBe(TimeSpan.FromSeconds(30), "the default of Circus");
        read.Stack.Name.ShouldBe("circus");
    }

    [Fact]
    public void What_ctl_does_is_told_by_line()
    {
        var notes = Read(WriteUp).Notes.Select(note => $"{note.Line} {note.Text}").ToList();
        notes.ShouldContain("3 endpoint: `prony ctl` steers, over a Unix socket of its own.");
        notes.ShouldContain("4 pubsub_endpoint: `prony ctl events --follow --json` tells what happens, as lines of JSON.");
        notes.ShouldContain("5 stats_endpoint: `prony ctl stats --follow --json` tells what is used, as lines of JSON.");
        notes.ShouldContain("2 check_delay: Prony sees the end of a process at once, without a delay.");
        notes.Count.ShouldBe(4);
    }

    [Fact]
    public void The_stack_yaml_names_the_lines_and_reads_as_the_same()
    {
        var read = Read(WriteUp);
        read.Text.ShouldContain("instances: 50   # 12");
        read.Text.ShouldContain("# Line 3, endpoint: `prony ctl` steers");
        var again = StackFile.Read(_files.Write("again/stack.yaml", read.Text), _files.Environment);
        Lines(again.Diagnostics).ShouldBeEmpty();
        again.Value!.Services[0].Command.ShouldBe(read.Stack.Services[0].Command);
    }

    [Fact]
    public void The_lowest_number_of_all_is_out_of_range_and_no_overflow() =>
        Lines(ImportedStack.Read(_files.Write("circus.ini", "[watcher:a]\ncmd = x\npriority = -2147483648"), _files.Environment).Diagnostics).ShouldHaveSingleItem().ShouldStartWith("3:1 priority: -2147483648 is out of range");

    [Fact]
    public void A_file_that_is_indented_as_a_whole_reads_the_same() =>
        Read("\n" + string.Join('\n', WriteUp.Split('\n').Select(line => "  " + line))).Stack.Services[0].Instances.ShouldBe("50");

    [Fact]
    public void Keys_of_a_watcher_become_keys_of_a_service()
    {
        var service = Read("""
            [watcher:Web_One]
            cmd = python3 -u $(circus.env.script)
            args = --wid $(CIRCUS.WID)
                --more "two words" ; a comment
            working_dir = /srv/app
            uid = www-data
            stop_signal = int
            graceful_timeout = 5
            rlimit_nofile = 500
            warmup_delay = 2
            max_retry = 3
            stdout_stream.class = FileStream
            stdout_stream.filename = web.log
            stdout_stream.max_bytes = 1048576
            stdout_stream.backup_count = 2
            [env]
            SCRIPT = app.py
            [env:web_*,other]
            SCRIPT = never.py
            [env:Web_*]
            MODE = fast
            """).Stack.Services[0];
        service.Name.ShouldBe("web-one");
        service.Command.ShouldBe(["python3", "-u", "app.py", "--wid", "{instance}", "--more", "two words"]);
        service.Cwd.ShouldBe("/srv/app");
        service.User.ShouldBe("www-data");
        service.Stop.Signal.ShouldBe("SIGINT");
        service.Stop.Grace.ShouldBe(TimeSpan.FromSeconds(5));
        service.Limits!.Descriptors.ShouldBe(500);
        service.StartDelay.ShouldBe(TimeSpan.FromSeconds(2));
        service.Respawn!.Max.ShouldBe(3);
        service.Log.ShouldBe(new LogDefinition(Path.Combine(_files.Folder, "web.log"), 1 << 20, 2));
        service.Env.ShouldBe([new("SCRIPT", "app.py"), new("MODE", "fast")]);
    }

    [Fact]
    public void What_is_not_to_come_back_stays_dead() =>
        Read("[watcher:a]\ncmd = sleep 60\nrespawn = False").Stack.Services[0].Respawn.ShouldBe(RespawnDefinition.Never);

    [Fact]
    public void A_shell_is_one_word_more() =>
        Read("[watcher:a]\ncmd = exec sleep 60 | cat\nshell = yes").Stack.Services[0].Command.ShouldBe(["sh", "-c", "exec sleep 60 | cat"]);

    [Fact]
    public void Higher_priorities_are_needed_by_lower_ones()
    {
        var stack = Read("""
            [watcher:late]
            cmd = sleep 60
            priority = 1
            [watcher:first]
            cmd = sleep 60
            priority = 10
            [watcher:second]
            cmd = sleep 60
            priority = 5
            [watcher:also-second]
            cmd = sleep 60
            priority = 5
            """).Stack;
        Needs("first").ShouldBeEmpty();
        Needs("second").ShouldBe(["first"]);
        Needs("also-second").ShouldBe(["first"]);
        Needs("late").ShouldBe(["second", "also-second"]);

        IReadOnlyList<string> Needs(string name) => stack.Services.Single(service => service.Name == name).Needs!;
    }

    [Theory]
    [InlineData("[watcher:a]\ncmd = x\nnumproceses = 5", "3:1 unknown key 'numproceses' in [watcher:a] | Did you mean 'numprocesses'?")]
    [InlineData("[watcher:a]\ncmd = x\nhooks.before_start = my.hook", "3:1 'hooks.before_start' of [watcher:a] cannot be taken over | Hooks are Python functions inside Circus.*")]
    [InlineData("[watcher:a]\ncmd = x\nmax_age = 60", "3:1 'max_age' of [watcher:a] cannot be taken over | Prony does not restart by age*")]
    [InlineData("[watcher:a]\ncmd = x\nrlimit_core = 0", "3:1 'rlimit_core' of [watcher:a] cannot be taken over | *")]
    [InlineData("[watcher:a]\ncmd = x\ncmd = y", "3:1 duplicate key 'cmd' in [watcher:a] | It stands in line 2 already*")]
    [InlineData("[watcher:a]\ncmd = x\n[watcher:a]\ncmd = y", "3:1 duplicate section [watcher:a] | It stands in line 1 already*")]
    [InlineData("[watcher:a]\nnumprocesses = 1", "1:1 [watcher:a] has no cmd | *")]
    [InlineData("[watcher:a]\ncmd = x\nnumprocesses = many", "3:1 numprocesses: 'many' is not a whole number | ")]
    [InlineData("[watcher:a]\ncmd = x\nnumprocesses = 500", "3:1 numprocesses: 500 is out of range: expected 1 to 256 | ")]
    [InlineData("[watcher:a]\ncmd = x\nstop_signal = TREM", "3:1 stop_signal: 'TREM' is no signal that a stack can be stopped with | Did you mean 'SIGTERM'?")]
    [InlineData("[watcher:a]\ncmd = x\nautostart = False", "3:1 'autostart' of [watcher:a] cannot be taken over | *")]
    [InlineData("[watcher:a]\ncmd = x\nstdout_stream.filename = x.log\nstdout_stream.max_bytes = big", "4:1 stdout_stream.max_bytes: 'big' is no size | *")]
    [InlineData("[watcher:a]\ncmd = x $(circus.sockets.s)\nuse_sockets = 1\n[socket:s]\nhost = 10.0.0.1", "5:1 '10.0.0.1' is no address that Prony binds a socket on | *")]
    [InlineData("[watcher:a]\ncmd = x\nuse_sockets = maybe", "3:1 'maybe' is neither true nor false | ")]
    [InlineData("[watcher:a]\ncmd = x\ngraceful_timeout = soon", "3:1 graceful_timeout: 'soon' is not a number of seconds | *")]
    [InlineData("[watcher:a]\ncmd = x --fd $(circus.sockets.fo)\nuse_sockets = True\n[socket:foo]\nport = 1", "2:1 cmd: there is no [socket:fo] | Did you mean 'foo'?")]
    [InlineData("[watcher:a]\ncmd = x --fd $(circus.sockets.foo)\n[socket:foo]\nport = 1", "2:1 cmd: $(circus.sockets.foo) without use_sockets | *")]
    [InlineData("[watcher:a]\ncmd = x $(circus.wdi)", "2:1 cmd: '$(circus.wdi)' is unknown here | Did you mean 'circus.wid'?")]
    [InlineData("[watcher:a]\ncmd = x | y", "2:1 cmd: '|' needs a shell, *")]
    [InlineData("[watcher:a]\ncmd = x {port}", "2:1 cmd: '{port}' would be a placeholder in a stack | *")]
    [InlineData("[watcher:a]\ncmd = x\n[plugin:flapping]\nuse = y", "3:1 [plugin:flapping] cannot be taken over | *")]
    [InlineData("[watcher:a]\ncmd = x\n[wacher:b]\ncmd = y", "3:1 Circus has no section [wacher:b] | Did you mean 'watcher'?")]
    [InlineData("[watcher:a.b]\ncmd = x\n[watcher:a_b]\ncmd = y", "3:1 [watcher:a_b] and [watcher:a.b] would both be the service 'a-b' | *")]
    [InlineData("[watcher:a]\ncmd = x\nnonsense", "3:1 'nonsense' is neither a [section] nor a key = value | *")]
    [InlineData("key = 1\n[watcher:a]\ncmd = x", "1:1 the key 'key' stands before the first [section] | ")]
    [InlineData("[watcher:a\ncmd = x", "1:1 the section '[watcher:a' is not closed | *")]
    [InlineData("[circus]\nendpoint = x", "1:1 nothing is to be started here | Expected a [watcher:NAME] with cmd.")]
    [InlineData("[mysqld]\nport = 1", "1:1 this is a file of neither Circus nor supervisord | *")]
    [InlineData("[watcher:a]\ncmd = x $(circus.sockets.s)\nuse_sockets = 1\n[watcher:b]\ncmd = x $(circus.sockets.s)\nuse_sockets = 1\n[socket:s]\nport = 1", "5:1 [watcher:a] and [watcher:b] use the socket 's' | *")]
    public void What_cannot_be_taken_over_is_said_with_its_line(string text, string expected)
    {
        var lines = Lines(ImportedStack.Read(_files.Write("circus.ini", text), _files.Environment).Diagnostics);
        var parts = expected.Split('*');
        lines.ShouldContain(line => line.StartsWith(parts[0], StringComparison.Ordinal) && (parts.Length > 1 || line == expected), string.Join('\n', lines));
    }

    [Fact]
    public void A_refused_key_that_asks_for_nothing_is_left_out() =>
        Read("[watcher:a]\ncmd = sleep 60\non_demand = False\nuse_papa = no\nsingleton = False").Notes.ShouldBeEmpty();

    [Theory]
    [InlineData("circus.ini", true)]
    [InlineData("/etc/supervisord.conf", true)]
    [InlineData("stack.yaml", false)]
    [InlineData("stacks/hello", false)]
    public void Files_of_others_are_told_by_their_names(string path, bool isOne) => ImportedStack.IsImport(path).ShouldBe(isOne);

    [Fact]
    public void A_file_that_is_not_there_is_said() =>
        ImportedStack.Read(Path.Combine(_files.Folder, "none.ini"), _files.Environment).Diagnostics[0].Message.ShouldBe("there is no such file");

    public void Dispose() => _files.Dispose();

    private ImportedStack Read(string text)
    {
        var read = ImportedStack.Read(_files.Write("circus.ini", text), _files.Environment);
        Lines(read.Diagnostics).ShouldBeEmpty();
        return read.Value!;
    }

    private static IReadOnlyList<string> Lines(IReadOnlyList<Diagnostic> diagnostics) => FileSandbox.Lines(diagnostics);
}
