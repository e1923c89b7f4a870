using Prony.Experiments.Definitions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files;

/// <summary>Puts <c>machines</c> of an experiment on the services of its candidates.</summary>
internal static class MachineReader
{
    /// <summary>The experiment with its machines.</summary>
    /// <param name="experiment">As far as it could be read.</param>
    /// <param name="machines">By service.</param>
    /// <param name="checkNames">A name that no candidate has is an error; with a profile, which may take candidates away, it is not.</param>
    /// <param name="bag">Collects the errors.</param>
    public static ExperimentDefinition Apply(ExperimentDefinition experiment, IReadOnlyList<NamedEntry<BoundTable>> machines, bool checkNames, DiagnosticBag bag)
    {
        if (machines.Count == 0)
        {
            return experiment;
        }

        var names = experiment.Candidates.SelectMany(candidate => candidate.Stack?.Stack.Services ?? []).Select(service => service.Name).Distinct().ToList();
        var known = experiment.Candidates.All(candidate => candidate.Stack is not null || candidate.Url is not null);
        foreach (var unknown in machines.Where(machine => checkNames && known && !names.Contains(machine.Name)))
        {
            bag.Add(unknown.Key, $"machines: no candidate has a service '{unknown.Name}'", NearestName.Hint(unknown.Name, names, $"The services are {string.Join(", ", names)}. A shared service states its own 'machine'."));
        }

        var stated = machines.DistinctBy(machine => machine.Name).ToDictionary(machine => machine.Name, machine => MachineKeys.Of(machine.Value));
        return experiment with
        {
            Candidates = [.. experiment.Candidates.Select(candidate => candidate.Stack is not { } stack ? candidate : candidate with
            {
                Stack = stack with { Stack = stack.Stack with { Services = [.. stack.Stack.Services.Select(service => stated.TryGetValue(service.Name, out var machine) ? service with { Machine = machine } : service)] } },
            })],
        };
    }
}
