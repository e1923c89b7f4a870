using System.Text;
using Prony.Load.Plans;
using Prony.Load.Requests;
using Shouldly;

namespace Prony.Load.Tests.Requests;

public sealed class RequestBytesTests
{
    [Fact]
    public void A_plain_get_has_host_and_user_agent() =>
        Render(new RequestDefinition("GET", "/a?b=c", [], ReadOnlyMemory<byte>.Empty))
            .ShouldBe("GET /a?b=c HTTP/1.1\r\nHost: example.test:8080\r\nUser-Agent: prony/0.1.0\r\n\r\n");

    [Fact]
    public void Headers_keep_their_order_and_replace_the_defaults_in_any_case() =>
        Render(new RequestDefinition("GET", "/", [new("X-A", "1"), new("user-agent", "me"), new("HOST", "other")], ReadOnlyMemory<byte>.Empty))
            .ShouldBe("GET / HTTP/1.1\r\nX-A: 1\r\nuser-agent: me\r\nHOST: other\r\n\r\n");

    [Fact]
    public void A_body_has_its_length() =>
        Render(new RequestDefinition("PUT", "/", [], "héllo"u8.ToArray())).ShouldEndWith("Content-Length: 6\r\n\r\nhéllo");

    [Fact]
    public void A_post_without_a_body_says_so() =>
        Render(new RequestDefinition("POST", "/", [], ReadOnlyMemory<byte>.Empty)).ShouldContain("\r\nContent-Length: 0\r\n");

    [Fact]
    public void Without_keep_alive_the_request_asks_to_close() =>
        Render(new RequestDefinition("GET", "/", [], ReadOnlyMemory<byte>.Empty), keepAlive: false).ShouldContain("\r\nConnection: close\r\n");

    [Theory]
    [InlineData("GET\r\n", "/", "X", "1")]
    [InlineData("GET", "/\r\nX: 1", "X", "1")]
    [InlineData("GET", "/", "X\r\n", "1")]
    [InlineData("GET", "/", "X", "1\r\nY: 2")]
    [InlineData("GET", "/", "", "1")]
    public void What_would_break_out_of_its_place_is_refused(string method, string path, string name, string value) =>
        Should.Throw<ArgumentException>(() => Render(new RequestDefinition(method, path, [new(name, value)], ReadOnlyMemory<byte>.Empty)));

    private static string Render(RequestDefinition request, bool keepAlive = true) =>
        Encoding.UTF8.GetString(RequestBytes.Compile(request, "example.test:8080", keepAlive, data: null).Fixed!);
}
