using System.ComponentModel;
using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Measurement.Machine;
using Prony.Stacks.Definitions;
using Prony.Stacks.Keeping;
using Prony.Stacks.Preparation;
using Prony.Stacks.Processes;
using Prony.Stacks.Readiness;

namespace Prony.Stacks.Supervision;

/// <summary>Starts stacks: prepares what they need, starts their services in order, waits until they serve and are quiet.</summary>
/// <param name="scope">Holds everything that is started.</param>
/// <param name="cacheFolder">Where results of prepare steps are kept; made when needed. Several Pronys may share it.</param>
/// <remarks>Thread: one start at a time; a started stack may be read by other threads.</remarks>
public sealed partial class StackSupervisor(RunScope scope, string cacheFolder)
{
    /// <summary>After a failed start nobody waits for a whole grace.</summary>
    private static readonly TimeSpan GraceAfterFailure = TimeSpan.FromSeconds(2);

    private const string OnlyFirstAsked =
        "its instances have ports of their own, and the target asks the first alone. Let a service after it spread the requests, or add 'socket' so that they share one port";

    private PrepareCache? _cache;

    /// <summary>What was prepared in this run stays the same to its end, even if a source is edited meanwhile.</summary>
    private readonly Dictionary<(string Candidate, string Service), string> _prepared = [];

    /// <summary>Where results of prepare steps are kept that other users make or use and cannot get at below the cache folder. Default: /var/cache/prony.</summary>
    internal string CacheForOthers { get; init; } = PrepareCache.ForOthers;

    /// <summary>CPUs of the services that state none; null: all. Default: all.</summary>
    public IReadOnlyList<int>? ServiceCpus { get; set; }

    /// <summary>Prony keeps managed sockets open while their services are wanted, so that connections wait where no instance lives. Default: false, a dead server refuses.</summary>
    public bool KeepsSockets { get; init; }

    /// <summary>Services that do not say what happens when an instance ends by itself are started again like this; one that does not become ready at first, too. Default: null, they stay dead.</summary>
    public RespawnDefinition? RespawnByDefault { get; init; }

    /// <summary>Told when a service did not become ready and gets another try. Default: nobody is.</summary>
    public Action<string> Told { private get; init; } = static _ => { };

    private PrepareCache Cache => _cache ??= new PrepareCache(scope, cacheFolder, CacheForOthers);

