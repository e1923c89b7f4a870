using System.Globalization;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Reads stack.yaml.</summary>
public static class StackFile
{
    /// <summary>Name of the file in the folder of a stack.</summary>
    public const string FileName = "stack.yaml";

    /// <summary>Reads and checks a stack; starts nothing.</summary>
    /// <param name="path">The file, or its folder.</param>
    /// <param name="environment">Variables for `${NAME}`.</param>
    /// <returns>The stack, or everything that is wrong with the file.</returns>
    public static ReadResult<StackDefinition> Read(string path, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(environment);
        var bag = new DiagnosticBag();
        var file = SourceLoader.Load(Directory.Exists(path) ? Path.Combine(path, FileName) : path, bag);
        var stack = file is null ? null : new StackCatalog(environment, bag).Read(file);
        return new ReadResult<StackDefinition>(bag.IsEmpty ? stack : null, bag.ToList());
    }

    /// <summary>Reads a stack as far as it can be read; what is wrong is in the bag.</summary>
    /// <param name="file">The stack file.</param>
    /// <param name="stacks">Reads what it includes.</param>
    /// <param name="environment">Variables for `${NAME}`.</param>
    /// <param name="bag">Collects the errors.</param>
    internal static StackDefinition? Read(SourceFile file, StackCatalog stacks, IReadOnlyDictionary<string, string> environment, DiagnosticBag bag)
    {
        var root = YamlReader.Read(file, environment, bag);
        if (root is not MapNode map)
        {
            if (root is not null)
            {
                bag.Add(root, $"a stack is a mapping, but this is {root.Kind}", "`prony init` writes an example.");
            }

            return null;
        }

        var table = StackKeys.Root.Bind(map, "", bag);
        var parameters = table.GetOrDefault(StackKeys.Parameters) ?? [];
        var services = table.GetOrDefault(StackKeys.Services) ?? [];
        CheckNames(parameters, services, bag);
        var read = new ServiceListReader(file, stacks, bag).Read(services);
        var target = ReadTarget(table, services, read.IncludedStacks, bag);
        var stack = new StackDefinition
        {
            Name = table.GetOrDefault(StackKeys.Name) ?? "",
            Directory = file.Folder,
            Parameters = [.. parameters.Select(p => KeyValuePair.Create(p.Name, p.Value))],
            Requires = RequirementKeys.Read(table.GetOrDefault(StackKeys.Requires) ?? []),
            Declares = [.. (table.GetOrDefault(StackKeys.Declares) ?? []).Select(d => KeyValuePair.Create(d.Name, d.Value))],
            Services = read.Services,
            Includes = read.IncludedStacks,
            Target = target,
            BeforeTrial = HookKeys.Read(table, HookKeys.BeforeTrial),
            AfterTrial = HookKeys.Read(table, HookKeys.AfterTrial),
        };
        new StackTexts(parameters, read, stack, bag).Check(table);
        CheckPorts(read.Own, read.OwnServices, target, bag);
        return stack;
    }

    private static void CheckNames(
        IReadOnlyList<NamedEntry<string>> parameters, IReadOnlyList<NamedEntry<BoundTable>> services, DiagnosticBag bag)
    {
        foreach (var parameter in parameters.Where(p => Placeholders.BuiltIn.Contains(p.Name)))
        {
            bag.Add(parameter.Key, $"the parameter '{parameter.Name}' would hide the placeholder {{{parameter.Name}}}", "Give it another name.");
        }

        foreach (var parameter in parameters.Where(p => services.Any(s => s.Name == p.Name)))
        {
            bag.Add(parameter.Key, $"'{parameter.Name}' is the name of a parameter and of a service", "Give one of them another name.");
        }
    }

