namespace Prony.Stacks.Definitions;

/// <summary>By which names the texts of a stack file call the services that they see.</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class ServiceNames
{
    /// <summary>
    /// The stack's own services by their names; of an included stack NAME its last service as NAME, and every service that its own file sees as NAME.SERVICE.
    /// </summary>
    /// <param name="stack">The stack of the file.</param>
    public static IReadOnlyList<KeyValuePair<string, ServiceDefinition>> Of(StackDefinition stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var byName = stack.Services.ToDictionary(service => service.Name);
        return [.. Below(stack).Select(pair => KeyValuePair.Create(pair.Key, byName[pair.Value]))];
    }

    /// <summary>Full names that placeholders may hold: "web.address", "db.port", "db.pool.port".</summary>
    /// <param name="stack">The stack of the file.</param>
    public static IReadOnlyList<string> PlaceholdersOf(StackDefinition stack) =>
        [.. Of(stack).SelectMany(pair => Placeholders.NamesOfService(pair.Value, pair.Key))];

    /// <summary>Each name with what the stack calls the service.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Below(StackDefinition stack)
    {
        foreach (var service in stack.Services.Where(service => service.Include.Length == 0))
        {
            yield return KeyValuePair.Create(service.Name, service.Name);
        }

        foreach (var include in stack.Includes)
        {
            yield return KeyValuePair.Create(include.Name, include.NameOf(include.Stack.Services[^1].Name));
            foreach (var (name, service) in Below(include.Stack))
            {
                yield return KeyValuePair.Create($"{include.Name}.{name}", include.NameOf(service));
            }
        }
    }
}
