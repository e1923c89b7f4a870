using System.Text;
using Prony.Load.Http;
using Shouldly;

namespace Prony.Load.Tests.Http;

public sealed class ResponseKindTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "identity", false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok", "gzip", false, false)]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-encoding:\tX-GZIP \r\nContent-Length: 2\r\n\r\nok", "gzip", false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "br", false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: deflate, zstd\r\nContent-Length: 2\r\n\r\nok", "zstd", false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", "deflate", false, true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: snappy\r\nContent-Length: 2\r\n\r\nok", "other", false, false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "identity", true, true)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", "identity", true, false)]
    public void A_response_is_of_the_kind_that_its_head_tells_read_or_remembered(string response, string coding, bool old, bool closing)
    {
        var memo = new HeadMemo();
        for (var time = 0; time < 2; time++)
        {
            var parser = default(ResponseParser);
            parser.Begin(toHead: false);
            parser.Read(Encoding.ASCII.GetBytes(response), memo, out _).ShouldBe(ParseStatus.Complete);

            ResponseKind.CodingOf(parser.Kind).ShouldBe(coding);
            ((parser.Kind & ResponseKind.Old) != 0).ShouldBe(old);
            ((parser.Kind & ResponseKind.Closing) != 0).ShouldBe(closing);
            parser.Kind.ShouldBeLessThan((byte)ResponseKind.Limit);
        }
    }

    [Fact]
    public void A_body_without_an_end_closes_its_connection()
    {
        var parser = default(ResponseParser);
        parser.Begin(toHead: false);
        parser.Read("HTTP/1.1 200 OK\r\n\r\nok"u8, new HeadMemo(), out _).ShouldBe(ParseStatus.NeedMore);
        parser.EndOfStream().ShouldBe(ParseStatus.Complete);

        parser.Kind.ShouldBe(ResponseKind.Closing);
    }
}
