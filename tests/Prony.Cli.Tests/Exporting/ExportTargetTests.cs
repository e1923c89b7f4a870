using System.Net;
using Prony.Cli.Exporting;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Exporting;

public class ExportTargetTests
{
    [Theory]
    [InlineData("prometheus", "127.0.0.1:9464")]
    [InlineData("prometheus:9500", "127.0.0.1:9500")]
    [InlineData("prometheus:0", "127.0.0.1:0")]
    [InlineData("prometheus:0.0.0.0:9464", "0.0.0.0:9464")]
    [InlineData("prometheus:[::1]:9464", "[::1]:9464")]
    public void Prometheus_is_served_on_loopback_unless_an_address_is_given(string text, string expected)
    {
        ExportTarget.TryParse(text, out var target, out var error).ShouldBeTrue(error);
        target!.Listen!.ToString().ShouldBe(expected);
        target.Url.ShouldBeNull();
    }

    [Fact]
    public void Otlp_goes_where_it_is_said()
    {
        ExportTarget.TryParse("otlp", out var usual, out _).ShouldBeTrue();
        usual.ShouldBe(new ExportTarget(null, null));
        ExportTarget.TryParse("otlp:https://collector:4318/v1/metrics", out var given, out _).ShouldBeTrue();
        given!.Url!.Host.ShouldBe("collector");
    }

    [Theory]
    [InlineData("promethus", "'promethus' is not one of prometheus, prometheus:PORT, prometheus:ADDRESS:PORT, otlp, otlp:URL. Did you mean 'prometheus'?")]
    [InlineData("", "'' is not one of prometheus, prometheus:PORT, prometheus:ADDRESS:PORT, otlp, otlp:URL.")]
    [InlineData("prometheus:70000", "'prometheus:70000': a port is 0 (any that is free) to 65535.")]
    [InlineData("prometheus:", "'prometheus:': expected prometheus:PORT or prometheus:ADDRESS:PORT with a numeric address, such as prometheus:9500, prometheus:0.0.0.0:9464 or prometheus:[::1]:9464.")]
    [InlineData("prometheus:localhost:9464", "'prometheus:localhost:9464': expected prometheus:PORT or")]
    [InlineData("prometheus:::1", "'prometheus:::1': expected prometheus:PORT or")]
    [InlineData("prometheus:[::1]", "'prometheus:[::1]': expected prometheus:PORT or")]
    [InlineData("prometheus:127.0.0.1", "'prometheus:127.0.0.1': expected prometheus:PORT or")]
    [InlineData("otlp:collector:4318", "'otlp:collector:4318': expected otlp:URL with http or https, such as otlp:http://127.0.0.1:4318.")]
    [InlineData("otlp:http://me:secret@collector:4318", "otlp:URL takes no password")]
    public void What_cannot_be_meant_is_refused(string text, string expected)
    {
        ExportTarget.TryParse(text, out var target, out var error).ShouldBeFalse();
        target.ShouldBeNull();
        error.ShouldStartWith(expected);
        error.ShouldNotContain("secret");
    }

    [Fact]
    public void The_flag_of_run_is_checked_before_anything_starts() =>
        Program.CreateRoot().Parse(["run", "x.yaml", "--export", "graphite"]).Errors.ShouldHaveSingleItem().Message.ShouldStartWith("--export: 'graphite' is not one of prometheus");
}
