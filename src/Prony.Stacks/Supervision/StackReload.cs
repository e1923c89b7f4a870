using System.ComponentModel;
using System.Globalization;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>Takes over a changed stack file while its services run.</summary>
public sealed partial class StackSupervisor
{
    /// <summary>
    /// Goes over to another definition of a stack: services that would be started with the same words, values and settings go on untouched; the others, those
    /// that are new and those that are gone are stopped, last first, and started in order. Ports, folders and managed sockets of a service stay while it stays, so
    /// that others are concerned only where their own texts change.
    /// </summary>
    /// <param name="running">What <see cref="StartAsync"/> or an earlier reload gave; of no use any more when this returns.</param>
    /// <param name="c">The other definition, under the same name.</param>
    /// <param name="accepted">Called when it can be used, before anything is stopped.</param>
    /// <param name="told">Told what is done, and which service could not be started: it stays ended until it is started by hand.</param>
    /// <param name="ct">Gives up between two services; what was started is stopped.</param>
    /// <exception cref="StackStartException">It cannot be used as it is: a placeholder, a user, a step of prepare, a folder or a program that is not there. Nothing was changed.</exception>
    /// <exception cref="IOException">A folder could not be made. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">It failed half-way; what was started is stopped, and the old stack is to be stopped.</exception>
    public async Task<IRunningStack> ReloadAsync(IRunningStack running, CandidateDefinition c, Action accepted, Action<string> told, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(c);
        ArgumentNullException.ThrowIfNull(accepted);
        ArgumentNullException.ThrowIfNull(told);
        var old = ((RunningStack)running).Origin;
        foreach (var key in _prepared.Keys.Where(key => key.Candidate == c.Name).ToList())
        {
            _prepared.Remove(key);
        }

        await PrepareAsync(c, told, ct).ConfigureAwait(false);
        var next = Adopt(old, c);
        accepted();
        foreach (var service in old.Start.Services.AsEnumerable().Reverse().Where(service => !next.Kept.Contains(service.Name)).ToList())
        {
            told($"{service.Name}: stopping, since it {(next.Planned.Exists(one => one.Service.Name == service.Name) ? "changed" : "is gone from the file")}");
            await old.Steering[service.Name].CloseAsync(keepSocket: next.Start.Sockets.Values.Contains(old.Start.Sockets.GetValueOrDefault(service.Name))).ConfigureAwait(false);
            await StopOneAsync(service, null, told).ConfigureAwait(false);
        }

        try
        {
            return Compose(next.Start, next.Values, next.Planned, await StartChangedAsync(old, next, told, ct).ConfigureAwait(false), running.Times);
        }
        catch (OperationCanceledException)
        {
            await StopStartedAsync(next, told).ConfigureAwait(false);
            throw;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            await StopStartedAsync(next, told).ConfigureAwait(false);
            throw new InvalidOperationException("The changed file could not be taken over to its end, so all services are stopped: " + e.Message, e);
        }
    }

    /// <summary>What the new definition keeps of the old start, and what it needs besides. Nothing that runs is touched.</summary>
    private Adopted Adopt(StackOrigin old, CandidateDefinition c)
    {
        var places = new Dictionary<string, ServicePlace>(StringComparer.Ordinal);
        var sockets = new Dictionary<string, ManagedSocket>(StringComparer.Ordinal);
        try
        {
            foreach (var service in c.Stack.Services)
            {
                var place = Checked(service.Name, () => ServicePlace.Make(scope, c.Name, service, StackValues.ForPreparing(c).FileOf(service).Known));
                if (old.Start.Places.TryGetValue(service.Name, out var before))
                {
                    RunFolder.Remove(place.Data);
                    place = place with { Mark = before.Mark, Data = before.Data };
                }

                places[service.Name] = place;
                if (service.Socket is { } socket)
                {
                    sockets[service.Name] = AdoptSocket(service.Name, socket, old.Start.Sockets.GetValueOrDefault(service.Name));
                }
            }

            var values = Checked(c.Stack.Services[^1].Name, () => StackValues.ForStarting(c, sockets, places, old.Ports));
            _ = Checked(c.Stack.Services[^1].Name, () => ResolveTarget(c.Stack, values.OfTarget(c.Stack.Services[^1].Name)));
            var start = new Start(c, old.Start.LogFolder, sockets, places, []);
            var planned = Resolve(start, values);
            var kept = planned.Where(one => old.Fingerprints.GetValueOrDefault(one.Service.Name) == one.Fingerprint).Select(static one => one.Service.Name).ToHashSet(StringComparer.Ordinal);

            // A folder, a CPU or a program that is not there is found while all still runs.
            var launches = planned.Where(one => !kept.Contains(one.Service.Name)).ToDictionary(
                static one => one.Service.Name,
                one => one.Resolved.Instances.Select((instance, i) => LaunchOf(start, instance, places[one.Service.Name], one.AddressOf(i).Port)).ToList()[0]);
            return new Adopted(start, values, planned, kept, launches);
        }
        catch
        {
            foreach (var socket in sockets.Values.Where(socket => !old.Start.Sockets.Values.Contains(socket)))
            {
                socket.Dispose();
            }

            foreach (var (name, place) in places.Where(place => !old.Start.Places.ContainsKey(place.Key)))
            {
                RunFolder.Remove(place.Data);
            }

            throw;
        }
    }

