using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Load.Checks;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files;

/// <summary>Reads what a response has to be besides its status.</summary>
internal sealed class ExpectReader(DiagnosticBag bag)
{
    private static readonly (Key<string> Key, TextRelation Relation)[] HeaderRelations =
        [(ExpectKeys.HeaderEquals, TextRelation.Equal), (ExpectKeys.HeaderContains, TextRelation.Contain), (ExpectKeys.HeaderMatches, TextRelation.Match)];

    /// <summary>The checks in the order in which they are made: headers, then the body, the cheap ones first.</summary>
    /// <param name="expect">What the file says.</param>
    /// <param name="methods">Of the requests.</param>
    public ResponseChecks Read(BoundTable expect, IEnumerable<string> methods)
    {
        var headers = ReadHeaders(expect.GetOrDefault(ExpectKeys.Headers) ?? []);
        var body = expect.TryGet(ExpectKeys.Body, out var table) ? ReadBody(table) : [];
        if (methods.Contains("HEAD") && body.Count > 0)
        {
            bag.Add(expect.At(ExpectKeys.Body), "expect.body: the answer to a HEAD request has no body", "Check headers only, or ask with 'get'.");
        }

        if (expect.IsWritten(ExpectKeys.Every) && !expect.IsWritten(ExpectKeys.Headers) && !expect.IsWritten(ExpectKeys.Body))
        {
            bag.Add(expect.At(ExpectKeys.Every), "expect.every: there is nothing that could be checked less often; the status always is", "Add 'headers' or 'body', or remove it.");
        }

        return new ResponseChecks([.. headers, .. body], expect.Get(ExpectKeys.Every));
    }

    private List<ResponseCheck> ReadHeaders(IReadOnlyList<NamedEntry<BoundTable>> headers)
    {
        var checks = new List<ResponseCheck>();
        foreach (var header in headers)
        {
            foreach (var (key, relation) in HeaderRelations)
            {
                if (!header.Value.TryGet(key, out var expected))
                {
                    continue;
                }

                if (SecretHeader.IsSecret(header.Name))
                {
                    ScenarioReader.Hide(expected, header.Value.At(key), bag);
                }

                if (ResponseCheck.TryHeader(header.Name, relation, expected, out var check, out _))
                {
                    checks.Add(check);
                }
            }
        }

        return checks;
    }

    private static List<ResponseCheck> ReadBody(BoundTable body)
    {
        var checks = new List<ResponseCheck>();
        if (body.TryGet(ExpectKeys.BodyLength, out var length))
        {
            checks.Add(ResponseCheck.BodyLength(length));
        }

        checks.AddRange((body.GetOrDefault(ExpectKeys.BodyContains) ?? []).Select(text => text.Value));
        if (body.TryGet(ExpectKeys.BodySha256, out var hash))
        {
            checks.Add(hash);
        }

        foreach (var value in body.GetOrDefault(ExpectKeys.BodyJson) ?? [])
        {
            if (ResponseCheck.TryJson(value.Name, value.Value, out var check, out _))
            {
                checks.Add(check);
            }
        }

        checks.AddRange((body.GetOrDefault(ExpectKeys.BodyMatches) ?? []).Select(text => text.Value));
        return checks;
    }
}
