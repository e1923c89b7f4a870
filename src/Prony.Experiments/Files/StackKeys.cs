using System.Globalization;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files;

/// <summary>Every key of a stack file.</summary>
internal static class StackKeys
{
    private static readonly string[] SignalNames = ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2"];

    public static readonly Key<string> Name = new("name", KeyTypes.Name, "Name of the stack.") { Required = true };

    public static readonly Key<IReadOnlyList<NamedEntry<string>>> Parameters = new(
        "parameters",
        new MapType<string>("NAME", KeyTypes.Name, KeyTypes.Text, "mapping of names to text"),
        "What a candidate may set, with defaults; {NAME} stands for the value in the texts of this file. Values may compute: \"{2 * cpus + 1}\".");

    public static readonly Key<string> RequirementCommand = new(
        "command", KeyTypes.Text,
        "A program on PATH, or its path.")
    {
        Required = true,
    };

    public static readonly Key<IReadOnlyList<Placed<string>>> Debian = new(
        "debian", new ListType<string>(KeyTypes.Text, "list of text", allowSingle: true), "Debian packages that bring it.");

    public static readonly KeyTable RequirementTable = new("A program that must be installed.", RequirementCommand, Debian);

    public static readonly Key<IReadOnlyList<Placed<BoundTable>>> Requires = new(
        "requires",
        new ListType<BoundTable>(new TableType(RequirementTable), "list of mappings", allowSingle: false),
        "Checked before the run; what is missing is named with how to get it.");

    public static readonly Key<int> Backlog = new(
        "backlog", KeyTypes.Integer(1, 65_535),
        "Length of the queue of connections that wait to be accepted.")
    {
        Default = "2048",
    };

    public static readonly Key<string> As = new(
        "as",
        new ScalarType<string>("0, 3 to 255 or listen-fds", ReadDescriptor, () => SchemaParts.AnyOf(
            new() { ["type"] = "integer", ["minimum"] = 3, ["maximum"] = 255 },
            SchemaParts.Enumeration(["listen-fds"]),
            new() { ["const"] = 0 },
            SchemaParts.FromEnvironment())),
        "Descriptor number that the service inherits, as in {SERVICE.fd}; listen-fds: number 3, with LISTEN_FDS and LISTEN_PID as systemd sets them.")
    {
        Default = "3",
    };

    public static readonly KeyTable SocketTable = new("A socket that prony binds and the service inherits.", Backlog, As);

    public static readonly Key<Switch> Socket = new(
        "socket",
        new SwitchType(SocketTable, KeyTypes.Boolean),
        "Prony binds and listens, the service inherits the socket; without it the service binds {port} itself.")
    {
        Default = "false",
    };

    public static readonly Key<IReadOnlyList<string>> Command = new(
        "command", KeyTypes.Command, "Program and arguments. A text is split into words without a shell.");

    public static readonly Key<string> IncludedStack = new(
        "stack", KeyTypes.Text,
        "Instead of a command: folder of a stack (with a stack.yaml), or its file, relative to this file. Its services stand here, called NAME where there is one, else NAME-SERVICE; "
        + "texts name its front {NAME.address} and each service {NAME.SERVICE.address}.");

    public static readonly Key<IReadOnlyList<NamedEntry<string>>> IncludedWith = new(
        "with",
        new MapType<string>("NAME", KeyTypes.Name, KeyTypes.Text, "mapping of names to text"),
        "Parameters of the included stack that differ from its defaults; the texts may name services and parameters of this file.")
    {
        OnlyWith = ["stack"],
    };

    public static readonly Key<IReadOnlyList<Placed<string>>> Needs = new(
        "needs", new ListType<string>(KeyTypes.Name, "list of names", allowSingle: true),
        "Services that are ready before it starts; []: none. Services stop in the opposite order.")
    {
        DefaultNote = "the service written above it",
    };

    public static readonly Key<int> Instances = new(
        "instances", KeyTypes.Integer(1, 256),
        "Processes that are started on the one managed socket.")
    {
        Default = "1",
    };

    public static readonly Key<string> Processes = new(
        "processes", KeyTypes.Text, "Processes that the service has when it is fully started, such as 3 or \"{workers + 1}\".");

    public static readonly Key<bool> Respawns = new(
        "respawns", KeyTypes.Boolean, "Workers end and are replaced by design, such as after so many requests; otherwise a worker that goes under load counts as crashed.")
    {
        Default = "false",
    };

    public static readonly Key<string> Http = new("http", KeyTypes.RequestPath, "Path that is asked until the expected status comes.");

    public static readonly Key<bool> Tcp = new("tcp", KeyTypes.Boolean, "A connection that is accepted is enough.") { Default = "true" };

    public static readonly Key<int> ReadyStatus = new(
        "status", KeyTypes.Integer(100, 599),
        "The status that says ready.")
    {
        Default = "200",
        OnlyWith = ["http"],
    };

    public static readonly Key<TimeSpan> ReadyWithin = new("within", KeyTypes.Duration("100ms", "1h"), "Longest wait.") { Default = "30s" };

    public static readonly KeyTable ReadyTable = new("When the service is ready.", Http, Tcp, ReadyStatus, ReadyWithin)
    {
        AtMostOneOf = ["http", "tcp"],
        Planned = [new("log", "Use 'http' or 'tcp'."), new("command", "Use 'http' or 'tcp'.")],
    };

    public static readonly Key<BoundTable> Ready = new(
        "ready", new TableType(ReadyTable),
        "When the service is ready.")
    {
        DefaultNote = "{tcp: true}",
    };

