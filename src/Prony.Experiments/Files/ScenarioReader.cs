using System.Text;
using Prony.Experiments.Data;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Load.Checks;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files;

/// <summary>Reads one scenario: requests, their data, expectation, load.</summary>
internal sealed class ScenarioReader(DiagnosticBag bag)
{
    /// <summary>The scenario, as far as it can be read.</summary>
    public ScenarioDefinition Read(NamedEntry<BoundTable> entry)
    {
        var table = entry.Value;
        var data = ReadData(table);
        var written = table.TryGet(ExperimentKeys.Request, out var only) ? [only] : (table.GetOrDefault(ExperimentKeys.RequestList) ?? []).Select(request => request.Value);
        IReadOnlyList<RequestDefinition> requests = [.. written.Select(request => ReadRequest(request, table, data?.Rows.Table))];
        return new ScenarioDefinition(
            entry.Name,
            requests,
            table.TryGet(ExperimentKeys.Expect, out var expect) ? expect.Get(ExperimentKeys.ExpectStatus) : StatusSet.Default,
            table.Get(ExperimentKeys.Timeout),
            new LoadReader(bag).Read(table.GetOrDefault(LoadKeys.Load)))
        {
            HeadLimit = table.Get(ExperimentKeys.HeadLimit),
            Data = data,
            Same = ReadSame(table),
            KeepAliveRequired = table.Get(SameKeys.KeepAlive) == KeepAliveName.Required,
            Checks = expect is null ? ResponseChecks.None : new ExpectReader(bag).Read(expect, requests.Select(r => r.Method)),
        };
    }

    private SameRecord ReadSame(BoundTable table)
    {
        if (!table.TryGet(SameKeys.Same, out var same))
        {
            return new SameRecord(SameBodyName.Length, null);
        }

        var body = same.Get(SameKeys.Body);
        if (!same.TryGet(SameKeys.Tolerance, out var tolerance))
        {
            return new SameRecord(body, null);
        }

        if (body != SameBodyName.Length)
        {
            bag.Add(same.At(SameKeys.Tolerance), $"same.tolerance has no meaning with body: {body}", $"Remove it, or say body: {SameBodyName.Length}.");
        }

        return new SameRecord(body, tolerance);
    }

    /// <summary>The rows; null when there are none or they could not be read.</summary>
    private ScenarioData? ReadData(BoundTable table)
    {
        if (!table.TryGet(ExperimentKeys.Data, out var data) || !data.TryGet(ExperimentKeys.DataPath, out var name))
        {
            return null;
        }

        var order = data.Get(ExperimentKeys.DataRowOrder) == DataOrderName.Random ? DataOrder.Random : DataOrder.RoundRobin;
        var result = DataFile.Read(Path.Combine(table.Node.File.Folder, name), name, order);
        foreach (var diagnostic in result.Diagnostics)
        {
            if (diagnostic.Line == 0)
            {
                bag.Add(data.At(ExperimentKeys.DataPath), $"data: {name}: {diagnostic.Message}", diagnostic.Hint);
            }
            else
            {
                bag.Add(diagnostic);
            }
        }

        return result.Value;
    }

    private RequestDefinition ReadRequest(BoundTable table, BoundTable scenario, DataTable? data)
    {
        var request = ReadRequest(table);
        RequestCheck.HideSecrets(request, data, bag.Secrets);
        if (data is null && scenario.IsWritten(ExperimentKeys.Data))
        {
            return request;   // what is wrong with the data is said already
        }

        foreach (var problem in RequestCheck.Find(request, data, "Add 'data: FILE' to the scenario."))
        {
            bag.Add(NodeOf(problem, table), problem.Message, problem.Hint);
        }

        return request;
    }

    private static Node NodeOf(RequestProblem problem, BoundTable table) => problem.Part switch
    {
        RequestPart.Path => table.At(MethodOf(table)),
        RequestPart.Header => table.GetOrDefault(ExperimentKeys.Headers)![problem.Header].Node,
        _ => table.At(table.IsWritten(ExperimentKeys.BodyFile) ? ExperimentKeys.BodyFile : ExperimentKeys.Body),
    };

    private static Key<string> MethodOf(BoundTable table) => ExperimentKeys.MethodKeys.FirstOrDefault(table.IsWritten) ?? ExperimentKeys.MethodKeys[0];

    private RequestDefinition ReadRequest(BoundTable table)
    {
        var method = MethodOf(table);
        var headers = table.GetOrDefault(ExperimentKeys.Headers) ?? [];
        foreach (var header in headers.Where(h => SecretHeader.IsSecret(h.Name)))
        {
            Hide(header.Value, header.Node, bag);
        }

        return new RequestDefinition(
            method.Name.ToUpperInvariant(),
            table.GetOrDefault(method) ?? "/",
            [.. headers.Select(h => KeyValuePair.Create(h.Name, h.Value))],
            ReadBody(table))
        {
            Weight = table.TryGet(ExperimentKeys.Weight, out var weight) ? weight : 1,
        };
    }

    private ReadOnlyMemory<byte> ReadBody(BoundTable table)
    {
        if (table.TryGet(ExperimentKeys.Body, out var text))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        if (!table.TryGet(ExperimentKeys.BodyFile, out var file))
        {
            return default;
        }

        if (!BodyFile.TryRead(() => File.OpenRead(Path.Combine(table.Node.File.Folder, file)), out var body, out var error))
        {
            bag.Add(table.At(ExperimentKeys.BodyFile), $"body-file: {error}");
        }

        return body;
    }

    /// <summary>Hides the value of a secret header, in the text of the file too.</summary>
    public static void Hide(string value, Node node, DiagnosticBag bag)
    {
        RequestCheck.HideHeader(value, bag.Secrets);
        if (node is ScalarNode scalar)
        {
            scalar.File.Hide(scalar);
        }
    }
}
