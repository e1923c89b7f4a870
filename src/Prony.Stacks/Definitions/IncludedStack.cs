namespace Prony.Stacks.Definitions;

/// <summary>A stack whose services stand in another stack, or among the shared services of an experiment.</summary>
/// <param name="Name">By which the texts of the including file call it.</param>
/// <param name="Stack">As its own file says it.</param>
/// <param name="With">The parameters that are given to it, name to text. Placeholders in them see the including file; the defaults of the others see the included one.</param>
/// <remarks>Immutable data.</remarks>
public sealed record IncludedStack(string Name, StackDefinition Stack, IReadOnlyDictionary<string, string> With)
{
    /// <summary>What the including stack calls one of its services: NAME where it has only one, else NAME-SERVICE.</summary>
    /// <param name="service">Its name in the included stack.</param>
    public string NameOf(string service) => Stack.Services.Count == 1 ? Name : $"{Name}-{service}";

    /// <summary>Its services as they stand in the including stack, in the same order.</summary>
    /// <param name="needs">What the first of them wait for, by the names of the including stack.</param>
    public IReadOnlyList<ServiceDefinition> Flatten(IReadOnlyList<string> needs)
    {
        ArgumentNullException.ThrowIfNull(needs);
        return
        [
            .. Stack.Services.Select((service, index) => service with
            {
                Name = NameOf(service.Name),
                Include = service.Include.Length == 0 ? Name : $"{Name}.{service.Include}",
                Needs = StartOrder.NeedsOf(Stack.Services, index) is { Count: > 0 } own ? [.. own.Select(NameOf)] : needs,
            }),
        ];
    }

    /// <summary>The opposite of <see cref="NameOf"/>.</summary>
    internal string InsideNameOf(string service) => Stack.Services.Count == 1 ? Stack.Services[0].Name : service[(Name.Length + 1)..];
}