    /// <summary>Runs the prepare steps whose results are not in the cache.</summary>
    /// <param name="c">The candidate.</param>
    /// <param name="progress">Told one line per step that really runs.</param>
    /// <param name="ct">Ends the step that runs.</param>
    /// <exception cref="StackStartException">A step failed.</exception>
    public async Task PrepareAsync(CandidateDefinition c, Action<string>? progress, CancellationToken ct)
    {
        foreach (var service in c.Stack.Services.Where(static service => service.Prepare.Count > 0))
        {
            var key = (c.Name, service.Name);
            if (!_prepared.ContainsKey(key))
            {
                _prepared[key] = await CheckedAsync(service.Name, () => Cache.EnsureAsync(c, service, progress, ct)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Starts all services of a candidate, each after those that it needs are ready, and waits until they are settled.</summary>
    /// <param name="c">The candidate.</param>
    /// <param name="logFolder">Gets a file SERVICE.log for each service, appended to.</param>
    /// <param name="ct">Gives up; what was started is stopped.</param>
    /// <exception cref="StackStartException">It could not be started; nothing of it is left.</exception>
    public async Task<IRunningStack> StartAsync(CandidateDefinition c, string logFolder, CancellationToken ct)
    {
        await PrepareAsync(c, null, ct).ConfigureAwait(false);
        Directory.CreateDirectory(logFolder);
        var sockets = new Dictionary<string, ManagedSocket>(StringComparer.Ordinal);
        var places = new Dictionary<string, ServicePlace>(StringComparer.Ordinal);
        var services = new List<RunningService>();
        var isStarted = false;
        try
        {
            foreach (var service in c.Stack.Services)
            {
                places[service.Name] = Checked(service.Name, () => ServicePlace.Make(scope, c.Name, service, StackValues.ForPreparing(c).FileOf(service).Known));
            }

            foreach (var service in c.Stack.Services.Where(static service => service.Socket is not null))
            {
                sockets[service.Name] = ManagedSocket.Open(service.Name, service.Socket!);
            }

            var running = await StartServicesAsync(new Start(c, logFolder, sockets, places, services), ct).ConfigureAwait(false);
            isStarted = true;
            return running;
        }
        catch (Exception e)
        {
            // What is kept up serves somebody from its first moment on.
            var graceMax = e is OperationCanceledException && RespawnByDefault is not null ? (TimeSpan?)null : GraceAfterFailure;
            await RunningStack.StopAllAsync(services, graceMax).ConfigureAwait(false);
            foreach (var place in places.Values)
            {
                // Of those that were not started.
                RunFolder.Remove(place.Data);
            }

            throw;
        }
        finally
        {
            // Prony's copy would keep a dead server's port accepting connections that nobody serves.
            foreach (var socket in sockets.Values.Where(socket => !isStarted || !Keeps(c.Stack.Services.Single(service => service.Name == socket.Fact.Service))))
            {
                socket.Dispose();
            }
        }
    }

    private async Task<IRunningStack> StartServicesAsync(Start start, CancellationToken ct)
    {
        var (candidate, _, sockets, places, services) = start;
        var front = candidate.Stack.Services[^1];
        var values = Checked(front.Name, () => StackValues.ForStarting(candidate, sockets, places));
        var target = Checked(front.Name, () => ResolveTarget(candidate.Stack, values.OfTarget(front.Name)));
        if (values.PortsOf(front.Name).Count > 1 && target.Port == values.PortsOf(front.Name)[0])
        {
            throw new StackStartException(StartFailureKind.Invalid, front.Name, $"Service '{front.Name}' cannot be started: {OnlyFirstAsked}.", []);
        }

        var startNs = MonotonicClock.NowNs;
        var steering = new Dictionary<string, ServiceSteering>(StringComparer.Ordinal);
        var planned = Resolve(start, values);
        foreach (var one in planned)
        {
            ct.ThrowIfCancellationRequested();
            var running = await StartOneAsync(start, one.Resolved, one.AddressOf, ct).ConfigureAwait(false);
            steering[one.Service.Name] = new ServiceSteering(running, PlanOf(start, one, values));
        }

        var ready = MonotonicClock.ToTimeSpan(MonotonicClock.NowNs - startNs);
        var settled = await SettleAsync(candidate, services, [.. planned.Select(static one => one.Resolved.Processes)], ct).ConfigureAwait(false);
        var quiet = services.Any(static service => service.Definition.Settled.Wait) ? MonotonicClock.ToTimeSpan(MonotonicClock.NowNs - startNs) : ready;
        return Compose(start, values, planned, steering, new StartTimes(ready, quiet, settled));
    }

    /// <summary>Every service in the order in which they start, with the values of this start.</summary>
    private List<PlannedService> Resolve(Start start, StackValues values) =>
    [
        .. OrderOf(start.Candidate).Select(service =>
        {
            var prepared = _prepared.GetValueOrDefault((start.Candidate.Name, service.Name));
            var ports = values.PortsOf(service.Name);
            var resolved = Located(start, Checked(
                service.Name, () => ResolvedService.From(service, start.Places[service.Name].Instances, instance => values.Of(service, prepared, instance))));
            var own = Checked(service.Name, () => TargetOf(service, start.Candidate.Stack, values));
            return new PlannedService(service, resolved, i => AddressOf(resolved.Instances[i], own, ports[0], ports[Math.Min(i, ports.Count - 1)]));
        }),
    ];

    private RunningStack Compose(
        Start start, StackValues values, List<PlannedService> planned, Dictionary<string, ServiceSteering> steering, StartTimes times)
    {
        var (candidate, _, sockets, _, services) = start;
        var control = new StackControl([.. candidate.Stack.Services.Select(service => steering[service.Name])]);
        control.Keep(RespawnByDefault, TimeProvider.System);
        return new RunningStack(
            ResolveTarget(candidate.Stack, values.OfTarget(candidate.Stack.Services[^1].Name)), scope.CpuSource, services, [.. sockets.Values.Select(static socket => socket.Fact)], times)
        {
            Layers = [.. services.SelectMany(static service => service.Layers())],
            Hooks = new StackHooks(scope, candidate.Stack, (include, last) => values.OfFile(include, last, _prepared.GetValueOrDefault((candidate.Name, last.Name)))),
            Services = [.. candidate.Stack.Services.Select(static service => service.Name)],
            Steering = control,
            Values = values.Own,
            Origin = new StackOrigin(start, planned.ToDictionary(static one => one.Service.Name, static one => one.Fingerprint), steering)
            {
                Ports = planned.ToDictionary(static one => one.Service.Name, one => values.PortsOf(one.Service.Name)),
            },
        };
    }

    /// <summary>What a reader of stack files checks with positions; a definition made in code has only this.</summary>
    private static IReadOnlyList<ServiceDefinition> OrderOf(CandidateDefinition candidate) => StartOrder.FindCircle(candidate.Stack.Services) is { Count: > 0 } circle
        ? throw new StackStartException(
            StartFailureKind.Invalid, circle[0], $"Services of '{candidate.Name}' need one another in a circle: {string.Join(" -> ", circle)}. Correct needs.", [])
        : StartOrder.Of(candidate.Stack.Services);

    /// <summary>Starts a service and waits until it is ready; one that is to be kept up gets as many tries as it may die.</summary>
    private async Task<RunningService> StartOneAsync(Start start, ResolvedService resolved, Func<int, Uri> addressOf, CancellationToken ct)
    {
        var policy = new RespawnPolicy(RespawnByDefault is null ? RespawnDefinition.Never : resolved.Definition.Respawn ?? RespawnByDefault);
        while (true)
        {
            var launches = LaunchesOf(start, resolved, addressOf);
            var delay = resolved.Definition.StartDelay;
            var running = Launch(start, resolved.Definition, delay > TimeSpan.Zero ? [launches[0]] : launches);
            start.Services.Add(running);
            try
            {
                for (var i = running.Instances.Count; i < launches.Count; i++)
                {
                    await Task.Delay(delay, ct).ConfigureAwait(false);
                    running.Add(i + 1, launches[i]);
                }

                await ReadyWait.ForAllAsync(start.Candidate.Name, running, resolved.Instances, addressOf, ct).ConfigureAwait(false);
                return running;
            }
            catch (StackStartException failure) when (
                failure.Kind is StartFailureKind.Exited or StartFailureKind.NotReady && policy.Died(MonotonicClock.ToTimeSpan(MonotonicClock.NowNs)) is { } pause)
            {
                Told($"{failure.Message} It is started again{(pause > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $" in {pause.TotalSeconds:0.###} s") : "")}.");
                start.Services.Remove(running);
                await running.StopAsync(GraceAfterFailure).ConfigureAwait(false);
                await Task.Delay(pause, ct).ConfigureAwait(false);
                Renew(start.Places[running.Name]);
            }
        }
    }

    private static void Renew(ServicePlace place)
    {
        RunFolder.Remove(place.Data);
        OpenFolder.MakeNew(place.Data);
        place.User?.TakeOver(place.Data);
    }

    private List<ServiceLaunch> LaunchesOf(Start start, ResolvedService resolved, Func<int, Uri> addressOf)
    {
        var place = start.Places[resolved.Definition.Name];
        ServiceFiles.Write(place, resolved.Files);
        return [.. resolved.Instances.Select((instance, i) => LaunchOf(start, instance, place, addressOf(i).Port))];
    }

    private RunningService Launch(Start start, ServiceDefinition definition, IReadOnlyList<ServiceLaunch> launches)
    {
        try
        {
            return RunningService.Start(scope, definition, launches, start.Places[definition.Name].Data);
        }
        catch (Win32Exception e)
        {
            throw new StackStartException(StartFailureKind.NotFound, definition.Name, $"'{definition.Name}' could not be started: {e.Message}", []);
        }
    }

    private ServicePlan PlanOf(Start start, PlannedService one, StackValues values)
    {
        var service = one.Service;
        var place = start.Places[service.Name];
        var prepared = _prepared.GetValueOrDefault((start.Candidate.Name, service.Name));
        return new ServicePlan
        {
            Candidate = start.Candidate.Name,
            Socket = start.Sockets.GetValueOrDefault(service.Name),
            KeepsSocket = Keeps(service),
            HasOwnPorts = service.Socket is null && NamesPort(service),
            HasOwnFiles = service.Files.Any(static file => file.Name.Contains("{instance}", StringComparison.Ordinal)),
            Refresh = () =>
            {
                Renew(place);
                ServiceFiles.Write(place, one.Resolved.Files);
            },
            Instance = number =>
            {
                var resolved = Located(start, ResolvedService.From(service, 1, _ => values.Of(service, prepared, number)));
                var address = one.AddressOf(Math.Min(number, place.Instances) - 1);
                return new PlannedInstance(resolved.Definition, LaunchOf(start, resolved.Definition, place, address.Port), address);
            },
        };
    }

    /// <summary>What comes back finds the connections that waited for it.</summary>
    private bool Keeps(ServiceDefinition service) => KeepsSockets || service.Respawn is { Max: > 0 };

    /// <summary>Whether what it is started with holds a port of its own.</summary>
    private static bool NamesPort(ServiceDefinition service)
    {
        string[] names = ["port", $"{service.Name}.port", $"{service.Name}.address"];
        return service.Files.Count > 0
            || service.Command.Concat(service.Env.Select(static pair => pair.Value)).Any(text => Placeholders.FindKnown(text, names).Count > 0);
    }

    private ServiceLaunch LaunchOf(Start start, ServiceDefinition instance, ServicePlace place, int port)
    {
        if (!Directory.Exists(instance.Cwd))
        {
            throw new StackStartException(
                StartFailureKind.Invalid, instance.Name, $"The working directory of '{instance.Name}', '{instance.Cwd}', does not exist. Correct cwd.", []);
        }

        var cpus = CpuSets.Of(instance.Cpus, ServiceCpus, Affinity.UsableCpuNumbers(), instance.Name);
        var program = FindProgram(start, instance, instance.Command[0]);
        var output = Path.GetFullPath(Path.Combine(start.LogFolder, instance.Name + ".log"));
        ServiceFiles.GiveLog(place, output);
        return new ServiceLaunch
        {
            Mark = place.Mark,
            Program = program,
            Arguments = [.. instance.Command.Skip(1)],
            WorkingDirectory = instance.Cwd,
            Environment = CleanEnvironment.For(program, scope.Mark, place.Mark.Text, [.. place.User?.Environment ?? [], .. instance.Env]),
            OutputFile = output,
            User = place.User,
            Cpus = cpus,
            Socket = start.Sockets.GetValueOrDefault(instance.Name),
            Port = port,
        };
    }

    /// <summary>A command that says when a service is ready must be there before the service is started.</summary>
    private static ResolvedService Located(Start start, ResolvedService resolved) => resolved with
    {
        Instances =
        [
            .. resolved.Instances.Select(instance => instance.Ready.Command is { Count: > 0 } command
                ? instance with { Ready = instance.Ready with { Command = [FindProgram(start, instance, command[0]), .. command.Skip(1)] } }
                : instance),
        ],
    };

    private static string FindProgram(Start start, ServiceDefinition instance, string name) => ProgramFinder.Find(name, instance.Cwd!)
        ?? throw new StackStartException(StartFailureKind.NotFound, instance.Name, Requirements.NotFound(start.Candidate.Stack.OriginOf(instance).File, name).Advice, []);

    /// <summary>All at once: a proxy is quiet when its server is.</summary>
    private async Task<bool> SettleAsync(
        CandidateDefinition candidate, IReadOnlyList<RunningService> services, IReadOnlyList<int> processes, CancellationToken ct)
    {
        var waits = services.Zip(processes, (service, count) => new SettledWait(service, count).RunAsync(ct));
        var settled = (await Task.WhenAll(waits).ConfigureAwait(false)).All(static isQuiet => isQuiet);
        foreach (var service in services)
        {
            if (RespawnByDefault is null && service.HasDied())
            {
                throw new StackStartException(
                    StartFailureKind.Exited,
                    service.Name,
                    $"'{service.Name}' of '{candidate.Name}' was ready, then ended with {service.FirstExit()?.Text} before any load. See its output.",
                    service.LogTail(LogFile.ShownLines));
            }
        }

        return settled;
    }

    /// <summary>The target of the file in which a service stands last; null for the others.</summary>
    private static Uri? TargetOf(ServiceDefinition service, StackDefinition stack, StackValues values)
    {
        var (file, name) = stack.OriginOf(service);
        return file.Services[^1].Name == name ? ResolveTarget(file, values.Of(service, null)) : null;
    }

    private static Uri ResolveTarget(StackDefinition stack, IReadOnlyDictionary<string, string> values)
    {
        var text = Placeholders.Resolve(stack.Target, values);
        return Uri.TryCreate(text, UriKind.Absolute, out var target)
            ? target
            : throw new PlaceholderException($"The target '{text}' of stack '{stack.Name}' is not an address such as http://127.0.0.1:8080.");
    }

    /// <summary>A front that binds a port of its own choice is asked where the target says.</summary>
    private static Uri AddressOf(ServiceDefinition service, Uri? target, int firstPort, int port)
    {
        var isFixed = target is not null && service.Socket is null && target.Port != firstPort;
        var host = isFixed ? target!.GetLeftPart(UriPartial.Authority) : string.Create(CultureInfo.InvariantCulture, $"{target?.Scheme ?? "http"}://127.0.0.1:{port}");
        return new Uri(new Uri(host), service.Ready.HttpPath ?? "/");
    }

    private static T Checked<T>(string service, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (PlaceholderException e)
        {
            throw Invalid(service, e);
        }
    }

    private static async Task<T> CheckedAsync<T>(string service, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (PlaceholderException e)
        {
            throw Invalid(service, e);
        }
    }

    private static StackStartException Invalid(string service, PlaceholderException e) => new(StartFailureKind.Invalid, service, e.Message, []);

    internal sealed record Start(
        CandidateDefinition Candidate,
        string LogFolder,
        IReadOnlyDictionary<string, ManagedSocket> Sockets,
        IReadOnlyDictionary<string, ServicePlace> Places,
        List<RunningService> Services);
}
