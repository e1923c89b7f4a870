using System.Text;
using Prony.Load.Checks;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests.Checks;

/// <summary>Checks and loads with checks that several tests share.</summary>
internal static class Checking
{
    public static ResponseCheck Header(string name, TextRelation relation, string expected) =>
        ResponseCheck.TryHeader(name, relation, expected, out var check, out var error) ? check : throw new ArgumentException(error);

    public static ResponseCheck Body(TextRelation relation, string expected) =>
        ResponseCheck.TryBody(relation, expected, out var check, out var error) ? check : throw new ArgumentException(error);

    public static ResponseCheck Sha256(string hex) =>
        ResponseCheck.TryBodySha256(hex, out var check, out var error) ? check : throw new ArgumentException(error);

    public static ResponseCheck Json(string pointer, string expected) =>
        ResponseCheck.TryJson(pointer, JsonScalar.TryRead(expected, out var scalar) ? scalar : JsonScalar.OfText(expected), out var check, out var error)
            ? check
            : throw new ArgumentException(error);

    /// <summary>Runs a load and checks what holds of every load with checks.</summary>
    public static LoadRecord Run(ScriptedServer server, long requests, ResponseChecks checks, Func<LoadPlan, LoadPlan>? change = null)
    {
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = requests, Checks = checks, Timeout = TimeSpan.FromSeconds(30) };
        var record = Loads.Run(change is null ? plan : change(plan)).Record;
        record.Checks.ShouldNotBeNull();
        record.Checks.Results.Select(r => r.Check).ShouldBe(checks.All.Select(c => plan.Secrets.Mask(c.Text)));
        record.Checks.Results.Sum(r => r.Failed).ShouldBe(record.Outcomes.Expect);
        record.Samples.Count.ShouldBeLessThanOrEqualTo((int)Math.Min(10, record.Outcomes.Expect));
        (record.Samples.Count > 0).ShouldBe(record.Outcomes.Expect > 0);
        return record;
    }

    /// <summary>A body with a fixed length, in chunks, or ended by closing.</summary>
    public static string Respond(string framing, string body, string fields = "") => framing switch
    {
        "length" => $"HTTP/1.1 200 OK\r\n{fields}Content-Length: {body.Length}\r\n\r\n{body}",
        "chunked" => $"HTTP/1.1 200 OK\r\n{fields}Transfer-Encoding: chunked\r\n\r\n" + Chunks(body) + "0\r\nX-Trailer: t\r\n\r\n",
        "interim" => $"HTTP/1.1 103 Early Hints\r\nX-Id: 9\r\nContent-Type: early/hints\r\n\r\nHTTP/1.1 200 OK\r\n{fields}Content-Length: {body.Length}\r\n\r\n{body}",
        _ => $"HTTP/1.0 200 OK\r\n{fields}\r\n{body}",
    };

    /// <summary>Chunks of three bytes.</summary>
    private static string Chunks(string body)
    {
        var chunks = new StringBuilder();
        for (var at = 0; at < body.Length; at += 3)
        {
            var piece = body[at..Math.Min(body.Length, at + 3)];
            chunks.Append(System.Globalization.CultureInfo.InvariantCulture, $"{piece.Length:x};ext=1\r\n{piece}\r\n");
        }

        return chunks.ToString();
    }
}
