using Prony.Experiments.Definitions;
using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Planning;

/// <summary>Writes into a plan what serves on which machine, where a file states any machine.</summary>
internal static class SetupPlan
{
    internal static PlanRecord AddTo(PlanRecord plan, ExperimentDefinition definition)
    {
        var services = definition.Candidates.SelectMany(candidate => candidate.Stack?.Stack.Services ?? []).Concat(definition.Shared?.Stack.Services ?? []);
        return !services.Any(service => service.Machine is not null) ? plan : plan with
        {
            SharedSetup = definition.Shared is { } shared ? Setup(shared, definition.Secrets) : [],
            Candidates = [.. plan.Candidates.Select(planned => definition.Candidates.Single(candidate => candidate.Name == planned.Name).Stack is { } stack ? planned with { Setup = Setup(stack, definition.Secrets) } : planned)],
        };
    }

    private static List<PlannedService> Setup(CandidateDefinition candidate, SecretMask secrets) =>
        [.. candidate.Stack.Services.Select(service => new PlannedService(service.Name, secrets.Mask(Command(candidate, service)), service.Machine))];

    /// <summary>Parameters that were given are put in, for the eye; everything else stays as the stack writes it. The program without its folder.</summary>
    private static string Command(CandidateDefinition candidate, ServiceDefinition service)
    {
        var words = service.Command.Select(word => service.Include.Length > 0 ? word : candidate.With.Aggregate(word, (text, with) => text.Replace($"{{{with.Key}}}", with.Value, StringComparison.Ordinal))).ToList();
        return string.Join(' ', words.Take(1).Select(program => program[(program.LastIndexOf('/') + 1)..]).Concat(words.Skip(1)));
    }
}
