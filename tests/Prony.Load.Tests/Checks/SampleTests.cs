using System.Text;
using Prony.Load.Checks;
using Prony.Measurement.Runs;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests.Checks;

/// <summary>Samples show what came, and nothing that is secret.</summary>
public sealed class SampleTests
{
    private const string Secret = "s3cr/t+val99";

    [Fact]
    public void A_sample_says_when_what_and_why()
    {
        using var server = ScriptedServer.Answering(Checking.Respond("length", "nope", "X-Id: 7\r\n"));

        var record = Checking.Run(server, 20, new ResponseChecks([Checking.Body(TextRelation.Contain, "ok")]));

        record.Samples.Count.ShouldBe(10);
        var sample = record.Samples[0];
        sample.TS.ShouldBe(0);
        sample.Status.ShouldBe(200);
        sample.Check.ShouldBe("body contains \"ok\"");
        sample.Found.ShouldBe("it is \"nope\"");
        sample.Headers.ShouldBe(["X-Id: 7", "Content-Length: 4"]);
        sample.Body.ShouldBe("nope");
        sample.BodyBytes.ShouldBe(4);
    }

    [Fact]
    public void Requests_of_the_warm_up_are_checked_and_leave_neither_counts_nor_samples()
    {
        var answered = 0;
        using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                await connection.SendAsync(Checking.Respond("length", Interlocked.Increment(ref answered) < 3 ? "cold" : "warm"));
                await connection.DelayAsync(TimeSpan.FromMilliseconds(20));
            }
        });

        var record = Checking.Run(
            server, 5, new ResponseChecks([Checking.Body(TextRelation.Contain, "warm")]), plan => plan with { Warmup = TimeSpan.FromMilliseconds(500) });

        record.Outcomes.Success.ShouldBe(5);
        record.Checks!.Checked.ShouldBe(5);
        record.Samples.ShouldBeEmpty();
    }

    [Fact]
    public void Secrets_are_masked_wherever_they_stand_in_a_response()
    {
        var fields = $"Set-Cookie: sid=abcdef123; Path=/\r\nX-Echo: {Secret}\r\n";
        using var server = ScriptedServer.Answering(Checking.Respond("length", $"token {Secret} of session abcdef123", fields));
        var secrets = new SecretMask();
        secrets.Add(Secret);
        ResponseCheck[] checks =
        [
            Checking.Body(TextRelation.Contain, Secret + "!"), Checking.Header("Set-Cookie", TextRelation.Equal, "other"), Checking.Header("X-Echo", TextRelation.Equal, "x"),
        ];

        foreach (var check in checks)
        {
            var record = Loads.Run(Loads.Plan(server.EndPoint, new Plans.ClosedModel(1)) with { RequestLimit = 1, Checks = new ResponseChecks([check]), Secrets = secrets }).Record;

            var json = System.Text.Json.JsonSerializer.Serialize(record, RunJson.Files.LoadRecord);
            json.ShouldContain("token ••• of session •••");
            json.ShouldContain("Set-Cookie: •••");
            json.ShouldNotContain(Secret);
            json.ShouldNotContain("abcdef123");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_secret_that_the_cut_goes_through_does_not_show_its_first_half(bool ofData)
    {
        var secrets = new SecretMask();
        if (ofData)
        {
            secrets.AddMany([Secret]);
        }
        else
        {
            secrets.Add(Secret);
        }

        for (var before = SampleText.Longest - 30; before < SampleText.Longest + 120; before++)
        {
            var body = new string('.', before) + Secret + Secret + new string('.', 500);
            var shown = new SampleText(secrets).Long(Encoding.UTF8.GetBytes(body));

            shown.ShouldNotContain("s3", customMessage: before.ToString(System.Globalization.CultureInfo.InvariantCulture));
            shown.Length.ShouldBeLessThanOrEqualTo(SampleText.Longest + 1);
            shown.ShouldEndWith("…");
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_escaped()
    {
        var text = new SampleText(new SecretMask());
        text.Long([0x68, 0xff, 0xc3, 0x28, 0xe2, 0x82, 0xac, 0xe2, 0x82]).ShouldBe("h\\xff\\xc3(€\\xe2\\x82");
        text.Long([]).ShouldBe("");
    }

    [Theory]
    [InlineData("(", "no regular expression")]
    [InlineData("(?=x)y", "look-around")]
    [InlineData("(x)\\1", "look-around")]
    [InlineData("", "empty")]
    public void A_pattern_that_cannot_be_used_is_refused(string pattern, string reason)
    {
        ResponseCheck.TryBody(TextRelation.Match, pattern, out _, out var error).ShouldBeFalse();
        error.ShouldContain(reason);
    }

    [Fact]
    public void A_pattern_that_would_backtrack_for_ever_takes_linear_time()
    {
        using var server = ScriptedServer.Answering(Checking.Respond("length", new string('a', 100_000) + "!"));

        var clock = System.Diagnostics.Stopwatch.StartNew();
        Checking.Run(server, 1, new ResponseChecks([Checking.Body(TextRelation.Match, "^(a+)+$")])).Outcomes.Expect.ShouldBe(1);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));   // with backtracking 2^100,000 steps
    }

    [Theory]
    [InlineData("abc", "64 hexadecimal digits, but it has 3 characters")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000", "64 hexadecimal digits")]
    public void A_hash_that_is_none_is_refused(string hex, string reason)
    {
        ResponseCheck.TryBodySha256(hex, out _, out var error).ShouldBeFalse();
        error.ShouldContain(reason);
    }
}
