using System.Globalization;
using System.Net.NetworkInformation;
using Prony.Experiments.Files;
using Prony.EndToEnd.Tests.Torture;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;

namespace Prony.EndToEnd.Tests.Stacks;

/// <summary>A stack of real programs, started in the test's own process the way a run starts it; afterwards nothing of it may be left.</summary>
internal sealed class ShippedStack : IAsyncDisposable
{
    private readonly RunScope _scope;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "prony-stack-" + Guid.NewGuid().ToString("N"));
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero })
    {
        Timeout = TimeSpan.FromSeconds(20),
        DefaultRequestHeaders = { ConnectionClose = true },
    };

    private IRunningStack? _running;

    private ShippedStack() => _scope = RunScope.Open(RunId);

    public IRunningStack Running => _running ?? throw new InvalidOperationException("The stack is not started.");

    public int Port => Running.Target.Port;

    private string RunId { get; } = "stack-" + Guid.NewGuid().ToString("N")[..12];

    public static StackDefinition Read(string path)
    {
        var read = StackFile.Read(path, new Dictionary<string, string>());
        return read.Value ?? throw new InvalidDataException(string.Join('\n', read.Diagnostics));
    }

    /// <summary>Starts a stack of the folder stacks/ with some of its parameters.</summary>
    public static Task<ShippedStack> StartAsync(string name, params string[] with) => StartAsync(Read(Clone.PathOf("stacks", name)), with);

    /// <summary>The same without waiting until it is quiet, and giving up early: for tests of starts and stops.</summary>
    public static Task<ShippedStack> StartQuicklyAsync(string name, TimeSpan within, params string[] with)
    {
        var stack = Read(Clone.PathOf("stacks", name));
        var hasty = stack.Services.Select(service => service with
        {
            Settled = new SettledDefinition(Wait: false),
            Ready = service.Ready with { Within = within },
        });
        return StartAsync(stack with { Services = [.. hasty] }, with);
    }

    /// <param name="definition">The stack.</param>
    /// <param name="with">Names and values of parameters, one after the other.</param>
    public static async Task<ShippedStack> StartAsync(StackDefinition definition, params string[] with)
    {
        var stack = new ShippedStack();
        try
        {
            var values = with.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
            var supervisor = new StackSupervisor(stack._scope, Path.Combine(stack._folder, "cache"));
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            stack._running = await supervisor.StartAsync(
                new CandidateDefinition("one", definition, values), Path.Combine(stack._folder, "logs"), limit.Token);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>The answer's body, on a connection of its own.</summary>
    public async Task<byte[]> GetAsync(string path) => await _client.GetByteArrayAsync(new Uri(Running.Target, path));

    public async Task<string> GetTextAsync(string path) => await _client.GetStringAsync(new Uri(Running.Target, path));

    public async Task<byte[]> PostAsync(string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var response = await _client.PostAsync(new Uri(Running.Target, path), content);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>The processes that Prony itself started, by the mark in their environment: their parent is this process.</summary>
    public IReadOnlyList<int> FindLeaders()
    {
        var parent = string.Create(CultureInfo.InvariantCulture, $"PPid:\t{Environment.ProcessId}\n");
        return
        [
            .. Directory.GetDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
                .Where(pid => pid > 0 && TryRead(pid, "status").Contains(parent, StringComparison.Ordinal))
                .Where(pid => TryRead(pid, "environ") is var text
                    && text.Contains("PRONY_RUN=" + RunId, StringComparison.Ordinal) && text.Contains("PRONY_SERVICE=", StringComparison.Ordinal)),
        ];
    }

    /// <summary>Whether anybody listens on a port of this machine.</summary>
    public static bool IsListenedOn(int port) =>
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }

        _client.Dispose();
        await _scope.DisposeAsync();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        Remains.WaitForNone(RunId, TimeSpan.FromSeconds(3)).ShouldBeEmpty();
    }

    private static string TryRead(int pid, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or it is another user's.
            return "";
        }
    }
}
