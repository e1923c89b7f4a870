using System.Text;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Load.Plans;

namespace Prony.Experiments.Files;

/// <summary>Reads one scenario: request, expectation, load.</summary>
internal sealed class ScenarioReader(DiagnosticBag bag)
{
    /// <summary>The scenario, as far as it can be read.</summary>
    public ScenarioDefinition Read(NamedEntry<BoundTable> entry)
    {
        var table = entry.Value;
        return new ScenarioDefinition(
            entry.Name,
            [ReadRequest(table.GetOrDefault(ExperimentKeys.Request))],
            table.TryGet(ExperimentKeys.Expect, out var expect) ? expect.Get(ExperimentKeys.ExpectStatus) : StatusSet.Default,
            table.Get(ExperimentKeys.Timeout),
            new LoadReader(bag).Read(table.GetOrDefault(LoadKeys.Load)))
        {
            HeadLimit = table.Get(ExperimentKeys.HeadLimit),
        };
    }

    private RequestDefinition ReadRequest(BoundTable? table)
    {
        if (table is null)
        {
            return new RequestDefinition("GET", "/", [], default);
        }

        var method = ExperimentKeys.MethodKeys.FirstOrDefault(table.IsWritten) ?? ExperimentKeys.MethodKeys[0];
        var headers = table.GetOrDefault(ExperimentKeys.Headers) ?? [];
        foreach (var header in headers.Where(h => SecretHeader.IsSecret(h.Name)))
        {
            HideHeader(header);
        }

        return new RequestDefinition(
            method.Name.ToUpperInvariant(),
            table.GetOrDefault(method) ?? "/",
            [.. headers.Select(h => KeyValuePair.Create(h.Name, h.Value))],
            table.TryGet(ExperimentKeys.Body, out var body) ? Encoding.UTF8.GetBytes(body) : default);
    }

    private void HideHeader(NamedEntry<string> header)
    {
        SecretHeader.Hide(header.Value, bag.Secrets);
        if (header.Node is ScalarNode scalar)
        {
            scalar.File.Hide(scalar);
        }
    }
}
