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
            ReadPoints(table.GetOrDefault(ExperimentKeys.Load)))
        {
            Data = data,
            Checks = expect is null ? ResponseChecks.None : new ExpectReader(bag).Read(expect, requests.Select(r => r.Method)),
        };
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
        if (!table.TryGet(ExperimentKeys.BodyFile, out var file))
        {
            return table.TryGet(ExperimentKeys.Body, out var text) ? Encoding.UTF8.GetBytes(text) : default;
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

    private List<PointRecord> ReadPoints(BoundTable? load)
    {
        if (load is null)
        {
            return [];
        }

        long? requests = load.TryGet(ExperimentKeys.Requests, out var count) ? count : null;
        if (load.TryGet(ExperimentKeys.Users, out var users))
        {
            return Steps("users", users, n => UserPoint(n, load) with { Requests = requests });
        }

        if (load.TryGet(ExperimentKeys.Rate, out var rate) && rate.Ramp is null)
        {
            return Steps("rate", rate.Steps, perS => new PointRecord(null, perS, load.Get(ExperimentKeys.Arrivals)) { Requests = requests });
        }

        if (requests is not null)
        {
            bag.Add(load.At(ExperimentKeys.Requests), "load.requests: a ramp and stages have a length, which a count of requests cannot end", "Remove 'requests'.");
        }

        return Staged(rate?.Ramp is { } ramp ? RampStage(ramp) : Stages(load), load);
    }

    private static List<StageRecord> RampStage(BoundTable ramp) =>
        ramp.TryGet(ExperimentKeys.From, out var from) && ramp.TryGet(ExperimentKeys.To, out var to) && ramp.TryGet(ExperimentKeys.Over, out var over)
            ? [new StageRecord(from, to, over.TotalSeconds)]
            : [];

    private static List<StageRecord> Stages(BoundTable load)
    {
        var stages = new List<StageRecord>();
        foreach (var stage in load.GetOrDefault(ExperimentKeys.Stages) ?? [])
        {
            if (stage.Value.TryGet(ExperimentKeys.StageRate, out var rate) && stage.Value.TryGet(ExperimentKeys.StageLength, out var length))
            {
                stages.Add(new StageRecord(rate, rate, length.TotalSeconds));
            }
        }

        return stages;
    }

    /// <summary>One point, none when the stages could not be read.</summary>
    private static List<PointRecord> Staged(List<StageRecord> stages, BoundTable load)
    {
        var lengthS = stages.Sum(s => s.ForS);
        return lengthS > 0
            ? [new PointRecord(null, stages.Sum(s => (s.FromPerS + s.ToPerS) / 2 * s.ForS) / lengthS, load.Get(ExperimentKeys.Arrivals)) { Stages = stages }]
            : [];
    }

    private static PointRecord UserPoint(int users, BoundTable load) => new(users, null)
    {
        ThinkS = Seconds(load, ExperimentKeys.Think),
        PaceS = Seconds(load, ExperimentKeys.Pace),
        RampS = Seconds(load, ExperimentKeys.Ramp),
    };

    private static double? Seconds(BoundTable load, Key<TimeSpan> key) =>
        load.TryGet(key, out var length) && length > TimeSpan.Zero ? length.TotalSeconds : null;

    /// <summary>One point for each value; a value that stands twice would give two trials the same folder.</summary>
    private List<PointRecord> Steps<T>(string key, IReadOnlyList<Placed<T>> values, Func<T, PointRecord> point)
    {
        var points = new List<PointRecord>();
        foreach (var value in values)
        {
            var next = point(value.Value);
            if (points.Contains(next))
            {
                bag.Add(value.Node, $"load.{key}: the list holds {next.Text} twice", "Remove one of them; 'rounds' says how often each load is measured.");
            }

            points.Add(next);
        }

        return points;
    }
}
