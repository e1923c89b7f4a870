using Prony.Measurement.Runs;

namespace Prony.Stacks.Definitions;

/// <summary>What serves: services in order, front last, and the address to ask. Texts may hold placeholders until they are resolved.</summary>
/// <remarks>Immutable data; reading stack.yaml is Prony.Experiments' work.</remarks>
public sealed record StackDefinition
{
    /// <summary>Name of the stack.</summary>
    public required string Name { get; init; }

    /// <summary>Folder of the stack file: `{dir}`.</summary>
    public required string Directory { get; init; }

    /// <summary>Parameters with their defaults, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>What must be installed; checked before anything starts.</summary>
    public IReadOnlyList<Requirement> Requires { get; init; } = [];

    /// <summary>What is started, in the order of the file, services of included stacks in their place; at least one, the last is the front.</summary>
    public required IReadOnlyList<ServiceDefinition> Services { get; init; }

    /// <summary>The stacks whose services stand among <see cref="Services"/>, in the order of the file. Default: none.</summary>
    public IReadOnlyList<IncludedStack> Includes { get; init; } = [];

    /// <summary>Its texts stand in the experiment itself (<c>run:</c>), so they see what the experiment shares, too. Default: false.</summary>
    public bool IsInline { get; init; }

    /// <summary>What the stack says of itself, name to text with placeholders: access-log, version, workers. Shown beside the other candidates'. Default: nothing.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Declares { get; init; } = [];

    /// <summary>Commands before each trial, when the candidate is ready and quiet. Default: none.</summary>
    public IReadOnlyList<HookCommand> BeforeTrial { get; init; } = [];

    /// <summary>Commands after the load of each trial, also of one that failed. Default: none.</summary>
    public IReadOnlyList<HookCommand> AfterTrial { get; init; } = [];

    /// <summary>Address of the front, for example "http://{web.address}".</summary>
    public required string Target { get; init; }

    /// <summary>The file that a service stands in, and what it is called there.</summary>
    /// <param name="service">One of <see cref="Services"/>.</param>
    internal (StackDefinition File, string Name) OriginOf(ServiceDefinition service)
    {
        var (file, name) = (this, service.Name);
        foreach (var step in service.Include.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var include = file.Includes.Single(candidate => candidate.Name == step);
            (file, name) = (include.Stack, include.InsideNameOf(name));
        }

        return (file, name);
    }
}

/// <summary>One process (with its children) of a stack.</summary>
public sealed record ServiceDefinition
{
    /// <summary>Its name, by which placeholders and logs call it.</summary>
    public required string Name { get; init; }

    /// <summary>Names of the services that are ready before it starts. Default: null, the one written above it.</summary>
    public IReadOnlyList<string>? Needs { get; init; }

    /// <summary>The included stack that it comes from, joined by dots where that includes others: "db.pool". Its texts see that file. Default: empty, the stack's own.</summary>
    public string Include { get; init; } = "";

    /// <summary>Program and arguments, with placeholders. A command given as one text is split like a shell would split words, without a shell.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>A socket that Prony binds and the service inherits; null: the service binds `{port}` itself.</summary>
    public ManagedSocketDefinition? Socket { get; init; }

    /// <summary>How many times the command is started, as an expression of parameters: on the one managed socket, or each on a port of its own. Default: 1.</summary>
    public string Instances { get; init; } = "1";

    /// <summary>Name of the user that it runs as; null: the user of Prony. Another one needs root.</summary>
    public string? User { get; init; }

    /// <summary>What bounds it; null: nothing besides what bounds Prony.</summary>
    public ServiceLimits? Limits { get; init; }

    /// <summary>CPUs that it may run on, such as "0-2,5"; null: those that are not the generator's, or all.</summary>
    public string? Cpus { get; init; }

    /// <summary>The machine that is stated for it, printed and never enforced; null: none is.</summary>
    public StatedMachine? Machine { get; init; }

    /// <summary>What it says of its access log: on, off or another text, with placeholders of parameters; null: nothing.</summary>
    public string? AccessLog { get; init; }

    /// <summary>Files that are written into `{data}` before each start.</summary>
    public IReadOnlyList<FileTemplate> Files { get; init; } = [];

    /// <summary>Processes that the tree must have to be settled, as an expression; null: unknown.</summary>
    public string? Processes { get; init; }

    /// <summary>Its workers end and are replaced by design (a limit of requests per worker): noted, not taken for a crash. Default: false.</summary>
    public bool Respawns { get; init; }

    /// <summary>What happens when an instance ends by itself. Default: null, it stays dead, unless the stack is kept up (`prony up`).</summary>
    public RespawnDefinition? Respawn { get; init; }

    /// <summary>Pause between the starts of two instances. Default: none.</summary>
    public TimeSpan StartDelay { get; init; }

    /// <summary>Where its output goes when the stack is kept up; null: to the terminal.</summary>
    public LogDefinition? Log { get; init; }

