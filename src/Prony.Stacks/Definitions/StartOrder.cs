namespace Prony.Stacks.Definitions;

/// <summary>In which order services start: each after those that it needs, otherwise in the order of the file.</summary>
/// <remarks>Pure; thread-safe. Names that no service has are satisfied at once: who reads the file reports them.</remarks>
public static class StartOrder
{
    /// <summary>Names of the services that are ready before one starts.</summary>
    /// <param name="services">All services, in the order of the file.</param>
    /// <param name="index">Which of them.</param>
    /// <returns>What it says; where it says nothing, the service written above it.</returns>
    public static IReadOnlyList<string> NeedsOf(IReadOnlyList<ServiceDefinition> services, int index)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services[index].Needs ?? (index == 0 ? [] : [services[index - 1].Name]);
    }

    /// <summary>The services in the order in which they start.</summary>
    /// <param name="services">In the order of the file, names unique.</param>
    /// <exception cref="ArgumentException">Some need one another in a circle, see <see cref="FindCircle"/>.</exception>
    public static IReadOnlyList<ServiceDefinition> Of(IReadOnlyList<ServiceDefinition> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var (order, left) = Sort(services);
        return left.Count == 0
            ? [.. order.Select(index => services[index])]
            : throw new ArgumentException($"Services need one another in a circle: {string.Join(" -> ", FindCircle(services))}.", nameof(services));
    }

    /// <summary>Names of services of which each needs the next, the first again at the end; empty when there is no circle.</summary>
    /// <param name="services">In the order of the file, names unique.</param>
    public static IReadOnlyList<string> FindCircle(IReadOnlyList<ServiceDefinition> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var (_, left) = Sort(services);
        if (left.Count == 0)
        {
            return [];
        }

        // Whoever is left needs somebody who is left: following that must come back.
        var path = new List<string>();
        var stuck = left.ToDictionary(index => services[index].Name, index => NeedsOf(services, index));
        var name = services[left[0]].Name;
        while (!path.Contains(name))
        {
            path.Add(name);
            name = stuck[name].First(stuck.ContainsKey);
        }

        return [.. path.SkipWhile(passed => passed != name), name];
    }

    /// <summary>Positions in start order, and those that never can start. Each step takes the first of the file that may, so that a file without needs keeps its order.</summary>
    private static (List<int> Order, List<int> Left) Sort(IReadOnlyList<ServiceDefinition> services)
    {
        var left = Enumerable.Range(0, services.Count).ToList();
        var order = new List<int>(services.Count);
        var waitedFor = services.Select(service => service.Name).ToHashSet(StringComparer.Ordinal);
        while (left.FindIndex(index => !NeedsOf(services, index).Any(waitedFor.Contains)) is >= 0 and var next)
        {
            order.Add(left[next]);
            waitedFor.Remove(services[left[next]].Name);
            left.RemoveAt(next);
        }

        return (order, left);
    }
}
