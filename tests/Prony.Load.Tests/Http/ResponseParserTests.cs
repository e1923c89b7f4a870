using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Prony.Load.Http;
using Prony.Measurement.Units;
using Shouldly;

namespace Prony.Load.Tests.Http;

public sealed class ResponseParserTests
{
    /// <summary>bytes → result, status, body length, keep-alive, bytes that belong to the response (−1: all).</summary>
    public static TheoryData<string, string, int, long, bool, int> Responses => new()
    {
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "complete", 200, 5, true, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 500", "complete", 200, 5, true, 43 },
        { "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "complete", 200, 0, true, -1 },
        { "HTTP/1.1 200 \r\nContent-Length:0\r\n\r\n", "complete", 200, 0, true, -1 },
        { "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", "complete", 200, 2, true, -1 },
        { "HTTP/1.1 200 OK\r\ncOnTeNt-LeNgTh: \t 2 \t\r\n\r\nok", "complete", 200, 2, true, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", "complete", 200, 2, true, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", "complete", 200, 2, true, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length:\r\n 2\r\n\r\nok", "complete", 200, 2, true, -1 },
        { "HTTP/1.1 200 OK\r\nX-Folded: a\r\n\tb\r\n c\r\nContent-Length: 2\r\n\r\nok", "complete", 200, 2, true, -1 },
        { "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", "complete", 200, 2, false, -1 },
        { "HTTP/1.1 200 OK\r\nCONNECTION: x, CLOSE\r\nContent-Length: 2\r\n\r\nok", "complete", 200, 2, false, -1 },
        { "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "complete", 200, 2, false, -1 },
        { "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok", "complete", 200, 2, true, -1 },
        { "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "complete", 200, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\nuntil the end", "end", 200, 13, false, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nuntil the end", "end", 200, 13, false, -1 },
        { "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "complete", 204, 0, true, -1 },
        { "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "complete", 304, 0, true, -1 },
        { "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", "complete", 304, 0, true, -1 },
        { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "complete", 200, 2, true, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA\r\n0123456789\r\n0\r\n\r\n", "complete", 200, 15, true, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;ext=\"a;b\"\r\nhello\r\n000\r\nTrailer: x\r\nY: z\r\n\r\n", "complete", 200, 5, true, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\nmore", "complete", 200, 5, true, 63 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n", "complete", 200, 5, true, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", "complete", 200, 1, true, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: CHUNKED\r\n\r\n1\r\nx\r\n0\r\n\r\n", "complete", 200, 1, true, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nok", "complete", 200, 2, true, -1 },
        { "HTTP/1.1 299 OK\r\nContent-Length: 999999999999999999\r\n\r\n", "more", 299, 0, true, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", "more", 200, 3, true, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", "more", 200, 0, true, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", "more", 200, 5, true, -1 },
        { "HTT", "more", 0, 0, false, -1 },
        { "", "more", 0, 0, false, -1 },
        { "\r\nHTTP/1.1 200 OK\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/2 200\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1  200 OK\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 2000 OK\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 20 OK\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 099 OK\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "http/1.1 200 OK\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 101 Switching Protocols\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "SSH-2.0-x", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\n: no name\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\n folded first\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5 5\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\rXhello\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n", "invalid", 0, 0, false, -1 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\rX", "invalid", 0, 0, false, -1 },
    };

    [Theory]
    [MemberData(nameof(Responses))]
    public void A_response_is_read_as_RFC_9112_says(string text, string result, int status, long body, bool keepAlive, int length)
    {
        var seen = Parse(text, []);

        seen.Result.ShouldBe(result);
        if (result == "invalid")
        {
            return;
        }

        seen.Status.ShouldBe(status);
        seen.BodyBytes.ShouldBe(body);
        seen.Consumed.ShouldBe(length < 0 ? text.Length : length);
        if (result is "complete" or "end")
        {
            seen.KeepAlive.ShouldBe(keepAlive);
        }
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public void Every_split_in_two_and_into_single_bytes_gives_the_same(string text, string result, int status, long body, bool keepAlive, int length)
    {
        _ = (result, status, body, keepAlive, length);
        var whole = Parse(text, []);

        for (var at = 1; at < text.Length; at++)
        {
            Parse(text, [at]).ShouldBe(whole, $"split at {at}");
        }

        Parse(text, [.. Enumerable.Range(1, Math.Max(0, text.Length - 1))]).ShouldBe(whole);
    }

    [Fact]
    public void Any_splits_of_any_row_of_responses_give_the_same()
    {
        var texts = Responses.Select(r => (string)((object[])r)[0]).Where(t => t.Length > 1).ToArray();
        var cases =
            from text in Gen.Elements(texts)
            from cuts in Gen.ListOf(Gen.Choose(1, text.Length - 1))
            select (text, Cuts: cuts.Distinct().Order().ToArray());

        Prop.ForAll(cases.ToArbitrary(), c => Parse(c.text, c.Cuts) == Parse(c.text, [])).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Bytes_that_mean_nothing_never_break_it_and_splits_never_matter()
    {
        var seeds = Responses.Select(r => (string)((object[])r)[0]).ToArray();
        var random = new SplitMix64(2026);
        var memo = new HeadMemo();
        const string Odd = "\r\n\0 \t:;,09afAFxHTP/1.\u00ff";
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder(seeds[random.NextBelow(seeds.Length)]);
            for (var edits = random.NextBelow(6); edits >= 0 && text.Length > 0; edits--)
            {
                var at = random.NextBelow(text.Length);
                switch (random.NextBelow(3))
                {
                    case 0:
                        text[at] = Odd[random.NextBelow(Odd.Length)];
                        break;
                    case 1:
                        text.Insert(at, Odd[random.NextBelow(Odd.Length)]);
                        break;
                    default:
                        text.Remove(at, 1);
                        break;
                }
            }

            var mutated = text.ToString();
            var whole = Parse(mutated, []);
            whole.Consumed.ShouldBeLessThanOrEqualTo(mutated.Length);
            int[] cuts = mutated.Length < 3 ? [] : [.. new[] { 1 + random.NextBelow(mutated.Length - 1), 1 + random.NextBelow(mutated.Length - 1) }.Distinct().Order()];
            Parse(mutated, cuts).ShouldBe(whole, mutated);
            Parse(mutated, [], memo: memo).ShouldBe(whole, mutated);
            Parse(mutated, cuts, memo: memo).ShouldBe(whole, mutated);
        }
    }

    [Fact]
    public void What_was_remembered_of_another_response_never_matters()
    {
        var texts = Responses.Select(r => (string)((object[])r)[0]).ToArray();
        foreach (var first in texts)
        {
            foreach (var second in texts)
            {
                var memo = new HeadMemo();
                Parse(first, [], memo: memo);
                Parse(second, [], memo: memo).ShouldBe(Parse(second, []), $"{first} then {second}");
                Parse(second, [], toHead: true, memo).ShouldBe(Parse(second, [], toHead: true));
            }
        }
    }

    [Fact]
    public void A_head_response_has_no_body_whatever_it_says()
    {
        Parse("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", [], toHead: true).Result.ShouldBe("complete");
        Parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", [], toHead: true).Result.ShouldBe("complete");
        Parse("HTTP/1.1 200 OK\r\n\r\n", [], toHead: true).KeepAlive.ShouldBeTrue();
    }

    [Theory]
    [InlineData(ResponseParser.HeadLimitBytes, "complete")]
    [InlineData(ResponseParser.HeadLimitBytes + 1, "invalid")]
    public void A_head_may_be_64_KiB_and_no_more(int length, string result)
    {
        const string Before = "HTTP/1.1 204 No Content\r\nX: ";
        var text = Before + new string('x', length - Before.Length - 4) + "\r\n\r\n";

        Parse(text, []).Result.ShouldBe(result);
        Parse(text, [10, 1000, 65_000]).Result.ShouldBe(result);
    }

    [Theory]
    [InlineData(400, "complete")]
    [InlineData(401, "invalid")]
    public void The_limit_of_heads_and_trailers_can_be_set(int length, string result)
    {
        const string Head = "HTTP/1.1 204 No Content\r\nX: ";
        Parse(Head + Filling(Head.Length) + "\r\n\r\n", [], headLimit: 400).Result.ShouldBe(result);

        const string Interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
        Parse(Interim + Head + Filling(Interim.Length + Head.Length) + "\r\n\r\n", [7, 60], headLimit: 400).Result.ShouldBe(result);

        const string Trailer = "0\r\nX: ";
        Parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Trailer + Filling(Trailer.Length) + "\r\n\r\n", [80], headLimit: 400).Result.ShouldBe(result);

        string Filling(int before) => new('x', length - before - 4);
    }

    [Fact]
    public void Endless_interim_responses_chunk_extensions_and_trailers_are_cut_off()
    {
        const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        Parse(string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 4000)), []).Result.ShouldBe("invalid");
        Parse(Chunked + "5;" + new string('x', 70_000), []).Result.ShouldBe("invalid");
        Parse(Chunked + "0\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 12_000)), []).Result.ShouldBe("invalid");
    }

    [Fact]
    public void Body_bytes_can_be_dropped_unread()
    {
        var parser = default(ResponseParser);
        parser.Begin(false);
        parser.Read("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n1234567890"u8, new HeadMemo(), out _).ShouldBe(ParseStatus.NeedMore);
        parser.Skippable.ShouldBe(90);
        parser.Skip(50).ShouldBe(ParseStatus.NeedMore);
        parser.Skip(40).ShouldBe(ParseStatus.Complete);
        parser.BodyBytes.ShouldBe(100);
    }

    [Fact]
    public void A_parser_can_be_used_for_the_next_response()
    {
        var parser = default(ResponseParser);
        var memo = new HeadMemo();
        foreach (var body in new[] { "", "x", "xyz" })
        {
            parser.Begin(false);
            var bytes = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            parser.Read(bytes.AsSpan(0, 30), memo, out _).ShouldBe(ParseStatus.NeedMore);
            parser.Read(bytes.AsSpan(30), memo, out _).ShouldBe(ParseStatus.Complete);
            parser.BodyBytes.ShouldBe(body.Length);
        }
    }

    /// <summary>Feeds a text in pieces cut at the given places, then the end of the stream if the parser wants more.</summary>
    private static Seen Parse(string text, int[] cuts, bool toHead = false, HeadMemo? memo = null, int headLimit = ResponseParser.HeadLimitBytes)
    {
        memo ??= new HeadMemo();
        var bytes = Encoding.Latin1.GetBytes(text);
        var parser = default(ResponseParser);
        parser.Begin(toHead, headLimit);
        var at = 0;
        foreach (var end in (int[])[.. cuts, bytes.Length])
        {
            var status = parser.Read(bytes.AsSpan(at..end), memo, out var consumed);
            if (status == ParseStatus.Invalid)
            {
                return new Seen("invalid", 0, 0, false, 0);   // what an invalid response said is of no use
            }

            if (status == ParseStatus.Complete)
            {
                return new Seen("complete", parser.Status, parser.BodyBytes, parser.KeepAlive, at + consumed);
            }

            consumed.ShouldBe(end - at);
            at = end;
        }

        var ended = parser.EndOfStream() == ParseStatus.Complete;
        return new Seen(ended ? "end" : "more", parser.Status, parser.BodyBytes, ended && parser.KeepAlive, at);
    }

    private sealed record Seen(string Result, int Status, long BodyBytes, bool KeepAlive, int Consumed);
}
