using Prony.Experiments.Definitions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files;

/// <summary>Reads the events of one scenario; each names a service that Prony starts for every candidate.</summary>
/// <param name="candidates">Of the experiment.</param>
/// <param name="allStacksRead">Whether all services are known.</param>
/// <param name="bag">Collects the errors.</param>
internal sealed class TimelineReader(IReadOnlyList<CandidateEntry> candidates, bool allStacksRead, DiagnosticBag bag)
{
    /// <summary>The events by time; as many as could be read.</summary>
    public IReadOnlyList<TimelineEvent> Read(BoundTable scenario, IReadOnlyList<PointRecord> points)
    {
        var events = scenario.GetOrDefault(TimelineKeys.Events) ?? [];
        if (events.Count > 0 && points.Any(point => point.Requests is not null))
        {
            bag.Add(scenario.At(TimelineKeys.Events), "events need a window of a given length, which a count of requests does not have", "Remove 'requests' of the load, and set phases.measure.");
        }

        return [.. events.Select(one => Read(one.Value)).OfType<TimelineEvent>().OrderBy(one => one.AtS)];
    }

    private TimelineEvent? Read(BoundTable table)
    {
        if (!table.TryGet(TimelineKeys.At, out var at) || TimelineKeys.Actions.FirstOrDefault(action => table.TryGet(action, out _)) is not { } key)
        {
            return null;   // what is wrong was said
        }

        var service = table.Get(key);
        CheckService(service, table.At(key));
        if (key == TimelineKeys.Pause && !table.IsWritten(TimelineKeys.For))
        {
            bag.Add(table.At(key), "pause needs to know how long", "Add 'for', such as for: 2s.");
        }

        if (key == TimelineKeys.Signal && !table.IsWritten(TimelineKeys.With))
        {
            bag.Add(table.At(key), "signal needs to know which", "Add 'with', such as with: SIGHUP.");
        }

        return new TimelineEvent(at.TotalSeconds, key.Name, service)
        {
            Instances = table.TryGet(TimelineKeys.Instances, out var instances) ? instances : null,
            ForS = table.TryGet(TimelineKeys.For, out var length) ? length.TotalSeconds : null,
            By = key == TimelineKeys.Increase || key == TimelineKeys.Decrease ? table.Get(TimelineKeys.By) : null,
            Signal = table.GetOrDefault(TimelineKeys.With),
            Rolling = table.Get(TimelineKeys.Rolling),
            Respawn = key == TimelineKeys.Kill && table.Get(TimelineKeys.Respawn),
        };
    }

    private void CheckService(string service, Node at)
    {
        foreach (var candidate in allStacksRead ? candidates : [])
        {
            if (candidate.Stack is not { } stack)
            {
                bag.Add(at, $"events: Prony did not start '{candidate.Name}', so nothing can be done to its services", "Give the candidate a stack or a command.");
                return;
            }

            var names = stack.Stack.Services.Select(s => s.Name).ToList();
            if (!names.Contains(service))
            {
                bag.Add(at, $"events: '{candidate.Name}' has no service '{service}'", NearestName.Hint(service, names, $"Its services are {string.Join(", ", names)}; those that candidates share cannot be named here."));
                return;
            }
        }
    }
}
