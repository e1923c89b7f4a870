using Prony.Cli.Parsing;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Parsing;

public sealed class ConnectToTests
{
    [Theory]
    [InlineData("127.0.0.1:8080", null, null, "127.0.0.1", 8080)]
    [InlineData("[::1]:8080", null, null, "::1", 8080)]
    [InlineData("db.internal:", null, null, "db.internal", null)]
    [InlineData(":8080", null, null, null, 8080)]
    [InlineData("example.org:443:localhost:8443", "example.org", 443, "localhost", 8443)]
    [InlineData("[2001:db8::1]:80:[::1]:8080", "2001:db8::1", 80, "::1", 8080)]
    [InlineData("::[::1]:8080", null, null, "::1", 8080)]
    [InlineData("example.org::localhost:", "example.org", null, "localhost", null)]
    public void Both_forms_are_read(string text, string? onlyHost, int? onlyPort, string? host, int? port) =>
        ConnectTo.Parse(text).ShouldBe(new ConnectTo(onlyHost, onlyPort, host, port));

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("localhost")]
    [InlineData("localhost:http")]
    [InlineData("localhost:0")]
    [InlineData("localhost:70000")]
    [InlineData("::1:8080")]
    [InlineData("[::1:8080")]
    [InlineData("a:1:b")]
    [InlineData("a b:80")]
    [InlineData("a:1:b:2:3")]
    public void Anything_else_is_refused_with_both_forms(string text) =>
        Should.Throw<UsageException>(() => ConnectTo.Parse(text)).Message.ShouldContain("expected HOST:PORT or HOST1:PORT1:HOST2:PORT2");

    [Theory]
    [InlineData("a:1", "http://example.org/", true)]
    [InlineData("example.org:80:a:1", "http://example.org/", true)]
    [InlineData("EXAMPLE.org::a:1", "http://example.org:81/", true)]
    [InlineData("example.org:80:a:1", "http://example.org:81/", false)]
    [InlineData("example.com:80:a:1", "http://example.org/", false)]
    [InlineData("[::1]:80:a:1", "http://[::1]/", true)]
    public void The_long_form_is_for_the_address_that_it_names(string text, string url, bool expected) =>
        ConnectTo.Parse(text).IsFor(new Uri(url)).ShouldBe(expected);
}
