using Prony.Experiments.Files.Nodes;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>The names that placeholders of one text may hold; finds those that cannot be meant. Braces around anything else are literal.</summary>
/// <remarks>What is in scope where is the supervisor's rule: parameters see dir, cpus and the parameters before them; services see everything.</remarks>
internal sealed class PlaceholderScope
{
    private static readonly string[] ForParameters = ["dir", "cpus"];

    private readonly IReadOnlyList<string> _known;

    /// <summary>Names that have a value elsewhere, with what to do.</summary>
    private readonly IReadOnlyDictionary<string, string> _misplaced;

    private PlaceholderScope(IEnumerable<string> known, IReadOnlyDictionary<string, string>? misplaced = null)
    {
        _known = [.. known];
        _misplaced = misplaced ?? new Dictionary<string, string>();
    }

    /// <summary>Scope of a parameter's value.</summary>
    /// <param name="all">All parameters, in order.</param>
    /// <param name="index">Which of them.</param>
    public static PlaceholderScope OfParameter(IReadOnlyList<string> all, int index)
    {
        var misplaced = all.Skip(index).ToDictionary(name => name, _ => "A parameter sees only those above it.");
        misplaced["port"] = "A parameter has its value before ports are chosen: write {port} into the command or env of the service.";
        misplaced["prepared"] = "A parameter has its value before anything is prepared: write {prepared} into the command or env of the service.";
        return new PlaceholderScope(ForParameters.Concat(all.Take(index)), misplaced);
    }

    /// <summary>Scope of what a stack says of itself, which is written before anything starts.</summary>
    public static PlaceholderScope OfDeclared(IEnumerable<string> parameters) => new(
        [.. ForParameters, .. parameters],
        new Dictionary<string, string> { ["port"] = "What is declared is written before ports are chosen.", ["prepared"] = "What is declared is written before anything is prepared." });

    /// <summary>Scope of the steps that prepare.</summary>
    public static PlaceholderScope OfPreparing(IEnumerable<string> parameters) => new(
        [.. ForParameters, .. parameters, "prepared"],
        new Dictionary<string, string> { ["port"] = "Steps run before ports are chosen." });

    /// <summary>Scope of the texts of a service.</summary>
    /// <param name="parameters">Names of the parameters.</param>
    /// <param name="services">Names of what services of the file have, such as "web.address".</param>
    /// <param name="isPrepared">The service has steps that prepare.</param>
    public static PlaceholderScope OfService(IEnumerable<string> parameters, IEnumerable<string> services, bool isPrepared)
    {
        var names = parameters.Concat(services).Concat(Placeholders.BuiltIn);
        return isPrepared
            ? new PlaceholderScope(names)
            : new PlaceholderScope(
                names.Except(["prepared"]),
                new Dictionary<string, string> { ["prepared"] = "Nothing is prepared here: add 'prepare' to the service." });
    }

    /// <summary>Scope of what is given to a stack that is included.</summary>
    /// <param name="parameters">Names of the parameters of the including file.</param>
    /// <param name="services">Names of what its services have.</param>
    public static PlaceholderScope OfIncludedWith(IEnumerable<string> parameters, IEnumerable<string> services) => new(
        [.. ForParameters, .. parameters, .. services],
        new Dictionary<string, string>
        {
            ["port"] = "An included stack has no port of its own: write {SERVICE.port}.",
            ["prepared"] = "Nothing is prepared here: a service of the included stack may prepare something.",
        });

    /// <summary>The same with more names.</summary>
    public PlaceholderScope And(IEnumerable<string> names) => new(_known.Concat(names), _misplaced);

    /// <summary>Whether a text holds the port of a service, under its own or the service's name.</summary>
    public static bool UsesPort(string text, string service) =>
        text.Contains("{port}", StringComparison.Ordinal)
        || text.Contains($"{{{service}.port}}", StringComparison.Ordinal)
        || text.Contains($"{{{service}.address}}", StringComparison.Ordinal);

    /// <summary>Reports every name of a text that is wrong.</summary>
    public void Check(Node node, string text, DiagnosticBag bag)
    {
        foreach (var unknown in Placeholders.FindUnknown(text, _known))
        {
            if (_misplaced.TryGetValue(unknown.Name, out var instead))
            {
                bag.Add(node, $"the placeholder '{unknown.Name}' has no value here", instead);
            }
            else if (NearestName.Find(unknown.Name, _known) is { } near)
            {
                bag.Add(node, $"unknown placeholder '{unknown.Name}'", $"Did you mean '{near}'?");
            }
            else if (unknown.IsError)
            {
                var word = unknown.Name.Split('.')[0];
                var parts = _known.Where(name => name == word || name.StartsWith(word + ".", StringComparison.Ordinal));
                bag.Add(node, $"unknown placeholder '{unknown.Name}'", $"There is {string.Join(", ", parts)}.");
            }
        }
    }
}