    internal static ServiceDefinition ReadService(NamedEntry<BoundTable> entry, string folder, DiagnosticBag bag)
    {
        var table = entry.Value;
        var command = table.GetOrDefault(StackKeys.Command) ?? [];
        var env = table.GetOrDefault(StackKeys.Env) ?? [];
        return new ServiceDefinition
        {
            Name = entry.Name,
            Command = command,
            Socket = ReadSocket(table),
            Instances = table.Get(StackKeys.Instances),
            Processes = table.GetOrDefault(StackKeys.Processes),
            Respawns = table.Get(StackKeys.Respawns),
            Respawn = KeepingKeys.ReadRespawn(table),
            StartDelay = table.Get(KeepingKeys.StartDelay),
            Log = KeepingKeys.ReadLog(table, folder),
            User = table.GetOrDefault(StackKeys.User),
            Files = TemplateReader.Read(table, folder, bag),
            Limits = table.TryGet(StackKeys.Limits, out var limits) ? ReadLimits(limits) : null,
            Cpus = table.GetOrDefault(StackKeys.Cpus),
            AccessLog = table.GetOrDefault(StackKeys.AccessLog),
            Machine = MachineKeys.Read(table),
            Ready = ReadReady(table, bag),
            Settled = ReadSettled(table),
            Stop = ReadStop(table),
            Env = [.. env.Select(e => KeyValuePair.Create(e.Name, e.Value))],
            Cwd = table.GetOrDefault(StackKeys.Cwd),
            Metrics = new MetricReader(entry.Name, bag).Read(table),
            Prepare = [.. (table.GetOrDefault(StackKeys.Prepare) ?? []).Select(step => ReadPrepare(step.Value))],
        };
    }

    private static ServiceLimits ReadLimits(BoundTable limits) => new(
        limits.TryGet(StackKeys.LimitCpus, out var cpus) ? cpus : null,
        limits.TryGet(StackKeys.LimitMemory, out var memory) ? memory : null,
        limits.TryGet(StackKeys.LimitDescriptors, out var descriptors) ? descriptors : null);

    private static ManagedSocketDefinition? ReadSocket(BoundTable table)
    {
        var socket = table.Get(StackKeys.Socket);
        if (!socket.On)
        {
            return null;
        }

        if (socket.Settings is not { } settings)
        {
            return new ManagedSocketDefinition();
        }

        var number = settings.Get(StackKeys.As);
        var listenFds = number == "listen-fds";
        return new ManagedSocketDefinition(
            settings.Get(StackKeys.Backlog), listenFds ? 3 : int.Parse(number, CultureInfo.InvariantCulture), listenFds)
        {
            Port = settings.TryGet(StackKeys.SocketPort, out var port) ? port : 0,
            IsPublic = settings.Get(StackKeys.SocketHost) == "0.0.0.0",
        };
    }

    private static ReadyDefinition ReadReady(BoundTable table, DiagnosticBag bag)
    {
        if (!table.TryGet(StackKeys.Ready, out var ready))
        {
            return new ReadyDefinition(Within: ReadyDefinition.DefaultWithin);
        }

        var path = ready.GetOrDefault(StackKeys.Http);
        var log = ready.GetOrDefault(StackKeys.ReadyLog);
        var command = ready.GetOrDefault(StackKeys.ReadyCommand);
        if (path is null && log is null && command is null && !ready.Get(StackKeys.Tcp))
        {
            bag.Add(
                ready.At(StackKeys.Tcp), "without http, tcp, log and command nothing says when the service is ready", "Write {tcp: true}, {http: /}, {log: PATTERN} or {command: […]}.");
        }

        return new ReadyDefinition(path, ready.Get(StackKeys.ReadyStatus), ready.Get(StackKeys.ReadyWithin))
        {
            Body = ready.TryGet(StackKeys.ReadyBody, out var body) ? ReadBody(body) : null,
            Log = log is null ? null : new TextPattern(log, IsPattern: true),
            Command = command,
        };
    }

    private static TextPattern? ReadBody(BoundTable body) =>
        body.TryGet(StackKeys.BodyMatches, out var pattern) ? new TextPattern(pattern, IsPattern: true)
        : body.TryGet(StackKeys.BodyContains, out var text) ? new TextPattern(text, IsPattern: false)
        : null;

    private static SettledDefinition ReadSettled(BoundTable table)
    {
        var settled = table.Get(StackKeys.Settled);
        return settled.Settings is { } settings
            ? new SettledDefinition(true, settings.Get(StackKeys.SettledCpu), settings.Get(StackKeys.SettledWithin))
            : new SettledDefinition(settled.On, SettledDefinition.DefaultCpu, SettledDefinition.DefaultWithin);
    }

