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
        misplaced["data"] = "A parameter has its value before a service has its folder: write {data} into the command or env of the service.";
        misplaced["instance"] = "A parameter is the same for all instances: write {instance} into the command or env of the service.";
        return new PlaceholderScope(ForParameters.Concat(all.Take(index)), misplaced);
    }

    /// <summary>Scope of what a stack says of itself, which is written before anything starts.</summary>
    public static PlaceholderScope OfDeclared(IEnumerable<string> parameters) => new(
        [.. ForParameters, .. parameters],
        new Dictionary<string, string> { ["port"] = "What is declared is written before ports are chosen.", ["prepared"] = "What is declared is written before anything is prepared." });

    /// <summary>Scope of what a service needs before ports are chosen: its user and how many instances of it there are.</summary>
    public static PlaceholderScope OfLaunching(IEnumerable<string> parameters) => new(
        [.. ForParameters, .. parameters],
        new Dictionary<string, string> { ["port"] = "Ports are chosen when it is known how many instances there are and as whom they run." });

    /// <summary>Scope of the steps that prepare.</summary>
    public static PlaceholderScope OfPreparing(IEnumerable<string> parameters) => new(
        [.. ForParameters, .. parameters, "prepared"],
        new Dictionary<string, string>
        {
            ["port"] = "Steps run before ports are chosen.",
            ["data"] = "Steps run once, before any start: make it in {prepared}, and copy it into {data} in the command.",
        });

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

    /// <summary>Scope of the commands beside trials: the front's, and the trial.</summary>
    /// <param name="parameters">Names of the parameters.</param>
    /// <param name="services">Names of what services of the file have.</param>
    /// <param name="isPrepared">The front has steps that prepare.</param>
    public static PlaceholderScope OfHook(IEnumerable<string> parameters, IEnumerable<string> services, bool isPrepared)
    {
        var front = OfService(parameters, services, isPrepared);
        return new PlaceholderScope(front._known.Append("trial"), front._misplaced);
    }

    /// <summary>Scope of what is given to a stack that is included.</summary>
    /// <param name="parameters">Names of the parameters of the including file.</param>
    /// <param name="services">Names of what its services have.</param>
    public static PlaceholderScope OfIncludedWith(IEnumerable<string> parameters, IEnumerable<string> services) => new(
        [.. ForParameters, .. parameters, .. services],
        new Dictionary<string, string>
        {
            ["port"] = "An included stack has no port of its own: write {SERVICE.port}.",
            ["data"] = "An included stack has no folder of its own: write {SERVICE.data}.",
            ["instance"] = "An included stack has no number: only instances of a service have one.",
            ["prepared"] = "Nothing is prepared here: a service of the included stack may prepare something.",
        });

    /// <summary>The same with more names.</summary>
    public PlaceholderScope And(IEnumerable<string> names) => new(_known.Concat(names), _misplaced);

    /// <summary>Whether a text holds the port of a service, under its own or the service's name.</summary>
    public static bool UsesPort(string text, string service) =>
        text.Contains("{port}", StringComparison.Ordinal)
        || text.Contains($"{{{service}.port}}", StringComparison.Ordinal)
        || text.Contains($"{{{service}.address}}", StringComparison.Ordinal);

    /// <summary>The names that have a value.</summary>
    public IReadOnlyList<string> Names => _known;

    /// <summary>What to do about a name that has no value here, for a text in which no name may be unknown.</summary>
    public string HintFor(string name) =>
        _misplaced.TryGetValue(name, out var instead) ? instead
        : NearestName.Find(name, _known) is { } near ? $"Did you mean '{near}'?"
        : $"There is {string.Join(", ", _known)}.";

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
