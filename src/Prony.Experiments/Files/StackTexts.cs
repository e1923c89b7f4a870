using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Checks the placeholders of a stack file, each text in the scope that the supervisor will give it.</summary>
internal sealed class StackTexts(
    IReadOnlyList<NamedEntry<string>> parameters, IReadOnlyList<ServiceDefinition> services, TemplateReader templates, DiagnosticBag bag)
{
    private readonly List<string> _parameterNames = [.. parameters.Select(p => p.Name)];

    /// <summary>Checks all texts.</summary>
    /// <param name="root">The file.</param>
    /// <param name="entries">Its services, in the same order as the definitions.</param>
    public void Check(BoundTable root, IReadOnlyList<NamedEntry<BoundTable>> entries)
    {
        foreach (var (parameter, index) in parameters.Select((parameter, index) => (parameter, index)))
        {
            PlaceholderScope.OfParameter(_parameterNames, index).Check(parameter.Node, parameter.Value, bag);
        }

        foreach (var declared in root.GetOrDefault(StackKeys.Declares) ?? [])
        {
            PlaceholderScope.OfDeclared(_parameterNames).Check(declared.Node, declared.Value, bag);
        }

        CheckHooks(root);
        foreach (var (entry, service) in entries.Zip(services))
        {
            CheckService(entry.Value, service);
        }

        if (root.TryGet(StackKeys.Target, out var target))
        {
            PlaceholderScope.OfService(_parameterNames, services, isPrepared: false).Check(root.At(StackKeys.Target), target, bag);
        }
    }

    private void CheckService(BoundTable table, ServiceDefinition service)
    {
        var scope = PlaceholderScope.OfService(_parameterNames, services, service.Prepare.Count > 0);
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
            CheckCommand(ready, StackKeys.ReadyCommand, scope);
        }

        var before = PlaceholderScope.OfLaunching(_parameterNames);
        CheckText(table, StackKeys.User, before);
        CheckText(table, StackKeys.Instances, before);
        templates.Check(service, scope);
        foreach (var source in table.GetOrDefault(MetricKeys.Metrics) ?? [])
        {
            CheckMetrics(source.Value, scope);
        }

        foreach (var step in table.GetOrDefault(StackKeys.Prepare) ?? [])
        {
            CheckCommand(step.Value, StackKeys.PrepareCommand, PlaceholderScope.OfPreparing(_parameterNames));
            foreach (var input in step.Value.GetOrDefault(StackKeys.Inputs) ?? [])
            {
                before.Check(input.Node, input.Value, bag);
            }
            CheckText(step.Value, StackKeys.PrepareUser, before);
        }
    }

    private void CheckMetrics(BoundTable source, PlaceholderScope scope)
    {
        CheckText(source, MetricKeys.Http, scope);
        CheckText(source, MetricKeys.Unix, scope);
        CheckText(source, MetricKeys.Tcp, scope);
        CheckText(source, MetricKeys.Send, scope);
        CheckCommand(source, MetricKeys.Command, scope);
        foreach (var pair in source.GetOrDefault(MetricKeys.Row) ?? [])
        {
            scope.Check(pair.Node, pair.Value, bag);
        }

        foreach (var value in (source.GetOrDefault(MetricKeys.Values) ?? []).Where(_ => source.GetOrDefault(MetricKeys.Read) == "lines"))
        {
            scope.Check(value.Node, value.Value.Text ?? value.Value.Table?.GetOrDefault(MetricKeys.Matches) ?? "", bag);
        }
    }

    /// <summary>Commands beside trials see what the front sees, and the name of the trial.</summary>
    private void CheckHooks(BoundTable root)
    {
        if (services.Count == 0)
        {
            return;
        }

        var scope = PlaceholderScope.OfHook(_parameterNames, services);
        foreach (var hook in (root.GetOrDefault(HookKeys.BeforeTrial) ?? []).Concat(root.GetOrDefault(HookKeys.AfterTrial) ?? []))
        {
            var places = hook.Value.Place is ListNode list ? list.Items : [];
            foreach (var (word, index) in hook.Value.Words.Select((word, index) => (word, index)))
            {
                scope.Check(index < places.Count ? places[index] : hook.Value.Place, word, bag);
            }
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
