using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Checks the placeholders of a stack file, each text in the scope that the supervisor will give it.</summary>
/// <param name="parameters">Of the file.</param>
/// <param name="services">Of the file.</param>
/// <param name="stack">What both make.</param>
/// <param name="bag">Collects the errors.</param>
internal sealed class StackTexts(IReadOnlyList<NamedEntry<string>> parameters, ServiceList services, StackDefinition stack, DiagnosticBag bag)
{
    private readonly List<string> _parameterNames = [.. parameters.Select(p => p.Name)];
    private readonly IReadOnlyList<string> _serviceNames = ServiceNames.PlaceholdersOf(stack);

    /// <summary>Checks all texts of a stack file.</summary>
    /// <param name="root">The file.</param>
    public void Check(BoundTable root)
    {
        foreach (var (parameter, index) in parameters.Select((parameter, index) => (parameter, index)))
        {
            PlaceholderScope.OfParameter(_parameterNames, index).Check(parameter.Node, parameter.Value, bag);
        }

        foreach (var declared in root.GetOrDefault(StackKeys.Declares) ?? [])
        {
            PlaceholderScope.OfDeclared(_parameterNames).Check(declared.Node, declared.Value, bag);
        }

        CheckServices();
        if (services.IsWhole && root.TryGet(StackKeys.Target, out var target))
        {
            PlaceholderScope.OfService(_parameterNames, _serviceNames, isPrepared: false).Check(root.At(StackKeys.Target), target, bag);
        }
    }

    /// <summary>Checks the texts of the services and what is given to included stacks; without a stack that could not be read nobody knows what they may name.</summary>
    public void CheckServices()
    {
        if (!services.IsWhole)
        {
            return;
        }

        foreach (var (entry, service) in services.Own.Zip(services.OwnServices))
        {
            CheckService(entry.Value, service);
        }

        var scope = PlaceholderScope.OfIncludedWith(_parameterNames, _serviceNames);
        foreach (var (entry, include) in services.Includes.Zip(services.IncludedStacks))
        {
            foreach (var setting in entry.Value.GetOrDefault(StackKeys.IncludedWith) ?? [])
            {
                scope.Check(setting.Node, setting.Value, bag);
                StackParameters.CheckKnownEarly(include.Stack, setting, _serviceNames, bag);
            }
        }
    }

    private void CheckService(BoundTable table, ServiceDefinition service)
    {
        var scope = PlaceholderScope.OfService(_parameterNames, _serviceNames, service.Prepare.Count > 0);
        CheckCommand(table, StackKeys.Command, scope);
        foreach (var variable in table.GetOrDefault(StackKeys.Env) ?? [])
        {
            scope.Check(variable.Node, variable.Value, bag);
        }

        CheckText(table, StackKeys.Processes, scope);
        CheckText(table, StackKeys.Cwd, scope);
        if (table.TryGet(StackKeys.Ready, out var ready))
        {
            CheckText(ready, StackKeys.Http, scope);
        }

        foreach (var step in table.GetOrDefault(StackKeys.Prepare) ?? [])
        {
            CheckCommand(step.Value, StackKeys.PrepareCommand, PlaceholderScope.OfPreparing(_parameterNames));
        }
    }

    private void CheckText(BoundTable table, Key<string> key, PlaceholderScope scope)
    {
        if (table.TryGet(key, out var text))
        {
            scope.Check(table.At(key), text, bag);
        }
    }

    /// <summary>Each word at its own place where the command is a list.</summary>
    private void CheckCommand(BoundTable table, Key<IReadOnlyList<string>> key, PlaceholderScope scope)
    {
        var places = table.At(key) is ListNode list ? list.Items : [];
        foreach (var (word, index) in (table.GetOrDefault(key) ?? []).Select((word, index) => (word, index)))
        {
            scope.Check(index < places.Count ? places[index] : table.At(key), word, bag);
        }
    }
}
