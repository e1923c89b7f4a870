using System.Security.Cryptography;
using System.Text;
using Prony.Load.Checks;
using Prony.Load.Plans;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests.Checks;

/// <summary>Checks against real servers.</summary>
public sealed class CheckTests
{
    private const string Document = """{"state": "ready", "items": [{"id": 5}, {"id": 12.50}], "none": null, "ok": true, "a/b": "caf\u00e9"}""";
    private const string Fields = "Content-Type: application/json\r\nX-Id:  42\t\r\nX-Folded: a\r\n  b\r\nVia: one\r\nVia: two\r\n";

    private static readonly string[] Framings = ["length", "chunked", "close", "interim"];

    /// <summary>A check, and whether <see cref="Document"/> with <see cref="Fields"/> passes it.</summary>
    public static TheoryData<string, string, string, bool> Cases => new()
    {
        { "header", "Content-Type = application/json", "", true },
        { "header", "content-TYPE = application/json", "", true },
        { "header", "Content-Type = text/html", "it is \"application/json\"", false },
        { "header", "Content-Type ~ ^application/(json|xml)$", "", true },
        { "header", "Content-Type ~ ^text/", "it is \"application/json\"", false },
        { "header", "Content-Type * json", "", true },
        { "header", "X-Id = 42", "", true },
        { "header", "X-Folded ~ ^a +b$", "", true },
        { "header", "Via = two", "", true },
        { "header", "Via = three", "it is \"one\"", false },
        { "header", "X-Trailer = t", "there is none", false },
        { "body", "* \"state\": \"ready\"", "", true },
        { "body", "* \"state\": \"broken\"", "it is \"{\"state\": \"ready\", \"items\": [{\"id\": 5}, {\"id\": 12.50}], \"none\": null, \"ok\": true, \"a/b\": \"caf\\u00e9\"…\"", false },
        { "body", "~ \"id\": 1\\d\\.", "", true },
        { "body", "~ ^\\d+$", null!, false },
        { "length", "", "", true },
        { "length", "1", null!, false },
        { "sha256", "", "", true },
        { "sha256", "0000000000000000000000000000000000000000000000000000000000000000", null!, false },
        { "json", "/state=ready", "", true },
        { "json", "/state=\"ready\"", "", true },
        { "json", "/state=busy", "it is \"ready\"", false },
        { "json", "/items/0/id=5", "", true },
        { "json", "/items/0/id=5.0", "", true },
        { "json", "/items/1/id=125e-1", "", true },
        { "json", "/items/0/id=\"5\"", "it is 5", false },
        { "json", "/items/0=5", "it is an object", false },
        { "json", "/items=5", "it is a list", false },
        { "json", "/items/2/id=5", "there is none", false },
        { "json", "/items/-/id=5", "there is none", false },
        { "json", "/items/00/id=5", "there is none", false },
        { "json", "/state/x=5", "there is none", false },
        { "json", "/none=null", "", true },
        { "json", "/ok=true", "", true },
        { "json", "/ok=false", "it is true", false },
        { "json", "/a~1b=café", "", true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_check_sees_the_same_however_the_body_is_delimited(string kind, string what, string? found, bool passes)
    {
        foreach (var framing in Framings)
        {
            using var server = Serving(Checking.Respond(framing, Document, Fields), closes: framing == "close");

            var record = Checking.Run(server, 3, new ResponseChecks([Read(kind, what)]));

            record.Outcomes.Success.ShouldBe(passes ? 3 : 0, framing);
            record.Outcomes.Expect.ShouldBe(passes ? 0 : 3, framing);
            record.Checks!.Checked.ShouldBe(3);
            if (!passes && found is not null && !(what.Contains("Trailer", StringComparison.Ordinal) && framing == "interim"))
            {
                record.Samples[0].Found.ShouldBe(found, framing);
            }
        }
    }

    [Theory]
    [InlineData("length")]
    [InlineData("chunked")]
    [InlineData("interim")]
    public void A_response_that_comes_byte_by_byte_is_checked_whole(string framing)
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                await connection.DribbleAsync(Checking.Respond(framing, Document, Fields), TimeSpan.Zero);
            }
        });

        var checks = new[] { Read("header", "X-Id = 42"), Read("body", "* caf\\u00e9"), Read("length", ""), Read("sha256", ""), Read("json", "/items/0/id=5") };
        Checking.Run(server, 3, new ResponseChecks(checks)).Outcomes.Success.ShouldBe(3);
    }

    [Fact]
    public void Not_json_is_told_with_what_came()
    {
        foreach (var body in (string[])["<html>", "{\"state\": \"ready\"", "{\"state\": \"ready\"} x", "", "{\"\\ud800\": 1, \"state\": \"ready\"", "nope"])
        {
            using var server = ScriptedServer.Answering(Checking.Respond("length", body));
            var record = Checking.Run(server, 1, new ResponseChecks([Read("json", "/state=ready")]));
            record.Outcomes.Expect.ShouldBe(1, body);
            record.Samples[0].Found.ShouldBe(body.Length == 0 ? "the body is empty" : $"the body is no JSON: \"{body}\"");
        }
    }

    [Fact]
    public void An_unexpected_status_wins_and_is_not_checked()
    {
        using var server = ScriptedServer.Answering("HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\nno");

        var record = Checking.Run(server, 5, new ResponseChecks([Read("body", "* ok")]));

        record.Outcomes.Status.ShouldBe(5);
        record.Checks!.Checked.ShouldBe(0);
        record.Connections.Opened.ShouldBe(1);
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(3, 10)]
    [InlineData(100, 1)]
    public void One_in_k_is_checked_the_first_included(int every, int expected)
    {
        using var server = ScriptedServer.Answering();

        var record = Checking.Run(server, 30, new ResponseChecks([Read("body", "* never")], every));

        record.Outcomes.Expect.ShouldBe(expected);
        record.Outcomes.Success.ShouldBe(30 - expected);
        record.Checks!.Checked.ShouldBe(expected);
        record.Checks.Every.ShouldBe(every);
        record.Connections.Opened.ShouldBe(1);   // a failed check says nothing of the connection
    }

    [Fact]
    public void A_response_counts_for_the_first_check_that_it_fails_only()
    {
        using var server = ScriptedServer.Answering();

        var record = Checking.Run(server, 30, new ResponseChecks([Read("body", "* hello"), Read("header", "Content-Type = x/y"), Read("body", "* never")]));

        record.Checks!.Results.Select(r => r.Failed).ShouldBe([0, 30, 0]);
        record.Samples.Count.ShouldBe(3);   // a third of ten: the others might have failed as well
    }

    [Fact]
    public void A_huge_body_is_hashed_and_counted_without_holding_it_but_is_too_long_to_search()
    {
        var body = new string('x', ResponseCapture.LongestBodyBytes + 1);
        using var server = ScriptedServer.Answering(Checking.Respond("length", body));
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(body)));
        var length = ResponseCheck.BodyLength(body.Length);

        var record = Checking.Run(server, 3, new ResponseChecks([Checking.Sha256(hash), length]));
        record.Outcomes.Success.ShouldBe(3);

        record = Checking.Run(server, 2, new ResponseChecks([length, Read("body", "* x")]));
        record.Outcomes.Expect.ShouldBe(2);
        record.Samples[0].Found.ShouldBe("the body has 16777217 bytes, and at most 16 MiB are held to be searched: check its length or SHA-256 instead");
        record.Samples[0].Body.Length.ShouldBe(SampleText.Longest + 1);
        record.Samples[0].BodyBytes.ShouldBe(body.Length);
    }

    [Fact]
    public void A_body_of_exactly_16_MiB_is_searched()
    {
        using var server = ScriptedServer.Answering(Checking.Respond("length", new string('x', ResponseCapture.LongestBodyBytes - 3) + "end"));

        Checking.Run(server, 1, new ResponseChecks([Read("body", "* xend"), Read("body", "~ end$")])).Outcomes.Success.ShouldBe(1);
    }

    [Fact]
    public void Requests_without_a_body_have_an_empty_one()
    {
        using var server = ScriptedServer.Answering("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: \"x\"\r\n\r\n");

        Checking.Run(server, 2, new ResponseChecks([ResponseCheck.BodyLength(0), Read("header", "ETag = \"x\"")])).Outcomes.Success.ShouldBe(2);
        Checking.Run(server, 2, new ResponseChecks([Read("body", "* x")])).Samples[0].Found.ShouldBe("it is empty");
    }

    [Fact]
    public void The_headers_of_a_head_request_can_be_checked_and_its_body_cannot()
    {
        using var server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        var head = new RequestDefinition("HEAD", "/", [], ReadOnlyMemory<byte>.Empty);

        Checking.Run(server, 2, new ResponseChecks([Read("header", "Content-Length = 1000")]), plan => plan with { Requests = [head] }).Outcomes.Success.ShouldBe(2);
        Should.Throw<ArgumentException>(() => Checking.Run(server, 2, new ResponseChecks([Read("length", "0")]), plan => plan with { Requests = [head] }))
            .Message.ShouldContain("HEAD");
    }

    [Fact]
    public void An_encoded_body_is_checked_as_it_came_and_the_finding_says_so()
    {
        using var server = ScriptedServer.Answering(Checking.Respond("length", "\u001f\u008b\u0008", "Content-Encoding: gzip\r\n"));

        var sample = Checking.Run(server, 1, new ResponseChecks([Read("body", "* ok")])).Samples[0];

        sample.Found.ShouldBe("it is \"\u001f\\x8b\u0008\"; the body was checked as it came, encoded (Content-Encoding: gzip)");
        Checking.Run(server, 1, new ResponseChecks([Read("header", "X = y")])).Samples[0].Found.ShouldBe("there is none");
    }

    // The timeout is long, so that a connection that is closed at once is not late on a machine that stands still for a while.
    [Fact]
    [Trait("Speed", "Slow")]
    public void A_response_that_never_becomes_whole_is_no_failed_check()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + connection.Number);
            if (connection.Number % 2 == 0)
            {
                await connection.HangAsync();
            }
        });

        var record = Checking.Run(
            server, 4, new ResponseChecks([Read("sha256", ""), Read("body", "* x")]), plan => plan with { Timeout = TimeSpan.FromSeconds(3) });

        record.Outcomes.Closed.ShouldBe(2);
        record.Outcomes.Timeout.ShouldBe(2);
        record.Outcomes.Expect.ShouldBe(0);
    }

    [Fact]
    public void An_endless_body_that_is_checked_ends_with_the_timeout()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true)
            {
                await connection.SendAsync("186a0\r\n" + new string('x', 100_000) + "\r\n");
            }
        });

        var record = Checking.Run(
            server, 4, new ResponseChecks([Read("sha256", ""), Read("body", "* x")]), plan => plan with { Timeout = TimeSpan.FromMilliseconds(200), Model = new ClosedModel(2) });

        record.Outcomes.Timeout.ShouldBe(4);
    }

    [Fact]
    public void What_cannot_be_a_check_is_refused()
    {
        ResponseCheck.TryHeader("a b", TextRelation.Equal, "x", out _, out var error).ShouldBeFalse();
        error.ShouldContain("not the name of a header");
        Should.Throw<ArgumentOutOfRangeException>(() => new ResponseChecks([], 0));
        Should.Throw<ArgumentOutOfRangeException>(() => ResponseCheck.BodyLength(-1));
    }

    [Fact]
    public void Threads_and_the_open_model_check_too()
    {
        using var server = ScriptedServer.Answering();

        var record = Checking.Run(
            server, 400, new ResponseChecks([Read("body", "* never")]), plan => plan with { Model = new OpenModel(2000, ArrivalKind.Uniform, 20), Threads = 2 });

        record.Outcomes.Expect.ShouldBe(400);
        record.Samples.Count.ShouldBe(10);
    }

    [Fact]
    public void No_checked_request_allocates()
    {
        using var server = ScriptedServer.Answering(Checking.Respond("length", Document, Fields));
        var checks = new ResponseChecks(
            [Read("header", "X-Id = 42"), Read("body", "* ready"), Read("length", ""), Read("sha256", ""), Read("json", "/items/0/id=5"), Read("body", "~ 1\\d\\.")]);

        var few = Checking.Run(server, 100, checks, InTwo);
        var many = Checking.Run(server, 3000, checks, InTwo);

        many.Requests.Succeeded.ShouldBe(3000);
        (many.Generator.AllocatedBytes - few.Generator.AllocatedBytes).ShouldBeLessThan(2900);   // an object takes at least 24 bytes

        static LoadPlan InTwo(LoadPlan plan) => plan with { Model = new ClosedModel(4), Threads = 2 };
    }

    [Fact]
    public void Checking_takes_time_after_completed_and_before_the_next_due()
    {
        // Walking through 8 Mi characters takes longer than 4 ms on any machine. If that were part of lag or response, a single user's responses would fill the window.
        using var server = ScriptedServer.Answering(Checking.Respond("length", new string('a', 8 << 20)));

        var record = Checking.Run(server, 5, new ResponseChecks([Read("body", "~ ^(a|b)+$")]));

        record.Outcomes.Success.ShouldBe(5);
        ((record.Window.DurationS * 1e9) - (record.ResponseNs.Mean * 5)).ShouldBeGreaterThan(4 * 4_000_000);
    }

    internal static ResponseCheck Read(string kind, string what)
    {
        var words = what.Split(' ');
        return kind switch
        {
            "header" => Checking.Header(words[0], Relation(words[1]), string.Join(' ', words[2..])),
            "body" => Checking.Body(Relation(words[0]), string.Join(' ', words[1..])),
            "length" => ResponseCheck.BodyLength(what.Length == 0 ? Document.Length : int.Parse(what, System.Globalization.CultureInfo.InvariantCulture)),
            "sha256" => Checking.Sha256(what.Length == 0 ? Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(Document))) : what),
            _ => Checking.Json(what.Split('=')[0], what[(what.IndexOf('=', StringComparison.Ordinal) + 1)..]),
        };
    }

    private static TextRelation Relation(string sign) => sign switch { "=" => TextRelation.Equal, "*" => TextRelation.Contain, _ => TextRelation.Match };

    private static ScriptedServer Serving(string response, bool closes) => closes
        ? ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(response);
        })
        : ScriptedServer.Answering(response);
}