    /// <summary>When it counts as ready. Default: when a connection is accepted.</summary>
    public ReadyDefinition Ready { get; init; } = new();

    /// <summary>When it counts as quiet. Default: wait for it.</summary>
    public SettledDefinition Settled { get; init; } = new();

    /// <summary>How it is stopped. Default: SIGTERM, then 10 s of grace.</summary>
    public StopDefinition Stop { get; init; } = new();

    /// <summary>Added to the clean base environment (PATH, HOME, LANG, PRONY_RUN).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Env { get; init; } = [];

    /// <summary>Working directory; default: the folder of the stack file.</summary>
    public string? Cwd { get; init; }

    /// <summary>What it tells of itself, read once a second under load. Default: nothing.</summary>
    public IReadOnlyList<MetricSourceDefinition> Metrics { get; init; } = [];

    /// <summary>One-off steps before the first start, cached by the content of their inputs.</summary>
    public IReadOnlyList<PrepareStep> Prepare { get; init; } = [];
}

/// <summary>A listening socket that Prony binds and hands to the service.</summary>
/// <param name="Backlog">Length asked of listen(2). Default: 2048.</param>
/// <param name="As">Descriptor number in the service, as in `{web.fd}`; or ListenFds for systemd's protocol (descriptor 3, LISTEN_FDS, LISTEN_PID). Default: 3.</param>
/// <param name="ListenFds">Set LISTEN_FDS and LISTEN_PID.</param>
public sealed record ManagedSocketDefinition(int Backlog = 2048, int As = 3, bool ListenFds = false)
{
    /// <summary>Its port; 0: any free one. Default: 0.</summary>
    public int Port { get; init; }

    /// <summary>It is bound on 0.0.0.0, so that other machines reach it, and not on 127.0.0.1. Default: false.</summary>
    public bool IsPublic { get; init; }
}

/// <summary>When a service is ready: it answers this request with this status, on a socket that its own tree holds.</summary>
/// <param name="HttpPath">Path to ask; null: a TCP connection is enough.</param>
/// <param name="Status">Expected status. Default: 200.</param>
/// <param name="Within">Longest wait. Default: 30 s.</param>
public sealed record ReadyDefinition(string? HttpPath = null, int Status = 200, TimeSpan? Within = null)
{
    /// <summary>Default of <see cref="Within"/>.</summary>
    public static readonly TimeSpan DefaultWithin = TimeSpan.FromSeconds(30);

    /// <summary>What the body of the answer to <see cref="HttpPath"/> must hold; null: anything.</summary>
    public TextPattern? Body { get; init; }

    /// <summary>What the service writes once for each instance when it is ready; null: its output is not looked at.</summary>
    public TextPattern? Log { get; init; }

    /// <summary>Program and arguments that end with 0 when the service is ready; null: none is run.</summary>
    public IReadOnlyList<string>? Command { get; init; }
}

/// <summary>When a service counts as quiet: less than <paramref name="Cpu"/> of CPU per 400 ms and no change of its process count, twice running.</summary>
/// <param name="Wait">False: do not wait. Default: true.</param>
/// <param name="Cpu">CPU time per 400 ms. Default: 40 ms.</param>
/// <param name="Within">Longest wait; then the trial goes on with an event. Default: 30 s.</param>
public sealed record SettledDefinition(bool Wait = true, TimeSpan? Cpu = null, TimeSpan? Within = null)
{
    /// <summary>Default of <see cref="Cpu"/>.</summary>
    public static readonly TimeSpan DefaultCpu = TimeSpan.FromMilliseconds(40);
    /// <summary>Default of <see cref="Within"/>.</summary>
    public static readonly TimeSpan DefaultWithin = TimeSpan.FromSeconds(30);
}

/// <summary>How a service is stopped.</summary>
/// <param name="Signal">Name with SIG. Default: SIGTERM.</param>
/// <param name="Grace">Time until it is killed. Default: 10 s.</param>
/// <param name="ExitCodes">Exit codes of a clean stop; 128 + N for signal N. Default: 0 and 128 + the stop signal.</param>
public sealed record StopDefinition(string Signal = "SIGTERM", TimeSpan? Grace = null, IReadOnlyList<int>? ExitCodes = null)
{
    /// <summary>Default of <see cref="Grace"/>.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(10);
}

/// <summary>A step that makes something once, such as building a program: run when its inputs changed, its result kept in a folder outside the clone (`{prepared}`).</summary>
/// <param name="Command">Program and arguments, with placeholders; runs in Prony's own environment.</param>
/// <param name="Inputs">Patterns below the stack's folder ("*.cs") whose names and contents make the cache key, together with the command.</param>
public sealed record PrepareStep(IReadOnlyList<string> Command, IReadOnlyList<string> Inputs)
{
    /// <summary>Name of the user that it runs as, to whom `{prepared}` belongs then; null: the user of Prony. Another one needs root.</summary>
    public string? User { get; init; }
}
