using System.Globalization;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Machine;
using Prony.Measurement.Units;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Every key of a stack file.</summary>
internal static class StackKeys
{
    private const int MostInstances = 256;
    private const int MostCores = 1024;

    /// <summary>Less is no program.</summary>
    private const long LeastMemory = 1 << 20;

    private static readonly string[] SignalNames = ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2"];

    public static readonly Key<string> Name = new("name", KeyTypes.Name, "Name of the stack.") { Required = true };

    public static readonly Key<IReadOnlyList<NamedEntry<string>>> Parameters = new(
        "parameters",
        new MapType<string>("NAME", KeyTypes.Name, KeyTypes.Text, "mapping of names to text"),
        "What a candidate may set, with defaults; {NAME} stands for the value in the texts of this file. Values may compute: \"{2 * cpus + 1}\".");

    public static readonly Key<IReadOnlyList<Placed<BoundTable>>> Requires = new(
        "requires",
        new ListType<BoundTable>(new TableType(RequirementKeys.Table), "list of mappings", allowSingle: false),
        "Checked before the run; what is missing is named with how to get it. `prony doctor` lists it, `prony doctor --install` installs the Debian packages.");

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

    public static readonly Key<int> SocketPort = new("port", KeyTypes.Integer(1, 65_535), "Its port, where others have to know it.")
    {
        DefaultNote = "a free one of each start",
    };

    public static readonly Key<string> SocketHost = new("host", KeyTypes.Choice("127.0.0.1", "0.0.0.0"), "Address that it is bound on; 0.0.0.0: other machines reach it.")
    {
        Default = "127.0.0.1",
        OnlyWith = ["port"],
    };

    public static readonly KeyTable SocketTable = new("A socket that prony binds and the service inherits.", Backlog, As, SocketPort, SocketHost);

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

    public static readonly Key<string> Instances = new(
        "instances",
        new ScalarType<string>("whole number or expression", ReadInstances, () => SchemaParts.AnyOf(
            new() { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = MostInstances }, SchemaParts.Text(@"[0-9{]"))),
        "How many times the command is started, such as 3 or \"{workers}\": on the one managed socket, or without 'socket' each on a {port} of its own; {instance} is its number.")
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

    public static readonly Key<string> Http = new("http", KeyTypes.ServicePath, "Path that is asked until the expected status comes.");

    public static readonly Key<bool> Tcp = new("tcp", KeyTypes.Boolean, "A connection that is accepted is enough.") { Default = "true" };

    public static readonly Key<int> ReadyStatus = new(
        "status", KeyTypes.Integer(100, 599),
        "The status that says ready.")
    {
        Default = "200",
        OnlyWith = ["http"],
    };

    public static readonly Key<string> BodyContains = new("contains", KeyTypes.Text, "Text that the body holds; {NAME} in it stands for a value.");

    public static readonly Key<string> BodyMatches = new("matches", Pattern(), "Pattern that finds something in the body.");

    public static readonly KeyTable BodyTable = new("What the body of the answer holds.", BodyContains, BodyMatches) { ExactlyOneOf = ["contains", "matches"] };

    public static readonly Key<BoundTable> ReadyBody = new(
        "body", new TextOrTableType(BodyContains, BodyTable), "What the body of that answer holds, besides its status.")
    {
        OnlyWith = ["http"],
    };

    public static readonly Key<string> ReadyLog = new(
        "log", Pattern(), "Pattern (.NET syntax without look-around and back-references) of a line that it writes when it is ready, once for each instance; for what need not listen.");

    public static readonly Key<IReadOnlyList<string>> ReadyCommand = new(
        "command", KeyTypes.Command, "Program that ends with 0 when it is ready; run as the service's user in its environment, every 200 ms, at most 5 s each.");

    public static readonly Key<TimeSpan> ReadyWithin = new("within", KeyTypes.Duration("100ms", "1h"), "Longest wait.") { Default = "30s" };

    public static readonly KeyTable ReadyTable = new("When the service is ready.", Http, Tcp, ReadyStatus, ReadyBody, ReadyLog, ReadyCommand, ReadyWithin)
    {
        AtMostOneOf = ["http", "tcp", "log", "command"],
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
        "Files below the folder of this file whose change makes the step run again, such as \"*.cs\", or elsewhere by an absolute path, such as \"{dir}/../shared/*.cs\" or a parameter; an empty one is left out.")
    {
        Required = true,
    };

    public static readonly Key<string> PrepareUser = new(
        "user", KeyTypes.Text, "User that the step runs as, to whom {prepared} belongs then. Needs root.")
    {
        DefaultNote = "the user of prony",
    };

    public static readonly KeyTable PrepareTable = new("A step that makes something once, such as building a program.", PrepareCommand, Inputs, PrepareUser);

    public static readonly Key<IReadOnlyList<Placed<BoundTable>>> Prepare = new(
        "prepare",
        new ListType<BoundTable>(new TableType(PrepareTable), "list of mappings", allowSingle: false),
        "Steps before the first start, run again when their inputs change; results are kept outside the clone.");

    public static readonly Key<string> User = new(
        "user", KeyTypes.Text, "User that the service runs as, with its groups and its HOME. Needs root.")
    {
        DefaultNote = "the user of prony",
    };

    public static readonly Key<string> Template = new("template", KeyTypes.Text, "A file, relative to the folder of this file.");

    public static readonly Key<string> TemplateContent = new("text", KeyTypes.Text, "The text itself.");

