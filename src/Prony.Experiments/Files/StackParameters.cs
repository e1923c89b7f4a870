using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Settings of `with`.</summary>
internal static class StackParameters
{
    /// <summary>Whether a stack has the parameter that a setting names; one that it has not is reported.</summary>
    public static bool Check(StackDefinition stack, NamedEntry<string> setting, DiagnosticBag bag)
    {
        var names = stack.Parameters.Select(p => p.Key).ToList();
        if (names.Contains(setting.Name))
        {
            return true;
        }

        var none = names.Count == 0 ? "It has none." : $"It has {string.Join(", ", names)}.";
        bag.Add(setting.Key, $"the stack {stack.Name} has no parameter '{setting.Name}'", NearestName.Hint(setting.Name, names, none));
        return false;
    }

    /// <summary>Reports a setting that holds what is known only at the start of services, when the stack prepares something with it.</summary>
    /// <param name="stack">That the setting is given to.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="services">Names of what services have, such as "web.address".</param>
    /// <param name="bag">Collects the errors.</param>
    public static void CheckKnownEarly(StackDefinition stack, NamedEntry<string> setting, IReadOnlyList<string> services, DiagnosticBag bag)
    {
        if (Placeholders.FindKnown(setting.Value, services) is [var late, ..] && UsedToPrepare(stack).Contains(setting.Name))
        {
            bag.Add(
                setting.Node,
                $"the stack {stack.Name} prepares something with '{setting.Name}', but '{late}' has a value only when the services start",
                "Give it a value that is known before, or let the stack use it in command, env or files instead of prepare.");
        }
    }

    /// <summary>Parameters that steps which prepare hold, also by way of other parameters and of included stacks.</summary>
    private static HashSet<string> UsedToPrepare(StackDefinition stack)
    {
        var names = stack.Parameters.Select(p => p.Key).ToList();
        var texts = stack.Services.Where(service => service.Include.Length == 0).SelectMany(service => service.Prepare).SelectMany(step => step.Command);
        foreach (var include in stack.Includes)
        {
            var used = UsedToPrepare(include.Stack);
            texts = texts.Concat(include.With.Where(given => used.Contains(given.Key)).Select(given => given.Value));
        }

        var found = texts.SelectMany(text => Placeholders.FindKnown(text, names)).ToHashSet();

        // A parameter sees only those above it, so one pass from below is enough.
        foreach (var (name, text) in stack.Parameters.Reverse().Where(p => found.Contains(p.Key)))
        {
            found.UnionWith(Placeholders.FindKnown(text, names.TakeWhile(other => other != name)));
        }

        return found;
    }
}
