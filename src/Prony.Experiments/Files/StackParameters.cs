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
}
