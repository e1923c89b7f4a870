using System.ComponentModel;
using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Stacks.Definitions;
using Prony.Stacks.Preparation;
using Prony.Stacks.Processes;
using Prony.Stacks.Readiness;

namespace Prony.Stacks.Supervision;

/// <summary>Starts stacks: prepares what they need, starts their services in order, waits until they serve and are quiet.</summary>
/// <param name="scope">Holds everything that is started.</param>
/// <param name="cacheFolder">Where results of prepare steps are kept; made when needed. Several Pronys may share it.</param>
/// <remarks>Thread: one start at a time; a started stack may be read by other threads.</remarks>
public sealed class StackSupervisor(RunScope scope, string cacheFolder)
{
    /// <summary>After a failed start nobody waits for a whole grace.</summary>
    private static readonly TimeSpan GraceAfterFailure = TimeSpan.FromSeconds(2);

    private readonly PrepareCache _cache = new(scope, cacheFolder);

    /// <summary>What was prepared in this run stays the same to its end, even if a source is edited meanwhile.</summary>
    private readonly Dictionary<(string Candidate, string Service), string> _prepared = [];

    /// <summary>Programs that the stack names, or that its commands begin with, and that are neither on the clean PATH nor on Prony's.</summary>
#pragma warning disable CA1822 // Asked of a supervisor, like everything else about starting a stack.
    public IReadOnlyList<MissingRequirement> FindMissing(StackDefinition stack) => Requirements.FindMissing(stack);
#pragma warning restore CA1822

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
                _prepared[key] = await CheckedAsync(service.Name, () => _cache.EnsureAsync(c, service, progress, ct)).ConfigureAwait(false);
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
        var services = new List<RunningService>();
        try
        {
            foreach (var service in c.Stack.Services.Where(static service => service.Socket is not null))
            {
                sockets[service.Name] = ManagedSocket.Open(service.Name, service.Socket!);
            }

            return await StartServicesAsync(new Start(c, logFolder, sockets, services), ct).ConfigureAwait(false);
        }
        catch
        {
            await RunningStack.StopAllAsync(services, GraceAfterFailure).ConfigureAwait(false);
            throw;
        }
        finally
        {
            // Prony's copy would keep a dead server's port accepting connections that nobody serves.
            foreach (var socket in sockets.Values)
            {
                socket.Dispose();
            }
        }
    }

    private async Task<IRunningStack> StartServicesAsync(Start start, CancellationToken ct)
    {
        var (candidate, _, sockets, services) = start;
        var front = candidate.Stack.Services[^1];
        var values = Checked(front.Name, () => StackValues.ForStarting(candidate, sockets));
        var target = Checked(front.Name, () => ResolveTarget(candidate.Stack, values.OfTarget(front.Name)));
        var startNs = MonotonicClock.NowNs;
        var processes = new List<int>();
        foreach (var service in OrderOf(candidate))
        {
            ct.ThrowIfCancellationRequested();
            var scopeOfService = values.Of(service, _prepared.GetValueOrDefault((candidate.Name, service.Name)));
            var resolved = Checked(service.Name, () => ResolvedService.From(service, scopeOfService));
            processes.Add(resolved.Processes);
            var address = Checked(service.Name, () => AddressOf(resolved.Definition, TargetOf(service, candidate.Stack, values), values.PortOf(service.Name)));
            services.Add(Launch(start, resolved, address.Port));
            await new ReadyWait(candidate.Name, services[^1], address).RunAsync(ct).ConfigureAwait(false);
        }

        var ready = MonotonicClock.ToTimeSpan(MonotonicClock.NowNs - startNs);
        var settled = await SettleAsync(candidate, services, processes, ct).ConfigureAwait(false);
        var quiet = services.Any(static service => service.Definition.Settled.Wait) ? MonotonicClock.ToTimeSpan(MonotonicClock.NowNs - startNs) : ready;
        return new RunningStack(
            target, scope.CpuSource, services, [.. sockets.Values.Select(static socket => socket.Fact)], new StartTimes(ready, quiet, settled))
        {
            Services = [.. candidate.Stack.Services.Select(static service => service.Name)],
            Values = values.Own,
        };
    }

    /// <summary>What a reader of stack files checks with positions; a definition made in code has only this.</summary>
    private static IReadOnlyList<ServiceDefinition> OrderOf(CandidateDefinition candidate) => StartOrder.FindCircle(candidate.Stack.Services) is { Count: > 0 } circle
        ? throw new StackStartException(
            StartFailureKind.Invalid, circle[0], $"Services of '{candidate.Name}' need one another in a circle: {string.Join(" -> ", circle)}. Correct needs.", [])
        : StartOrder.Of(candidate.Stack.Services);

    private RunningService Launch(Start start, ResolvedService resolved, int port)
    {
        var service = resolved.Definition;
        if (!Directory.Exists(service.Cwd))
        {
            throw new StackStartException(
                StartFailureKind.Invalid, service.Name, $"The working directory of '{service.Name}', '{service.Cwd}', does not exist. Correct cwd.", []);
        }

        var program = ProgramFinder.Find(service.Command[0], service.Cwd)
            ?? throw new StackStartException(
                StartFailureKind.NotFound, service.Name, Requirements.NotFound(start.Candidate.Stack.OriginOf(service).File, service.Command[0]).Advice, []);
        var mark = scope.NextMark(start.Candidate.Name, service.Name);
        try
        {
            return RunningService.Start(scope, service, new ServiceLaunch
            {
                Mark = mark,
                Program = program,
                Arguments = [.. service.Command.Skip(1)],
                WorkingDirectory = service.Cwd,
                Environment = CleanEnvironment.For(program, scope.Mark, mark.Text, service.Env),
                OutputFile = Path.GetFullPath(Path.Combine(start.LogFolder, service.Name + ".log")),
                Socket = start.Sockets.GetValueOrDefault(service.Name),
                Port = port,
            });
        }
        catch (Win32Exception e)
        {
            throw new StackStartException(StartFailureKind.NotFound, service.Name, $"'{service.Name}' could not be started: {e.Message}", []);
        }
    }

    /// <summary>All at once: a proxy is quiet when its server is.</summary>
    private static async Task<bool> SettleAsync(
        CandidateDefinition candidate, IReadOnlyList<RunningService> services, IReadOnlyList<int> processes, CancellationToken ct)
    {
        var waits = services.Zip(processes, (service, count) => new SettledWait(service, count).RunAsync(ct));
        var settled = (await Task.WhenAll(waits).ConfigureAwait(false)).All(static isQuiet => isQuiet);
        foreach (var service in services)
        {
            if (service.IsEmpty())
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
    private static Uri AddressOf(ServiceDefinition service, Uri? target, int port)
    {
        var isFixed = target is not null && service.Socket is null && target.Port != port;
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

    private sealed record Start(
        CandidateDefinition Candidate, string LogFolder, IReadOnlyDictionary<string, ManagedSocket> Sockets, List<RunningService> Services);
}
