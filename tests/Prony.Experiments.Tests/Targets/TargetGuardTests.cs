using System.Net;
using Prony.Experiments.Targets;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Targets;

public sealed class TargetGuardTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.255.255.254", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("10.0.0.1", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.1.1", true)]
    [InlineData("::1", true)]
    [InlineData("::", true)]
    [InlineData("fd12::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("fe80::1%3", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("172.15.255.255", false)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.169.0.1", false)]
    [InlineData("11.0.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("128.0.0.1", false)]
    [InlineData("8.8.8.8", false)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("255.255.255.255", false)]
    public void Only_this_machine_and_its_networks_need_no_yes(string address, bool allowed) =>
        TargetGuard.IsAllowed("some.host", IPAddress.Parse(address), null).ShouldBe(allowed);

    [Theory]
    [InlineData("example.com", "example.com", true)]
    [InlineData("other.org, Example.COM", "example.com", true)]
    [InlineData("example.com", "www.example.com", false)]
    [InlineData("example.com", "example.com.evil.org", false)]
    [InlineData("", "example.com", false)]
    [InlineData(" , ", "example.com", false)]
    [InlineData("example.com.", "example.com", true)]
    [InlineData("8.8.8.8", "8.8.8.8", true)]
    [InlineData("[2001:db8:0::1]", "2001:db8::1", true)]
    [InlineData("169.254.169.254", "169.254.169.254", true)]
    public void A_host_may_be_allowed_by_name(string allowedHosts, string host, bool allowed)
    {
        var address = IPAddress.TryParse(host, out var own) ? own : IPAddress.Parse("8.8.8.8");
        TargetGuard.IsAllowed(host, address, allowedHosts).ShouldBe(allowed);
    }
}