    private static StopDefinition ReadStop(BoundTable table)
    {
        if (!table.TryGet(StackKeys.Stop, out var stop))
        {
            return new StopDefinition(Grace: StopDefinition.DefaultGrace);
        }

        var exit = stop.GetOrDefault(StackKeys.Exit);
        return new StopDefinition(stop.Get(StackKeys.Signal), stop.Get(StackKeys.Grace), exit is null ? null : [.. exit.Select(code => code.Value)]);
    }

    private static PrepareStep ReadPrepare(BoundTable table) => new(
        table.GetOrDefault(StackKeys.PrepareCommand) ?? [],
        [.. (table.GetOrDefault(StackKeys.Inputs) ?? []).Select(input => input.Value)])
    {
        User = table.GetOrDefault(StackKeys.PrepareUser),
    };

    /// <summary>
    /// A service that is given no socket must be told its port, or it cannot be asked: by its command, env or files. A front whose target is fixed may
    /// choose its own, and one that says itself that it is ready need not listen.
    /// </summary>
    internal static void CheckPorts(
        IReadOnlyList<NamedEntry<BoundTable>> services,
        IReadOnlyList<ServiceDefinition> read,
        string target,
        DiagnosticBag bag)
    {
        foreach (var (entry, service) in services.Zip(read))
        {
            var isFixed = service == read[^1] && !target.Contains('{', StringComparison.Ordinal);
            if (service == read[^1] && !isFixed && service.Socket is null && int.TryParse(service.Instances, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 1)
            {
                bag.Add(
                    entry.Value.At(StackKeys.Instances),
                    $"services.{service.Name}: the instances have ports of their own, and the target asks the first alone",
                    $"Let a service after it spread the requests, or add 'socket: true' and pass {{{service.Name}.fd}}.");
            }

            var saysItself = service.Ready is { Log: not null } or { Command: not null };
            if (service.Command.Count > 0 && service.Socket is null && !isFixed && !saysItself && !IsToldItsPort(service))
            {
                bag.Add(
                    entry.Value.At(StackKeys.Command),
                    $"services.{service.Name}: neither command nor env nor files hold {{port}}, so the service cannot know where to listen",
                    $"Pass {{port}}, or add 'socket: true' and pass {{{service.Name}.fd}}.");
            }
        }
    }

    private static bool IsToldItsPort(ServiceDefinition service) =>
        service.Command.Concat(service.Env.Select(e => e.Value)).Any(text => PlaceholderScope.UsesPort(text, service.Name))
        || service.Files.SelectMany(file => TemplateText.NamesIn(file.Text)).Any(name => name == "port" || name.StartsWith(service.Name + ".port", StringComparison.Ordinal) || name.StartsWith(service.Name + ".address", StringComparison.Ordinal));

    private static string ReadTarget(
        BoundTable table, IReadOnlyList<NamedEntry<BoundTable>> services, IReadOnlyList<IncludedStack> includes, DiagnosticBag bag)
    {
        if (!table.TryGet(StackKeys.Target, out var target))
        {
            return services.Count == 0 ? "" : DefaultTarget(services[^1].Name, includes);
        }

        var scheme = target.StartsWith("https://", StringComparison.Ordinal) ? "https://" : "http://";
        if (!target.StartsWith(scheme, StringComparison.Ordinal))
        {
            bag.Add(
                table.At(StackKeys.Target),
                $"target: '{target}' is not an http:// or https:// address",
                services.Count == 0 ? null : $"Expected one such as \"http://{{{services[^1].Name}.address}}\".");
        }
        else if (target.TrimEnd('/').IndexOf('/', scheme.Length) >= 0)
        {
            bag.Add(table.At(StackKeys.Target), $"target: '{target}' holds a path", "The path is the scenario's: put it before the path there.");
        }

        return target;
    }

    /// <summary>The front; an included one is asked as its own file says.</summary>
    internal static string DefaultTarget(string front, IReadOnlyList<IncludedStack> includes)
    {
        var isSecure = includes.FirstOrDefault(include => include.Name == front)?.Stack.Target.StartsWith("https://", StringComparison.Ordinal) == true;
        return $"{(isSecure ? "https" : "http")}://{{{front}.address}}";
    }
}
