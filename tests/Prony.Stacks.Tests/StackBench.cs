using System.Globalization;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Tests;

/// <summary>A scope, a supervisor and a folder for stacks of small real programs; checks at the end that nothing is left.</summary>
internal sealed class StackBench : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();

    internal StackBench(string? source = null)
    {
        Scope = RunScope.Open("test", source);
        Supervisor = new StackSupervisor(Scope, Path.Combine(_folder.Path, "cache"));
    }

    /// <summary>Ways of holding processes together that work on this machine.</summary>
    internal static IEnumerable<string> Sources
    {
        get
        {
            foreach (var source in new[] { "cgroup-v2", "cgroup-v1", "proc" })
            {
                if (IsPossible(source))
                {
                    yield return source;
                }
            }
        }
    }

    internal RunScope Scope { get; }

    internal StackSupervisor Supervisor { get; }

    internal string Folder => _folder.Path;

    internal string Logs => Path.Combine(_folder.Path, "logs");

    internal string Write(string name, string content) => _folder.Write(name, content);

    /// <summary>A candidate of one service named web.</summary>
    internal CandidateDefinition Candidate(ServiceDefinition web, string target = "http://{web.address}") =>
        Candidate([web], target);

    internal CandidateDefinition Candidate(IReadOnlyList<ServiceDefinition> services, string target = "http://{web.address}") =>
        new("one", new StackDefinition { Name = "bench", Directory = Folder, Services = services, Target = target }, new Dictionary<string, string>());

    /// <summary>A python3 program as a service that Prony gives a port.</summary>
    internal ServiceDefinition Python(string program, params string[] arguments)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"program{Directory.GetFiles(Folder, "*.py").Length}.py");
        Write(name, program);
        return new ServiceDefinition
        {
            Name = "web",
            Command = ["python3", name, .. arguments],
            Ready = new ReadyDefinition("/", 200, TimeSpan.FromSeconds(20)),
            Settled = new SettledDefinition(Wait: false),
            Stop = new StopDefinition(Grace: TimeSpan.FromSeconds(5)),
        };
    }

    internal Task<IRunningStack> StartAsync(ServiceDefinition web, string target = "http://{web.address}") =>
        Supervisor.StartAsync(Candidate(web, target), Logs, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Scope.DisposeAsync();
        _folder.Dispose();
    }

    private static bool IsPossible(string source)
    {
        try
        {
            RunScope.Open("possible", source).DisposeAsync().AsTask().GetAwaiter().GetResult();
            return true;
        }
        catch (PlatformNotSupportedException)
        {
            return false;
        }
    }
}
