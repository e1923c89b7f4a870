using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Gates;

/// <summary>What the gates say of a load whose instants are those of calls, and of TLS that failed.</summary>
public sealed class UnseenTests
{
    [Fact]
    public void Timestamps_of_calls_are_a_doubt_in_both_models()
    {
        foreach (var load in new[] { Loads.Open(), Loads.Closed() })
        {
            var facts = (load with { Engine = EngineName.Portable, Timestamps = TimestampsName.Call }).Apart();

            facts.Gate("V02").State.ShouldBe(GateState.Unknown);
            facts.Doubt("V02")!.Seen.ShouldContain("timestamps: call");
            GateKeeper.Invalidates(GateKeeper.Judge(facts).Gates).ShouldBeFalse();
        }
    }

    [Fact]
    public void Whether_requests_of_shared_connections_waited_for_one_is_not_known()
    {
        var facts = (Loads.Open() with { Timestamps = TimestampsName.Call, LagGeneratorNs = Distribution.Empty }).Apart();

        facts.Gate("V05").State.ShouldBe(GateState.Unknown);
    }

    [Theory]
    [InlineData(TlsErrorName.SelfSigned, "all 50 requests ended with tls: the certificate is self-signed; use --cacert FILE or --insecure.")]
    [InlineData(TlsErrorName.UnknownAuthority, "all 50 requests ended with tls: no trusted authority has signed the certificate; use --cacert FILE or --insecure.")]
    [InlineData(TlsErrorName.Expired, "all 50 requests ended with tls: the certificate has expired; mend it, or use --insecure.")]
    [InlineData(TlsErrorName.NotYetValid, "all 50 requests ended with tls: the certificate is not valid yet; mend it, or use --insecure.")]
    [InlineData(TlsErrorName.NameMismatch, "all 50 requests ended with tls: the certificate is for another host; mend it, or use --insecure.")]
    [InlineData(TlsErrorName.Certificate, "all 50 requests ended with tls: the certificate is not acceptable; mend it, or use --insecure.")]
    [InlineData(TlsErrorName.ClientCertificate, "all 50 requests ended with tls: the server wants a client certificate; use --cert FILE --key FILE.")]
    [InlineData(TlsErrorName.Handshake, "all 50 requests ended with tls: there was no agreement, or the server speaks no TLS on that port; check port and scheme.")]
    public void Why_TLS_failed_is_said_with_what_to_do(string error, string expected)
    {
        var load = Failed(50, error);

        TlsAdvice.Of(load, TlsAdvice.Flags).ShouldBe(expected);
        load.Apart().Doubt("V07")!.Advice.ShouldStartWith("TLS: ");
    }

    [Fact]
    public void Nothing_is_said_of_TLS_when_something_else_failed_too() =>
        TlsAdvice.Of(Loads.Closed(50).Failing(new OutcomeCounts(0, 0, 0, 0, 10, 0, 0, 0, 40, 0)), TlsAdvice.Flags).ShouldBeNull();

    private static LoadRecord Failed(long requests, string error) =>
        Loads.Closed(requests).Failing(new OutcomeCounts(0, 0, 0, 0, 0, 0, 0, 0, requests, 0)) with { TlsErrors = new Dictionary<string, long> { [error] = requests } };
}
