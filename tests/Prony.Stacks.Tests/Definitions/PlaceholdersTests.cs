using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Prony.Stacks.Definitions;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Definitions;

public class PlaceholdersTests
{
    private static readonly Dictionary<string, string> Scope = new()
    {
        ["workers"] = "3",
        ["cpus"] = "2",
        ["app"] = "app:app",
        ["max-users"] = "40",
        ["web.port"] = "8080",
        ["web.address"] = "127.0.0.1:8080",
        ["web-2.port"] = "9",
    };

    [Theory]
    [InlineData("-w {workers}", "-w 3")]
    [InlineData("{app}", "app:app")]
    [InlineData("http://{web.address}/x", "http://127.0.0.1:8080/x")]
    [InlineData("{2 * cpus + 1}", "5")]
    [InlineData("{2*cpus+1}", "5")]
    [InlineData("{ workers }", "3")]
    [InlineData("{workers + 1}", "4")]
    [InlineData("{(workers + 1) * cpus}", "8")]
    [InlineData("{workers - 1 - 1}", "1")]
    [InlineData("{workers / cpus}", "1")]
    [InlineData("{100 / cpus / 5}", "10")]
    [InlineData("{1 - workers}", "-2")]
    [InlineData("{max-users}", "40")]
    [InlineData("{max-users - 1}", "39")]
    [InlineData("{workers-1}", "2")]
    [InlineData("{web-2.port}", "9")]
    [InlineData("{web.port + 1}", "8081")]
    [InlineData("{workers}{workers}", "33")]
    [InlineData("{{workers}}", "{3}")]
    public void A_placeholder_is_replaced(string text, string expected) => Placeholders.Resolve(text, Scope).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("no braces")]
    [InlineData("{\"workers\": 1}")]
    [InlineData("a{2}b{1,3}")]
    [InlineData("{2 + 3}")]
    [InlineData("{}")]
    [InlineData("{ }")]
    [InlineData("{workers")]
    [InlineData("workers}")]
    [InlineData("{workers +}")]
    [InlineData("{workers workers}")]
    [InlineData("{(workers}")]
    [InlineData("{workers)}")]
    [InlineData("{workrs}")]
    [InlineData("{unknown.part}")]
    [InlineData("{workers + unknown}")]
    [InlineData("${WORKERS}")]
    [InlineData("{Workers}")]
    [InlineData("function () { return workers }")]
    [InlineData("{workers; }")]
    [InlineData("{workers.}")]
    public void Other_braces_are_literal(string text) => Placeholders.Resolve(text, Scope).ShouldBe(text);

    [Theory]
    [InlineData("{web.adress}", "web.adress", "web.address, web.port")]
    [InlineData("{app + 1}", "{app + 1}", "app is 'app:app', which is not a whole number")]
    [InlineData("{1 / (workers - 3)}", "{1 / (workers - 3)}", "zero")]
    [InlineData("{9223372036854775807 * workers}", "cannot be computed", "overflow")]
    [InlineData("{workers.count}", "workers.count", "there is workers")]
    public void What_cannot_be_resolved_is_an_error_that_quotes_it(string text, string quoted, string reason)
    {
        var error = Should.Throw<PlaceholderException>(() => Placeholders.Resolve(text, Scope));
        error.Message.ShouldContain(quoted);
        error.Message.ShouldContain(reason);
    }

    [Fact]
    public void Unknown_names_are_listed_with_their_positions()
    {
        Placeholders.FindUnknown("-w {workrs} -b {web.adress} {2 * cpus + extra} {\"a\": 1} {workers}", Scope.Keys).ShouldBe(
        [
            new UnknownPlaceholder("workrs", 4, IsError: false),
            new UnknownPlaceholder("web.adress", 16, IsError: true),
            new UnknownPlaceholder("extra", 40, IsError: false),
        ]);
    }

    [Fact]
    public void Deep_nesting_is_literal_and_not_a_crash() =>
        Placeholders.Resolve("{" + new string('(', 100_000) + "workers", Scope).Length.ShouldBe(100_008);

    [Fact]
    public void Arithmetic_agrees_with_csharp()
    {
        Prop.ForAll<short, short, short>((a, b, c) =>
        {
            var scope = new Dictionary<string, string>
            {
                ["a"] = a.ToString(CultureInfo.InvariantCulture),
                ["b"] = b.ToString(CultureInfo.InvariantCulture),
                ["c"] = c.ToString(CultureInfo.InvariantCulture),
            };
            var sum = Placeholders.Resolve("{a + b * c - (a - b) - c}", scope) == ((long)a + ((long)b * c) - (a - b) - c).ToString(CultureInfo.InvariantCulture);
            var quotient = c == 0 || Placeholders.Resolve("{a * b / c}", scope) == ((long)a * b / c).ToString(CultureInfo.InvariantCulture);
            return sum && quotient;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Text_without_names_in_scope_is_never_changed()
    {
        var empty = new Dictionary<string, string>();
        Prop.ForAll<string>(text => text is null || Placeholders.Resolve(text, empty) == text).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_service_names_its_address_and_port_and_its_descriptor_when_prony_binds()
    {
        var service = new ServiceDefinition { Name = "web", Command = ["x"] };
        Placeholders.NamesOfService(service).ShouldBe(["web.address", "web.port", "web.data", "web.addresses", "web.ports"]);
        Placeholders.NamesOfService(service with { Socket = new ManagedSocketDefinition() }).ShouldBe(["web.address", "web.port", "web.fd", "web.data", "web.addresses", "web.ports"]);
    }
}