    public static readonly Key<TimeSpan> SettledCpu = new(
        "cpu", KeyTypes.Duration("1ms",
        "1m"), "CPU time per 400 ms below which the service counts as quiet.")
    {
        Default = "40ms",
    };

    public static readonly Key<TimeSpan> SettledWithin = new(
        "within", KeyTypes.Duration("100ms",
        "1h"), "Longest wait; then the trial goes on with a note.")
    {
        Default = "30s",
    };

    public static readonly KeyTable SettledTable = new("When the service counts as quiet.", SettledCpu, SettledWithin);

    public static readonly Key<Switch> Settled = new(
        "settled",
        new SwitchType(SettledTable, KeyTypes.Boolean),
        "Wait until the service used little CPU and its process count did not change, twice running: a pre-fork server answers while its workers still start.")
    {
        Default = "true",
    };

    public static readonly Key<string> Signal = new(
        "signal", KeyTypes.Choice(SignalNames),
        "Sent to stop the service.")
    {
        Default = "SIGTERM",
    };

    public static readonly Key<TimeSpan> Grace = new(
        "grace", KeyTypes.Duration("0s",
        "10m"), "Time until it is killed.") { Default = "10s" };

    public static readonly Key<IReadOnlyList<Placed<int>>> Exit = new(
        "exit", new ListType<int>(KeyTypes.Integer(0, 255), "list of whole numbers", allowSingle: true, allowEmpty: false), "Exit codes of a clean stop.")
    {
        DefaultNote = "0 and 128 + the number of the signal",
    };

    public static readonly KeyTable StopTable = new("How the service is stopped.", Signal, Grace, Exit);

    public static readonly Key<BoundTable> Stop = new("stop", new TableType(StopTable), "How the service is stopped.");

    public static readonly Key<IReadOnlyList<NamedEntry<string>>> Env = new(
        "env",
        new MapType<string>("NAME", KeyTypes.VariableName, KeyTypes.Text, "mapping of names to text"),
        "Environment variables, added to PATH, HOME, LANG and PRONY_RUN; nothing else is inherited.");

    public static readonly Key<string> Cwd = new("cwd", KeyTypes.Text, "Working directory.") { DefaultNote = "the folder of this file" };

    public static readonly Key<IReadOnlyList<string>> PrepareCommand = new(
        "command", KeyTypes.Command,
        "Program and arguments; {prepared} is the folder for its result.")
    {
        Required = true,
    };

    public static readonly Key<IReadOnlyList<Placed<string>>> Inputs = new(
        "inputs",
        new ListType<string>(KeyTypes.Text, "list of patterns", allowSingle: true, allowEmpty: false),
        "Files below the folder of this file whose change makes the step run again, such as \"*.cs\".")
    {
        Required = true,
    };

    public static readonly KeyTable PrepareTable = new("A step that makes something once, such as building a program.", PrepareCommand, Inputs);

    public static readonly Key<IReadOnlyList<Placed<BoundTable>>> Prepare = new(
        "prepare",
        new ListType<BoundTable>(new TableType(PrepareTable), "list of mappings", allowSingle: false),
        "Steps before the first start, run again when their inputs change; results are kept outside the clone.");

    public static readonly KeyTable ServiceTable = new(
        "One process (with its children) of the stack, or another stack that is included.",
        Command, IncludedStack, IncludedWith, Needs, Socket, Instances, Processes, Respawns, Ready, Settled, Stop, Env, Cwd, Prepare)
    {
        ExactlyOneOf = ["command", "stack"],
        Planned =
        [
            new("user", "Put a program that changes the user into the command: [setpriv, --reuid=…, …]."),
            new("files", "Keep the file in the folder of the stack and pass values by command or env."),
            new("limits", "Put a program that sets limits into the command: [prlimit, --nofile=…, …]."),
            new("cpus", "Put a program that sets the affinity into the command: [taskset, -c, …, …]."),
            new("access-log", "Say in the command whether the server writes one."),
            new("machine", "All services run on this machine."),
        ],
    };

    public static readonly Key<IReadOnlyList<NamedEntry<BoundTable>>> Services = new(
        "services",
        new MapType<BoundTable>("NAME", KeyTypes.Name, new TableType(ServiceTable), "mapping of names to services", fewest: 1),
        "What is started, each service after those that it needs; the last of the file is the front.")
    {
        Required = true,
    };

    public static readonly Key<IReadOnlyList<NamedEntry<string>>> Declares = new(
        "declares",
        new MapType<string>("NAME", KeyTypes.Name, KeyTypes.Text, "mapping of names to text"),
        "What the stack says of itself, shown beside the other candidates', such as {access-log: \"off\", version: \"{version}\"}; {PARAMETER} stands for its value. "
        + "workers is how many requests it works on at once; cpu-limit says that a CPU limit is meant.");

    public static readonly Key<string> Target = new("target", KeyTypes.Text, "Address that is asked, such as \"http://{web.address}\".")
    {
        DefaultNote = "\"http://{SERVICE.address}\" of the last service",
    };

    /// <summary>The whole file.</summary>
    public static readonly KeyTable Root = new("A stack: everything that is started to serve.", Name, Parameters, Requires, Declares, Services, Target);

    private static bool ReadDescriptor(string text, out string value, out string? error)
    {
        value = text;
        error = text is "listen-fds" or "0" || (byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 3)
            ? null
            : $"'{text}' is no descriptor for a socket. Expected 0, 3 to 255 or listen-fds (1 and 2 are the outputs).";
        return error is null;
    }
}
