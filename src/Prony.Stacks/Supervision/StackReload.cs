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
    /// <param name="told">Told what is done, and which service could not be started: it stays ended until it is started by hand.</param>
    /// <param name="ct">Gives up between two services.</param>
    /// <exception cref="StackStartException">It cannot be used as it is: a placeholder, a user, a step of prepare. Nothing was changed.</exception>
    public async Task<IRunningStack> ReloadAsync(IRunningStack running, CandidateDefinition c, Action<string> told, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(c);
        ArgumentNullException.ThrowIfNull(told);
        var old = ((RunningStack)running).Origin;
        foreach (var key in _prepared.Keys.Where(key => key.Candidate == c.Name).ToList())
        {
            _prepared.Remove(key);
        }

        await PrepareAsync(c, told, ct).ConfigureAwait(false);
        var (start, values, planned) = Adopt(old, c);
        var kept = planned.Where(one => old.Fingerprints.GetValueOrDefault(one.Service.Name) == one.Fingerprint).Select(static one => one.Service.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var service in old.Start.Services.AsEnumerable().Reverse().Where(service => !kept.Contains(service.Name)).ToList())
        {
            told($"{service.Name}: stopping, since it {(planned.Exists(one => one.Service.Name == service.Name) ? "changed" : "is gone from the file")}");
            await old.Steering[service.Name].CloseAsync(keepSocket: start.Sockets.Values.Contains(old.Start.Sockets.GetValueOrDefault(service.Name))).ConfigureAwait(false);
            await service.StopAsync().ConfigureAwait(false);
        }

        var steering = new Dictionary<string, ServiceSteering>(StringComparer.Ordinal);
        foreach (var one in planned)
        {
            var name = one.Service.Name;
            if (kept.Contains(name))
            {
                steering[name] = old.Steering[name];
                start.Services.Add(steering[name].Service);
            }
            else
            {
                Renew(start.Places[name]);
                steering[name] = await StartChangedAsync(start, one, values, told, ct).ConfigureAwait(false);
            }
        }

        return Compose(start, values, planned, steering, running.Times);
    }

    /// <summary>What the new definition keeps of the old start, and what it needs besides.</summary>
    private (Start Start, StackValues Values, List<PlannedService> Planned) Adopt(StackOrigin old, CandidateDefinition c)
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
                    var same = old.Start.Sockets.GetValueOrDefault(service.Name);
                    sockets[service.Name] = same?.Definition == socket ? same : ManagedSocket.Open(service.Name, socket);
                }
            }

            var values = Checked(c.Stack.Services[^1].Name, () => StackValues.ForStarting(c, sockets, places, old.Ports));
            _ = Checked(c.Stack.Services[^1].Name, () => ResolveTarget(c.Stack, values.OfTarget(c.Stack.Services[^1].Name)));
            var start = new Start(c, old.Start.LogFolder, sockets, places, []);
            return (start, values, Resolve(start, values));
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

    /// <summary>The others go on when it fails.</summary>
    private async Task<ServiceSteering> StartChangedAsync(Start start, PlannedService one, StackValues values, Action<string> told, CancellationToken ct)
    {
        var name = one.Service.Name;
        try
        {
            var running = await StartOneAsync(start, one.Resolved, one.AddressOf, ct).ConfigureAwait(false);
            told($"{name}: started");
            return new ServiceSteering(running, PlanOf(start, one, values));
        }
        catch (Exception e) when (e is StackStartException or OperationCanceledException)
        {
            foreach (var failed in start.Services.Where(service => service.Name == name).ToList())
            {
                start.Services.Remove(failed);
                await failed.StopAsync(GraceAfterFailure).ConfigureAwait(false);
            }

            ct.ThrowIfCancellationRequested();
            told($"{name}: could not be started: {string.Join("\n  ", ((StackStartException)e).LogTail.Prepend(e.Message))}");
            var place = start.Places[name];
            Renew(place);
            var ended = RunningService.Make(scope, one.Resolved.Definition, LaunchOf(start, one.Resolved.Definition, place, one.AddressOf(0).Port), place.Data);
            start.Services.Add(ended);
            var steering = new ServiceSteering(ended, PlanOf(start, one, values)) { FirstWanted = place.Instances };
            await steering.GiveUpAsync("it could not be started", CancellationToken.None).ConfigureAwait(false);
            return steering;
        }
    }
}