    private static ManagedSocket AdoptSocket(string service, ManagedSocketDefinition definition, ManagedSocket? before)
    {
        if (before?.Definition == definition)
        {
            return before;
        }

        try
        {
            return ManagedSocket.Open(service, definition);
        }
        catch (StackStartException e) when (e.Kind == StartFailureKind.PortTaken && before?.Fact.Port == definition.Port)
        {
            throw new StackStartException(
                StartFailureKind.PortTaken,
                service,
                string.Create(CultureInfo.InvariantCulture, $"The socket of '{service}' cannot be changed while it is open on its port {definition.Port}. End prony and start it again, or leave the socket as it was."),
                []);
        }
    }

    private async Task<Dictionary<string, ServiceSteering>> StartChangedAsync(StackOrigin old, Adopted next, Action<string> told, CancellationToken ct)
    {
        var steering = new Dictionary<string, ServiceSteering>(StringComparer.Ordinal);
        foreach (var one in next.Planned)
        {
            ct.ThrowIfCancellationRequested();
            var name = one.Service.Name;
            if (next.Kept.Contains(name))
            {
                steering[name] = old.Steering[name];
                next.Start.Services.Add(steering[name].Service);
            }
            else
            {
                steering[name] = await StartChangedAsync(next, one, told, ct).ConfigureAwait(false);
            }
        }

        return steering;
    }

    /// <summary>The others go on when it fails.</summary>
    private async Task<ServiceSteering> StartChangedAsync(Adopted next, PlannedService one, Action<string> told, CancellationToken ct)
    {
        var (start, name) = (next.Start, one.Service.Name);
        try
        {
            Renew(start.Places[name]);

            // Closed where the service was stopped by hand or given up.
            start.Sockets.GetValueOrDefault(name)?.TakeBack([]);
            var running = await StartOneAsync(start, one.Resolved, one.AddressOf, ct).ConfigureAwait(false);
            told($"{name}: started");
            return new ServiceSteering(running, PlanOf(start, one, next.Values));
        }
        catch (Exception e) when (e is StackStartException or IOException or UnauthorizedAccessException or Win32Exception)
        {
            foreach (var failed in start.Services.Where(service => service.Name == name).ToList())
            {
                start.Services.Remove(failed);
                await StopOneAsync(failed, GraceAfterFailure, told).ConfigureAwait(false);
            }

            ct.ThrowIfCancellationRequested();
            var tail = e is StackStartException failure ? failure.LogTail : [];
            told($"{name}: could not be started: {string.Join("\n  ", tail.Prepend(e.Message))}");
            return await EndedAsync(next, one).ConfigureAwait(false);
        }
    }

    /// <summary>One that can be started by hand.</summary>
    private async Task<ServiceSteering> EndedAsync(Adopted next, PlannedService one)
    {
        var place = next.Start.Places[one.Service.Name];
        try
        {
            Renew(place);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Tried again, and told, when it is started.
        }

        var ended = RunningService.Make(scope, one.Resolved.Definition, next.Launches[one.Service.Name], place.Data);
        next.Start.Services.Add(ended);
        var steering = new ServiceSteering(ended, PlanOf(next.Start, one, next.Values)) { FirstWanted = place.Instances };
        await steering.GiveUpAsync("it could not be started", CancellationToken.None).ConfigureAwait(false);
        return steering;
    }

    /// <summary>In order and with its grace, the last first: whoever asked for the reload has the old stack alone, of which these are no part.</summary>
    private static async Task StopStartedAsync(Adopted next, Action<string> told)
    {
        foreach (var service in next.Start.Services.AsEnumerable().Reverse().Where(service => !next.Kept.Contains(service.Name)).ToList())
        {
            await StopOneAsync(service, null, told).ConfigureAwait(false);
            told($"{service.Name}: stopped");
        }

        foreach (var (_, socket) in next.Start.Sockets.Where(pair => !next.Kept.Contains(pair.Key)))
        {
            socket.Dispose();
        }
    }

    /// <summary>The others must not be left for one that cannot be stopped in order.</summary>
    private static async Task StopOneAsync(RunningService service, TimeSpan? graceMax, Action<string> told)
    {
        try
        {
            await service.StopAsync(graceMax).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or Win32Exception)
        {
            told($"{service.Name}: could not be stopped in order: {e.Message}");
        }
    }

    /// <summary>A definition that can be used.</summary>
    /// <param name="Start">Places and sockets, kept or new; its services are filled in as they start.</param>
    /// <param name="Values">Of placeholders.</param>
    /// <param name="Planned">All services in the order in which they start.</param>
    /// <param name="Kept">Those that go on untouched.</param>
    /// <param name="Launches">How the first instance of each of the others is started.</param>
    private sealed record Adopted(
        Start Start, StackValues Values, List<PlannedService> Planned, IReadOnlySet<string> Kept, IReadOnlyDictionary<string, ServiceLaunch> Launches);
}