    public static readonly KeyTable TemplateTable = new(
        "Text of a file; {{prony:NAME}} in it stands for a value.", Template, TemplateContent) { ExactlyOneOf = ["template", "text"] };

    public static readonly Key<IReadOnlyList<NamedEntry<BoundTable>>> Files = new(
        "files",
        new MapType<BoundTable>(
            "NAME",
            new ScalarType<string>("file name", ReadFileName, () => SchemaParts.Text(@"^[^/]+$")),
            new TextOrTableType(Template, TemplateTable),
            "mapping of names to templates"),
        "Files that are written into {data}, the service's own folder, before each start: NAME: template file, or NAME: {text: \"…\"}. Only {{prony:NAME}} is replaced; "
        + "a line with {{prony:SERVICE.each.address}}, .port or .instance is repeated for each instance. With {instance} in NAME there is a file for each instance.");

    public static readonly Key<double> LimitCpus = new(
        "cpus",
        new ScalarType<double>("number", ReadCores, () => SchemaParts.Number("number", 0.01m, MostCores), "0.01 to 1024"),
        "CPU time per time, in cores, of all its processes together, such as 1.5; by a control group.");

    public static readonly Key<long> LimitMemory = new(
        "memory",
        new ScalarType<long>("bytes", ReadMemory, () => SchemaParts.AnyOf(
            new() { ["type"] = "integer", ["minimum"] = LeastMemory }, SchemaParts.Text(@"^[0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB)?$"), SchemaParts.FromEnvironment()), "1MiB or more"),
        "Memory of all its processes together, such as 512MiB; by a control group.");

    public static readonly Key<int> LimitDescriptors = new(
        "descriptors", KeyTypes.Integer(16, 1_048_576), "Open files of each of its processes.");

    public static readonly KeyTable LimitTable = new(
        "What bounds the service. What cannot be set on a machine is said by an event of the trial, and the service runs without it.",
        LimitCpus, LimitMemory, LimitDescriptors);

    public static readonly Key<BoundTable> Limits = new("limits", new TableType(LimitTable), "What bounds the service.");

    public static readonly Key<string> Cpus = new(
        "cpus",
        new ScalarType<string>("list of CPUs", ReadCpus, () => SchemaParts.AnyOf(new() { ["type"] = "integer", ["minimum"] = 0 }, SchemaParts.Text(@"^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$|\$\{"))),
        "CPUs that the service may run on, such as \"0-2,5\".")
    {
        DefaultNote = "all; with 4 CPUs or more those that are not the generator's",
    };

    public static readonly Key<string> AccessLog = new(
        "access-log", KeyTypes.Text, "What it says of its access log: on, off, or what it writes. Declared as access-log beside the other candidates'.");

    public static readonly KeyTable ServiceTable = new(
        "One process (with its children) of the stack, or another stack that is included.",
        Command, IncludedStack, IncludedWith, Needs, Socket, Instances, KeepingKeys.StartDelay, Processes, Respawns, KeepingKeys.Respawn, KeepingKeys.Log, User, Files, Limits, Cpus, AccessLog, Ready, Settled, Stop, Env, Cwd, Prepare, MetricKeys.Metrics, MachineKeys.Machine)
    {
        ExactlyOneOf = ["command", "stack"],
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
    public static readonly KeyTable Root = new(
        "A stack: everything that is started to serve.", Name, Parameters, Requires, Declares, Services, Target, HookKeys.BeforeTrial, HookKeys.AfterTrial);

    private static bool ReadDescriptor(string text, out string value, out string? error)
    {
        value = text;
        error = text is "listen-fds" or "0" || (byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 3)
            ? null
            : $"'{text}' is no descriptor for a socket. Expected 0, 3 to 255 or listen-fds (1 and 2 are the outputs).";
        return error is null;
    }

    private static ScalarType<string> Pattern() => new("regular expression", ReadPattern, SchemaParts.AnyScalar);

    private static bool ReadPattern(string text, out string value, out string? error)
    {
        value = text;
        error = TextPattern.ProblemOf(text) is { } problem ? $"'{text}' is no regular expression: {problem}" : null;
        return error is null;
    }

    private static bool ReadFileName(string text, out string value, out string? error)
    {
        value = text;
        error = FileTemplate.ProblemOfName(text) is { } problem ? problem + "." : null;
        return error is null;
    }

    private static bool ReadInstances(string text, out string value, out string? error)
    {
        value = text;
        var isNumber = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        error = isNumber && number is < 1 or > MostInstances ? string.Create(CultureInfo.InvariantCulture, $"{number} is out of range: expected 1 to {MostInstances}.")
            : !isNumber && !text.Contains('{', StringComparison.Ordinal) ? $"'{text}' is neither a whole number nor an expression such as \"{{workers}}\"."
            : null;
        return error is null;
    }

    private static bool ReadCores(string text, out double value, out string? error)
    {
        error = !double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) ? $"'{text}' is not a number of cores, such as 1.5."
            : value is < 0.01 or > MostCores ? string.Create(CultureInfo.InvariantCulture, $"{text} is out of range: expected 0.01 to {MostCores}.")
            : null;
        return error is null;
    }

    private static bool ReadMemory(string text, out long value, out string? error)
    {
        if (ByteText.TryParse(text, out value, out error) && value < LeastMemory)
        {
            error = $"{text} is out of range: expected 1MiB or more.";
        }

        return error is null;
    }

    private static bool ReadCpus(string text, out string value, out string? error)
    {
        value = text;
        return CpuList.TryParse(text, out _, out error);
    }
}
