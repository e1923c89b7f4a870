using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Prony.Cli;
using Prony.Cli.Control;
using Prony.Stacks.Accounting;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

// The tests run where the sockets are.
#pragma warning disable CA1416

namespace Prony.Cli.Tests.Control;

public sealed class ControlServerTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prony-ctl-").FullName;
    private readonly Steered _steered = new();
    private readonly ControlServer _server;
    private int _quits;

    public ControlServerTests()
    {
        _server = ControlServer.Start(PathOf("ctl"), "hello", "up", () => _quits++);
        _server.Steer(new Stack(_steered));
    }

    [Fact]
    public async Task The_socket_is_the_users_own()
    {
        File.GetUnixFileMode(_server.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var status = (await AskAsync(new ControlRequest { V = 1, Do = "status" })).Single();
        status.Prony.ShouldBe(new KeeperRecord(Environment.ProcessId, "hello", "up"));
        status.Services.ShouldNotBeNull().Single().ShouldSatisfyAllConditions(s => s.Service.ShouldBe("web"), s => s.State.ShouldBe("running"), s => s.Pids.ShouldBe([41, 42]));
    }

    [Theory]
    [InlineData("rubbish\n", "this is no request")]
    [InlineData("null\n", "it is null")]
    [InlineData("{\"v\":1,\"do\":\"status\",\"colour\":\"red\"}\n", "this is no request")]
    [InlineData("{\"v\":7,\"do\":\"status\"}\n", "its version is 7, and this prony speaks 1")]
    [InlineData("{\"v\":1,\"do\":\"stat", "the last line has no end")]
    public async Task Garbage_is_answered_with_an_error_and_the_connection_closed(string text, string error)
    {
        var answer = await SendAsync(Encoding.UTF8.GetBytes(text));
        answer.ShouldSatisfyAllConditions(a => a.Ok.ShouldBeFalse(), a => a.Kind.ShouldBe("unreadable"), a => a.Error.ShouldNotBeNull().ShouldContain(error));
        (await AskAsync(new ControlRequest { V = 1, Do = "status" })).Single().Ok.ShouldBeTrue("others are answered as before");
    }

    [Fact]
    public async Task A_line_without_an_end_is_not_kept()
    {
        var answer = await SendAsync(new byte[ControlProtocol.LongestRequest + 1]);
        answer.Error.ShouldNotBeNull().ShouldContain("longer than 4096 bytes");
    }

    [Theory]
    [InlineData("dance", "web", null, "wrong-use", "there is no command 'dance'")]
    [InlineData("incr", null, null, "wrong-use", "'incr' needs a service")]
    [InlineData("incr", "web", 1000, "wrong-use", "out of range")]
    [InlineData("signal", "web", null, "wrong-use", "needs the name of a signal")]
    [InlineData("stop", "wbe", null, "wrong-use", "There is no service 'wbe'")]
    [InlineData("stop", "web", null, "failed", "it resists")]
    [InlineData("start", "full", null, "failed", "it could not be done: No space left")]
    public async Task What_cannot_be_done_says_so(string command, string? service, int? by, string kind, string error)
    {
        var answer = (await AskAsync(new ControlRequest { V = 1, Do = command, Service = service, By = by })).Single();
        answer.ShouldSatisfyAllConditions(a => a.Ok.ShouldBeFalse(), a => a.Kind.ShouldBe(kind), a => a.Error.ShouldNotBeNull().ShouldContain(error));
    }

    [Fact]
    public async Task Services_of_a_search_are_looked_at_and_not_changed()
    {
        await using var search = ControlServer.Start(PathOf("search"), "hello", "capacity", () => _quits++, onlyLooks: true);
        search.Steer(new Stack(_steered));
        foreach (var command in ControlProtocol.Commands.Except(["status", "stats", "events", "quit"]))
        {
            (await AskAsync(new ControlRequest { V = 1, Do = command, Service = "web" }, PathOf("search"))).Single().ShouldSatisfyAllConditions(
                a => a.Kind.ShouldBe("failed"),
                a => a.Error.ShouldBe("'prony capacity' searches, and what it has found so far would be of other services than what follows. It answers status, stats, events and quit."));
        }

        (await AskAsync(new ControlRequest { V = 1, Do = "dance" }, PathOf("search"))).Single().Error.ShouldNotBeNull().ShouldContain("there is no command 'dance'");
        (await AskAsync(new ControlRequest { V = 1, Do = "status" }, PathOf("search"))).Single().Prony!.Verb.ShouldBe("capacity");
        (await AskAsync(new ControlRequest { V = 1, Do = "events" }, PathOf("search"))).First().Ok.ShouldBeTrue();
        (await AskAsync(new ControlRequest { V = 1, Do = "quit" }, PathOf("search"))).Single().Ok.ShouldBeTrue();
        _quits.ShouldBe(1);
    }

    [Theory]
    [InlineData(0.09)]
    [InlineData(60.1)]
    [InlineData(1e300)]
    public async Task An_interval_out_of_range_is_wrong_use(double interval)
    {
        var answer = (await AskAsync(new ControlRequest { V = 1, Do = "stats", IntervalS = interval })).Single();
        answer.ShouldSatisfyAllConditions(a => a.Kind.ShouldBe("wrong-use"), a => a.Error.ShouldBe("interval_s must be from 0.1 to 60."));
    }

    [Fact]
    public async Task Two_at_once_are_both_answered()
    {
        _steered.Gate = new TaskCompletionSource();
        var slow = AskAsync(new ControlRequest { V = 1, Do = "incr", Service = "web", By = 2 });
        (await AskAsync(new ControlRequest { V = 1, Do = "status" })).Single().Ok.ShouldBeTrue();
        slow.IsCompleted.ShouldBeFalse();
        _steered.Gate.SetResult();
        (await slow).Single().Wanted.ShouldBe(4);
    }

    [Fact]
    public async Task Events_are_followed_from_the_last_ones_on_until_the_client_goes()
    {
        _steered.Tell("died", "instance 1 (41) ended with signal SIGKILL");
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var seen = new List<string>();
        await foreach (var (answer, _) in ControlClient.AskAsync(_server.Path, new ControlRequest { V = 1, Do = "events", Follow = true }, enough.Token))
        {
            if (answer.Event is not { } happened)
            {
                continue;
            }

            seen.Add(happened.Kind);
            if (seen.Count == 2)
            {
                break;
            }

            _steered.Tell("ready", "instance 1 (43) is ready");
        }

        seen.ShouldBe(["died", "ready"]);
        (await AskAsync(new ControlRequest { V = 1, Do = "events" })).Count.ShouldBe(3);
    }

    [Fact]
    public void What_is_told_while_another_stack_is_taken_over_waits_for_nobody()
    {
        var next = new Steered
        {
            Watching = () =>
            {
                var telling = Task.Run(() => _steered.Tell("ready", "instance 1 (43) is ready"));
                SpinWait.SpinUntil(() => telling.IsCompleted, TimeSpan.FromSeconds(20)).ShouldBeTrue();
            },
        };
        _server.Steer(new Stack(next));
        next.Watched.ShouldBe(1);
    }

    [Fact]
    public async Task Signals_have_names_with_and_without_SIG_and_numbers()
    {
        foreach (var name in new[] { "SIGHUP", "hup", "1" })
        {
            (await AskAsync(new ControlRequest { V = 1, Do = "signal", Service = "web", Signal = name })).Single().Ok.ShouldBeTrue();
            _steered.LastSignal.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Quit_is_answered_and_done_and_between_two_turns_nothing_is_steered()
    {
        (await AskAsync(new ControlRequest { V = 1, Do = "quit" })).Single().Ok.ShouldBeTrue();
        SpinWait.SpinUntil(() => _quits == 1, TimeSpan.FromSeconds(5)).ShouldBeTrue();
        _server.Steer(null);
        (await AskAsync(new ControlRequest { V = 1, Do = "status" })).Single().Error.ShouldNotBeNull().ShouldContain("Nothing runs at this instant");
    }

    [Fact]
    public async Task A_socket_of_a_dead_prony_is_replaced_that_of_a_living_one_and_other_files_are_not()
    {
        Should.Throw<UsageException>(() => ControlSocket.Listen(_server.Path)).Message.ShouldContain("another prony listens there");
        File.WriteAllText(PathOf("file"), "");
        Should.Throw<UsageException>(() => ControlSocket.Listen(PathOf("file"))).Message.ShouldContain("no socket");
        Should.Throw<UsageException>(() => ControlSocket.Listen(_folder)).Message.ShouldContain("no socket");
        Should.Throw<UsageException>(() => ControlSocket.Listen(PathOf(new string('x', 200))));
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(PathOf("dead")));
            var path = PathOf("dead");
            KeepFile(path);
        }

        File.Exists(PathOf("kept")).ShouldBeTrue();
        Should.Throw<IOException>(() => ControlSocket.Connect(PathOf("kept"))).Message.ShouldContain("has ended");
        (await Should.ThrowAsync<UsageException>(() => AskAsync(new ControlRequest { V = 1, Do = "status" }, PathOf("kept")))).Message.ShouldContain("Leave --socket out");
        using var again = ControlSocket.Listen(PathOf("kept"));
        ControlSocket.Connect(PathOf("kept")).Dispose();
    }

    [Fact]
    public void A_folder_for_sockets_is_the_users_own_and_stays_as_it_was()
    {
        const UnixFileMode onlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        ControlSocket.EnsureFolder(PathOf("new"));
        File.GetUnixFileMode(PathOf("new")).ShouldBe(onlyOwner);
        File.SetUnixFileMode(PathOf("new"), onlyOwner | UnixFileMode.OtherRead | UnixFileMode.GroupRead);
        Should.NotThrow(() => ControlSocket.EnsureFolder(PathOf("new")));

        File.CreateSymbolicLink(PathOf("link"), PathOf("new"));
        Should.Throw<IOException>(() => ControlSocket.EnsureFolder(PathOf("link"))).Message.ShouldContain("is not a folder that only this user can write to");
        foreach (var others in new[] { UnixFileMode.GroupWrite, UnixFileMode.OtherWrite })
        {
            File.SetUnixFileMode(PathOf("new"), onlyOwner | others);
            Should.Throw<IOException>(() => ControlSocket.EnsureFolder(PathOf("new"))).Message.ShouldContain("--ctl PATH");
            File.GetUnixFileMode(PathOf("new")).ShouldBe(onlyOwner | others);
        }

        File.SetUnixFileMode(PathOf("new"), onlyOwner);
        NativeStatus.IsFolderOf(ControlProtocol.Self, PathOf("new")).ShouldBeTrue();
        NativeStatus.IsFolderOf(ControlProtocol.Self + 1, PathOf("new")).ShouldBeFalse("another user's, whatever its mode");
    }

    [Fact]
    public async Task A_foreign_user_is_refused()
    {
        if (ControlProtocol.Self != 0 || !File.Exists("/usr/bin/setpriv"))
        {
            return;   // another user's process can be started by root alone
        }

        const string ask = "import socket, sys\ns = socket.socket(socket.AF_UNIX)\ns.connect(sys.argv[1])\ntry: s.sendall(b'{\"v\":1,\"do\":\"quit\"}\\n')\nexcept BrokenPipeError: pass   # refused before it asked\nprint(s.recv(4096).decode())";
        (await AsNobodyAsync(ask)).ShouldContain("Permission denied", Case.Sensitive, "by its mode");
        File.SetUnixFileMode(_folder, (UnixFileMode)511);
        File.SetUnixFileMode(_server.Path, (UnixFileMode)511);
        (await AsNobodyAsync(ask)).ShouldContain("belongs to another user", Case.Sensitive, "and whoever gets past it by who he is");
        _quits.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Exists(_server.Path).ShouldBeFalse();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>.NET removes the file with its socket; a killed process does not.</summary>
    private void KeepFile(string path) => File.Move(path, PathOf("kept"));

    private string PathOf(string name) => Path.Combine(_folder, name);

    private async Task<string> AsNobodyAsync(string program)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/setpriv", ["--reuid=65534", "--clear-groups", "/usr/bin/python3", "-c", program, _server.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var text = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text;
    }

    private async Task<List<ControlAnswer>> AskAsync(ControlRequest request, string? path = null)
    {
        var answers = new List<ControlAnswer>();
        await foreach (var (answer, _) in ControlClient.AskAsync(path ?? _server.Path, request, CancellationToken.None))
        {
            answers.Add(answer);
        }

        return answers;
    }

    /// <summary>Sends bytes and reads until the other end closes.</summary>
    private async Task<ControlAnswer> SendAsync(byte[] bytes)
    {
        using var socket = ControlSocket.Connect(_server.Path);
        using var reader = new StreamReader(new NetworkStream(socket));
        await socket.SendAsync(bytes);
        socket.Shutdown(SocketShutdown.Send);
        return JsonSerializer.Deserialize((await reader.ReadToEndAsync()).Trim(), ControlJson.Default.ControlAnswer)!;
    }

    /// <summary>A service that does what it is told at once.</summary>
    private sealed class Steered : IServiceControl
    {
        private Action<ServiceChange>? _watcher;

        public TaskCompletionSource? Gate { get; set; }

        public int LastSignal { get; private set; }

        /// <summary>Done while somebody begins to watch, as a stack does that tells meanwhile.</summary>
        public Action Watching { get; init; } = static () => { };

        public int Watched { get; private set; }

        public void Tell(string kind, string text) => _watcher?.Invoke(new ServiceChange(Prony.Measurement.Clocks.MonotonicClock.NowNs, "web", kind, text));

        public IReadOnlyList<ServiceStatus> Status() => [new("web", ServiceState.Running, 2, 2, [41, 42], TimeSpan.FromSeconds(3), 0)];

        public Task StartAsync(string service, CancellationToken stop) => service == "full" ? throw new IOException("No space left") : Task.CompletedTask;

        public Task StopAsync(string service, CancellationToken stop) =>
            service == "web" ? throw new ServiceControlException("it resists") : throw new UnknownServiceException(service, ["web"]);

        public Task RestartAsync(string service, bool rolling, CancellationToken stop) => Task.CompletedTask;

        public async Task<int> IncreaseAsync(string service, int by, CancellationToken stop)
        {
            await (Gate?.Task ?? Task.CompletedTask);
            return 2 + by;
        }

        public Task<int> DecreaseAsync(string service, int by, CancellationToken stop) => Task.FromResult(2 - by);

        public Task ReviveAsync(string service, CancellationToken stop) => Task.CompletedTask;

        public void Signal(string service, int signal, int? instances) => LastSignal = signal;

        public IDisposable Watch(Action<ServiceChange> changed)
        {
            Watching();
            Watched++;
            _watcher = changed;
            return new CancellationTokenSource();
        }
    }

    private sealed class Stack(Steered steered) : IRunningStack
    {
        public Uri Target { get; } = new("http://127.0.0.1:1/");

        public StartTimes Times { get; } = new(TimeSpan.Zero, TimeSpan.Zero, true);

        public IReadOnlyList<string> Services => ["web"];

        public string CpuSource => "none";

        public IServiceControl Control => steered;

        public IReadOnlyList<ServiceReading> Read() => [];

        public IReadOnlyList<MemoryReading> ReadMemory() => [];

        public DeadService? FindDead() => null;

        public IReadOnlyList<string> LogTail(string service, int lines) => [];

        public Task<IReadOnlyList<ServiceStop>> StopAsync() => Task.FromResult<IReadOnlyList<ServiceStop>>([]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
