using Prony.Experiments.Files;
using Prony.Experiments.Files.Imports;
using Prony.Experiments.Tests.Schemas;
using Prony.Stacks.Definitions;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files.Imports;

/// <summary>supervisord.conf as a stack.</summary>
public sealed class SupervisordTests : IDisposable
{
    /// <summary>The files of "Django Channels Load Testing Results" (2016), indented as they stand there.</summary>
    private const string Gunicorn = """
          [program:gunicorn]
          command = gunicorn testproject.wsgi_no_channels -b 0.0.0.0:80
          directory = /srv/channels/testproject/
          user = root
          
          [group:django_http]
          programs=gunicorn
          priority=999
        """;

    private const string Redis = """
          [program:daphne]
          command = daphne -b 0.0.0.0 -p 80 testproject.asgi:channel_layer
          directory = /srv/channels/testproject/
          user = root
          
          [program:worker]
          command = python manage.py runworker
          directory = /srv/channels/testproject/
          user = django-channels
          
          
          [group:django_channels]
          programs=daphne,worker
          priority=999
        """;

    private readonly FileSandbox _files = new();

    [Fact]
    public void The_write_up_s_gunicorn_listens_where_its_command_says()
    {
        var read = Read(Gunicorn);
        read.Program.ShouldBe("supervisord");
        var service = read.Stack.Services.ShouldHaveSingleItem();
        service.Command.ShouldBe(["gunicorn", "testproject.wsgi_no_channels", "-b", "0.0.0.0:80"]);
        service.Cwd.ShouldBe("/srv/channels/testproject/");
        service.User.ShouldBe("root");
        service.Stop.Grace.ShouldBe(TimeSpan.FromSeconds(10));
        read.Stack.Target.ShouldBe("http://127.0.0.1:80");
        service.Ready.Command.ShouldBeNull("it is ready when it accepts");
    }

    [Fact]
    public void The_write_up_s_daphne_is_the_front_and_its_worker_is_beside_it()
    {
        var stack = Read(Redis).Stack;
        stack.Services.Select(service => service.Name).ShouldBe(["worker", "daphne"]);
        stack.Services.ShouldAllBe(service => service.Needs!.Count == 0, "both have one priority");
        stack.Services[0].User.ShouldBe("django-channels");
        stack.Services[0].Ready.Command.ShouldBe(["sleep", "1"], "startsecs");
        stack.Target.ShouldBe("http://127.0.0.1:80");
    }

    [Fact]
    public void The_write_up_s_third_file_reads_too() =>
        Read(Redis.Replace("runworker", "runworker --settings=testproject.settings.channels_ipc", StringComparison.Ordinal)).Stack.Services[0].Command[^1].ShouldBe("--settings=testproject.settings.channels_ipc");

    [Fact]
    public void Keys_of_a_program_become_keys_of_a_service()
    {
        var service = Read("""
            [supervisord]
            environment = MODE="fast",ALL='yes'
            [program:web]
            command = python3 -m app --port 80%(process_num)d --name %(program_name)s --from %(here)s --share 50%% ; inline
            numprocs = 3
            process_name = %(program_name)s_%(process_num)02d
            stopsignal = QUIT
            stopwaitsecs = 3
            startsecs = 0
            environment = MODE="slow",KEY=1
            stdout_logfile = /var/log/web_%(process_num)s.log
            stdout_logfile_maxbytes = 50MB
            autorestart = false
            """).Stack.Services[0];
        service.Command.ShouldBe(["python3", "-m", "app", "--port", "80{instance-1}", "--name", "web", "--from", "{dir}", "--share", "50%"]);
        service.Instances.ShouldBe("3");
        service.Log.ShouldBe(new LogDefinition("/var/log/web.log", 50 << 20, 5));
        service.Respawn.ShouldBe(RespawnDefinition.Never);
        service.Stop.Signal.ShouldBe("SIGQUIT");
        service.Ready.Command.ShouldBe(["true"]);
        service.Env.ShouldBe([new("MODE", "slow"), new("ALL", "yes"), new("KEY", "1")]);
    }

