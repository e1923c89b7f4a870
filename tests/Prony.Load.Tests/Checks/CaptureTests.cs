using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Prony.Load.Checks;
using Prony.Load.Http;
using Shouldly;

namespace Prony.Load.Tests.Checks;

/// <summary>What is captured of a response is its final head and its decoded body, however the bytes came.</summary>
public sealed class CaptureTests
{
    [Fact]
    public void The_capture_of_any_body_in_any_chunks_and_any_pieces_is_the_body()
    {
        var cases =
            from body in Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b))
            from sizes in Gen.ArrayOf(Gen.Choose(1, 20), 12)
            from framing in Gen.Elements("length", "chunked", "close")
            from cuts in Gen.ListOf(Gen.Choose(1, 400))
            select (body, sizes, framing, cuts: cuts.ToArray());

        Prop.ForAll(cases.ToArbitrary(), c => IsCaptured(c.body, c.sizes, c.framing, c.cuts)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_split_of_a_head_gives_the_same_fields()
    {
        const string Text = "HTTP/1.1 100 Continue\r\nX: no\r\n\r\nHTTP/1.1 200 OK\r\nA: 1\r\nFolded: a\r\n\tb\r\n c \r\nempty:\r\nSet-Cookie: a=b\nContent-Length: 2\r\n\r\nok";
        var bytes = Encoding.ASCII.GetBytes(Text);
        for (var at = 0; at <= bytes.Length; at++)
        {
            var capture = Capture([bytes[..at], bytes[at..]]);
            Fields(capture).ShouldBe(["A=1", "Folded=a  \tb   c", "empty=", "Set-Cookie=a=b", "Content-Length=2"]);
            Encoding.ASCII.GetString(capture.Body).ShouldBe("ok");
        }
    }

    [Fact]
    public void A_head_that_is_remembered_is_captured_all_the_same()
    {
        var memo = new HeadMemo();
        var pool = new CapturePool(CaptureNeeds.Body);
        var bytes = "HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();
        Parse([bytes], null, memo);
        var capture = pool.Take();
        Parse([bytes], capture, memo);
        Fields(capture).ShouldBe(["A=1", "Content-Length=2"]);
    }

    [Fact]
    public void A_capture_that_was_given_up_leaves_nothing_in_the_next()
    {
        var pool = new CapturePool(CaptureNeeds.Body | CaptureNeeds.Hash);
        var given = pool.Take();
        Parse(["HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 100\r\n\r\nunfinished"u8.ToArray()], given, new HeadMemo());
        pool.Return(given);

        var next = pool.Take();
        next.ShouldBeSameAs(given);
        Parse(["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray()], next, new HeadMemo());

        Fields(next).ShouldBe(["Content-Length=2"]);
        next.Body.SequenceEqual("ok"u8).ShouldBeTrue();
        next.Sha256.SequenceEqual(SHA256.HashData("ok"u8)).ShouldBeTrue();
    }

    [Fact]
    public void All_captures_of_a_thread_are_bounded_together_and_idle_ones_make_room()
    {
        var pool = new CapturePool(CaptureNeeds.Body);
        var piece = new byte[ResponseCapture.LongestBodyBytes];
        var most = (int)(CapturePool.MostBytes / ResponseCapture.LongestBodyBytes);
        var captures = Enumerable.Range(0, most).Select(_ => Filled()).ToList();
        captures.ShouldAllBe(c => c.HasWholeBody);

        var refused = Filled();
        refused.HasWholeBody.ShouldBeFalse();
        refused.BodyBytes.ShouldBe(piece.Length);
        refused.WhyNotWhole()!.ShouldContain("more than 256 MiB");

        pool.Return(captures[0]);
        pool.Return(refused);
        Filled().HasWholeBody.ShouldBeTrue();

        ResponseCapture Filled()
        {
            var capture = pool.Take();
            capture.Append(piece);
            return capture;
        }
    }

    private static bool IsCaptured(byte[] body, int[] sizes, string framing, int[] cuts)
    {
        var capture = Capture(Pieces(Frame(body, sizes, framing), cuts));
        return capture.Body.SequenceEqual(body) && capture.HasWholeBody && capture.Sha256.SequenceEqual(SHA256.HashData(body));
    }

    private static byte[] Frame(byte[] body, int[] sizes, string framing)
    {
        var text = new List<byte>();
        Add(framing switch
        {
            "length" => string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n"),
            "chunked" => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            _ => "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
        });
        if (framing != "chunked")
        {
            return [.. text, .. body];
        }

        for (int at = 0, i = 0; at < body.Length; i++)
        {
            var piece = body[at..Math.Min(body.Length, at + sizes[i % sizes.Length])];
            Add(string.Create(CultureInfo.InvariantCulture, $"{piece.Length:X}{(i % 2 == 0 ? ";x=\"y\"" : "")}\r\n"));
            text.AddRange(piece);
            Add("\r\n");
            at += piece.Length;
        }

        Add("0\r\nTrailer: x\r\n\r\n");
        return [.. text];

        void Add(string part) => text.AddRange(Encoding.ASCII.GetBytes(part));
    }

    private static List<byte[]> Pieces(byte[] bytes, int[] cuts)
    {
        var pieces = new List<byte[]>();
        var at = 0;
        foreach (var end in cuts.Where(c => c < bytes.Length).Distinct().Order().Append(bytes.Length))
        {
            pieces.Add(bytes[at..end]);
            at = end;
        }

        return pieces;
    }

    private static ResponseCapture Capture(IEnumerable<byte[]> pieces)
    {
        var capture = new CapturePool(CaptureNeeds.Body | CaptureNeeds.Hash).Take();
        Parse(pieces, capture, new HeadMemo());
        return capture;
    }

    private static void Parse(IEnumerable<byte[]> pieces, ResponseCapture? capture, HeadMemo memo)
    {
        var parser = default(ResponseParser);
        parser.Begin(false);
        parser.Capture = capture;
        foreach (var piece in pieces)
        {
            parser.Read(piece, memo, out _).ShouldNotBe(ParseStatus.Invalid);
        }
    }

    private static List<string> Fields(ResponseCapture capture)
    {
        var all = new List<string>();
        var fields = capture.Fields;
        while (fields.TryNext(out var name, out var value))
        {
            all.Add(Encoding.ASCII.GetString(name) + "=" + Encoding.ASCII.GetString(value));
        }

        return all;
    }
}
