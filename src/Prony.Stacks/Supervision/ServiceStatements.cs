using System.Globalization;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>What services state and candidates declare by it, unless the stack or the experiment declares it in so many words.</summary>
internal static class ServiceStatements
{
    private const string AccessLog = "access-log";
    private const string CpuLimit = "cpu-limit";

    /// <param name="declared">Gets what is not in it yet.</param>
    /// <param name="services">The services.</param>
    /// <param name="valuesOf">What the texts of each may name before a start.</param>
    /// <exception cref="PlaceholderException">A placeholder cannot be resolved.</exception>
    internal static void AddTo(Dictionary<string, string> declared, IReadOnlyList<ServiceDefinition> services, Func<ServiceDefinition, IReadOnlyDictionary<string, string>> valuesOf)
    {
        Add(declared, AccessLog, services.Where(static service => service.AccessLog is not null)
            .Select(service => (service.Name, Placeholders.Resolve(service.AccessLog!, valuesOf(service)))));

        // A limit that is stated is meant (V16).
        Add(declared, CpuLimit, services.Where(static service => service.Limits?.Cpus is not null)
            .Select(static service => (service.Name, service.Limits!.Cpus!.Value.ToString("0.##", CultureInfo.InvariantCulture))));
    }

    /// <summary>With the name of the service in front where several say it.</summary>
    private static void Add(Dictionary<string, string> declared, string name, IEnumerable<(string Service, string Says)> statements)
    {
        var all = statements.ToList();
        if (all.Count > 0)
        {
            declared.TryAdd(name, all.Count == 1 ? all[0].Says : string.Join(", ", all.Select(static one => $"{one.Service}: {one.Says}")));
        }
    }
}