    [Fact]
    public void Defaults_that_Prony_has_otherwise_are_told()
    {
        Read("[program:web]\ncommand = server\nstdout_logfile = /var/log/web.log\nstdout_logfile_maxbytes = 0").Notes.Select(note => $"{note.Line} {note.Text}").ShouldBe(
        [
            "1 autorestart (unexpected by default): Prony respawns a service that ends, whatever its exit code.",
            "4 stdout_logfile_maxbytes: 0 is a file that grows without an end, which Prony writes none of: it begins a new one at 10 MiB (log.max-size).",
        ]);
        Read("[program:web]\ncommand = server\nautorestart = unexpected").Notes[0].Text.ShouldBe("autorestart: Prony respawns a service that ends, whatever its exit code.");
        Read("[program:web]\ncommand = server\nautorestart = true").Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Variables_of_the_terminal_are_read_and_kept_secret()
    {
        _files.Environment["TOKEN"] = "hush-hush-hush";
        var read = Read("[program:web]\ncommand = server --token %(ENV_TOKEN)s");
        read.Stack.Services[0].Command[^1].ShouldBe("hush-hush-hush");
        read.Text.ShouldContain("${TOKEN}");
        read.Text.ShouldNotContain("hush");
        read.Secrets.Mask("hush-hush-hush").ShouldBe("•••");
    }

    [Fact]
    public void A_fcgi_program_gets_its_socket_as_standard_input()
    {
        var service = Read("[fcgi-program:php]\ncommand = php-cgi\nsocket = tcp://127.0.0.1:9002\nsocket_backlog = 64").Stack.Services[0];
        service.Socket!.As.ShouldBe(0);
        service.Socket.Port.ShouldBe(9002);
        service.Socket.Backlog.ShouldBe(64);
    }

    [Fact]
    public void Lower_priorities_of_groups_come_first()
    {
        var stack = Read("""
            [program:web]
            command = web
            [program:redis]
            command = redis-server
            [group:data]
            programs = redis
            priority = 10
            """).Stack;
        stack.Services.Single(service => service.Name == "web").Needs.ShouldBe(["redis"]);
        stack.Services.Single(service => service.Name == "redis").Needs!.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[program:a]\ncomand = x", "2:1 unknown key 'comand' in [program:a] | Did you mean 'command'?")]
    [InlineData("[program:a]\ncommand = x\numask = 022", "3:1 'umask' of [program:a] cannot be taken over | *")]
    [InlineData("[program:a]\ncommand = x %(proces_num)d", "2:1 command: '%(proces_num)d' is unknown here | Did you mean 'process_num'?")]
    [InlineData("[program:a]\ncommand = x %(process_num)02d", "2:1 command: '%(process_num)02d' cannot be taken over | *")]
    [InlineData("[program:a]\ncommand = x\n[group:g]\nprograms = b", "4:1 programs: there is no [program:b] | *")]
    [InlineData("[program:a]\ncommand = x\n[group:g]\nprograms = a\n[group:h]\nprograms = a", "6:1 programs: 'a' is in [group:g] already | *")]
    [InlineData("[program:a]\ncommand = x\n[group:g]\npriority = 1", "3:1 [group:g] has no programs | *")]
    [InlineData("[program:a]\ncommand = x\n[include]\nfiles = *.conf", "3:1 [include] cannot be taken over | Put the sections*")]
    [InlineData("[program:a]\ncommand = x\n[eventlistener:e]\ncommand = y", "3:1 [eventlistener:e] cannot be taken over | *")]
    [InlineData("[program:a]\ncommand = x\nenvironment = A b", "3:1 environment: 'A b' is not KEY=\"value\" | *")]
    [InlineData("[fcgi-program:a]\ncommand = x\nsocket = unix:///tmp/x", "3:1 socket: 'unix:///tmp/x' is not tcp://HOST:PORT | *")]
    [InlineData("[fcgi-program:a]\ncommand = x", "1:1 [fcgi-program:a] has no socket | *")]
    [InlineData("[program:a]\ncommand = x\nstdout_logfile = y\nstdout_logfile_maxbytes = 999999999999GB", "4:1 stdout_logfile_maxbytes: '999999999999GB' is no size | *")]
    [InlineData("[program:a]\ncommand = x\nstdout_logfile = y\nstdout_logfile_maxbytes = 1025GB", "4:1 stdout_logfile_maxbytes: '1025GB' is no size | *")]
    [InlineData("[program:a]\ncommand = x\npriority = -2147483648", "3:1 priority: -2147483648 is out of range: *")]
    [InlineData("[program:a]\ncommand = x%(process_num)d\nnumprocs_start = -2147483648", "3:1 numprocs_start: -2147483648 is out of range: *")]
    [InlineData("[program:a]\ncommand = x\nstopwaitsecs = NaN", "3:1 stopwaitsecs: 'NaN' is not a number of seconds | *")]
    [InlineData("[program:a]\nuser = x", "1:1 [program:a] has no command | *")]
    [InlineData("[supervisord]\nlogfile = x", "1:1 nothing is to be started here | Expected a [program:NAME] with command.")]
    public void What_cannot_be_taken_over_is_said_with_its_line(string text, string expected)
    {
        var lines = FileSandbox.Lines(ImportedStack.Read(_files.Write("supervisord.conf", text), _files.Environment).Diagnostics);
        var parts = expected.Split('*');
        lines.ShouldContain(line => line.StartsWith(parts[0], StringComparison.Ordinal) && (parts.Length > 1 || line == expected), string.Join('\n', lines));
    }

    [Fact]
    public void Every_key_of_both_programs_stands_in_the_page()
    {
        GeneratedFiles.ShouldBeCurrent([("docs/supervision-imports.md", ImportReference.Markdown())]);
        var rows = ImportReference.Markdown().Split('\n').Where(line => line.StartsWith("| `[", StringComparison.Ordinal)).ToList();
        rows.Count.ShouldBeGreaterThan(130);
        rows.ShouldAllBe(row => row.Contains("| mapped |", StringComparison.Ordinal) || row.Contains("| told |", StringComparison.Ordinal) || row.Contains("| refused |", StringComparison.Ordinal));
    }

    public void Dispose() => _files.Dispose();

    private ImportedStack Read(string text)
    {
        var read = ImportedStack.Read(_files.Write("supervisord.conf", text), _files.Environment);
        FileSandbox.Lines(read.Diagnostics).ShouldBeEmpty();
        return read.Value!;
    }
}
