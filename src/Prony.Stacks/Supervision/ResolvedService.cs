using System.Globalization;
using Prony.Stacks.Definitions;
using Prony.Stacks.Layers;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>A service with every placeholder replaced.</summary>
/// <param name="Instances">Command, environment, working directory (absolute) and what to ask of each instance, without placeholders; at least one.</param>
/// <param name="Files">What is to be written into its folder: name and text.</param>
/// <param name="Processes">Expected processes; 0 when unknown.</param>
internal sealed record ResolvedService(
    IReadOnlyList<ServiceDefinition> Instances, IReadOnlyList<KeyValuePair<string, string>> Files, int Processes)
{
    /// <summary>The first instance: what is the same for all is read from it.</summary>
    internal ServiceDefinition Definition => Instances[0];

    /// <param name="service">The service as it is written.</param>
    /// <param name="instances">How many are started.</param>
    /// <param name="valuesOf">The scope of an instance, by its number from 1.</param>
    internal static ResolvedService From(ServiceDefinition service, int instances, Func<int, IReadOnlyDictionary<string, string>> valuesOf)
    {
        Check(service);
        var scopes = Enumerable.Range(1, instances).Select(valuesOf).ToList();
        return new ResolvedService(
            [.. scopes.Select(values => Resolve(service, values))],
            [.. service.Files.SelectMany(file => Render(file, scopes))],
            ProcessCount(service, scopes[0]));
    }

    private static ServiceDefinition Resolve(ServiceDefinition service, IReadOnlyDictionary<string, string> values)
    {
        string Replace(string text) => Placeholders.Resolve(text, values);
        return service with
        {
            Command = [.. service.Command.Select(Replace)],
            Env = [.. service.Env.Select(pair => KeyValuePair.Create(pair.Key, Replace(pair.Value)))],
            Metrics = MetricTexts.Resolve(service.Metrics, values),
            Cwd = Path.GetFullPath(service.Cwd is null ? "." : Replace(service.Cwd), values["dir"]),
            Ready = service.Ready with
            {
                HttpPath = service.Ready.HttpPath is { } path ? Replace(path) : null,
                Body = service.Ready.Body is { IsPattern: false } body ? body with { Text = Replace(body.Text) } : service.Ready.Body,
                Command = service.Ready.Command is { } command ? [.. command.Select(Replace)] : null,
            },
        };
    }

    /// <summary>Once, with the values of the first instance; a file whose name holds {instance} once for each.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Render(FileTemplate file, List<IReadOnlyDictionary<string, string>> scopes)
    {
        const string number = "{instance}";
        return scopes.Take(file.Name.Contains(number, StringComparison.Ordinal) ? scopes.Count : 1)
            .Select(values => KeyValuePair.Create(file.Name.Replace(number, values["instance"], StringComparison.Ordinal), RenderText(file, values)));
    }

    private static string RenderText(FileTemplate file, IReadOnlyDictionary<string, string> values)
    {
        try
        {
            return TemplateText.Render(file.Text, values);
        }
        catch (PlaceholderException e)
        {
            throw new PlaceholderException($"{file.Source ?? file.Name}: {e.Message}");
        }
    }

    /// <summary>What a reader of stack files checks with positions; a definition made in code has only this.</summary>
    private static void Check(ServiceDefinition service)
    {
        var problem =
            service.Command.Count == 0 ? "it has no command"
            : service.Socket is { As: < 0 or 1 or 2 } ? "its socket cannot be handed over as descriptor 1 or 2, which are its output"
            : service.Socket is { ListenFds: true, As: not 3 } ? "with LISTEN_FDS its socket is descriptor 3"
            : !Signals.TryGetNumber(service.Stop.Signal, out _) ? $"there is no signal '{service.Stop.Signal}'; write a name such as SIGTERM"
            : service.Files.FirstOrDefault(file => FileTemplate.ProblemOfName(file.Name) is not null) is { } file ? FileTemplate.ProblemOfName(file.Name)
            : service.Ready.Log is { IsPattern: true } log && TextPattern.ProblemOf(log.Text) is { } wrong ? $"ready.log is no regular expression: {wrong}"
            : service.Ready.Body is { IsPattern: true } body && TextPattern.ProblemOf(body.Text) is { } odd ? $"ready.body is no regular expression: {odd}"
            : null;
        if (problem is not null)
        {
            throw new StackStartException(StartFailureKind.Invalid, service.Name, $"Service '{service.Name}' cannot be started: {problem}.", []);
        }
    }

    private static int ProcessCount(ServiceDefinition service, IReadOnlyDictionary<string, string> values)
    {
        if (service.Processes is null)
        {
            return 0;
        }

        var text = Placeholders.Resolve(service.Processes, values);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new PlaceholderException($"processes of '{service.Name}' is '{text}', which is not a whole number. Write a number or an expression such as {{workers + 1}}.");
    }
}
