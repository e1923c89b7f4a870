using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Planning;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

/// <summary>How the requests of a scenario travel: engine, HTTP version, TLS, proxy, redirects.</summary>
public sealed class WayTests : IDisposable
{
    private readonly FileSandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void Plain_candidates_have_the_raw_engine()
    {
        var definition = Read("http://127.0.0.1:1", "http://127.0.0.1:2", "");

        definition.Scenarios[0].Way.Engine.ShouldBe(LoadEngine.Auto);
        Planned(definition).ShouldBe(EngineName.Raw);
    }

    [Fact]
    public void One_candidate_that_needs_the_portable_engine_gives_it_to_all()
    {
        var definition = Read("http://127.0.0.1:1", "https://127.0.0.1:2", "    tls: {insecure: true}\n");

        definition.Candidates.Select(c => c.IsSecure).ShouldBe([false, true]);
        definition.Scenarios[0].Way.Tls.Insecure.ShouldBeTrue();
        Planned(definition).ShouldBe(EngineName.Portable);
    }

    [Fact]
    public void All_keys_are_read()
    {
        var way = Read("http://127.0.0.1:1", "http://127.0.0.1:2", "    engine: portable\n    http: 1.1\n    proxy: \"127.0.0.1:3128\"\n    redirects: 5\n").Scenarios[0].Way;

        way.ShouldBe(way with { Engine = LoadEngine.Portable, Http = HttpProtocol.Http11, Proxy = new Uri("http://127.0.0.1:3128"), Redirects = 5 });
        Read("http://127.0.0.1:1", "http://127.0.0.1:2", "    http: 2\n").Scenarios[0].Way.Http.ShouldBe(HttpProtocol.Http2);
    }

    [Fact]
    public void Raw_with_an_https_candidate_is_an_error_at_its_place() =>
        Errors("http://127.0.0.1:1", "https://127.0.0.1:2", "    engine: raw\n")
            .ShouldBe(["8:13 scenarios.work.engine: The raw engine cannot do https. Use the portable engine, or auto, which chooses it. ('b' is asked over https) | "]);

    [Fact]
    public void A_file_of_authorities_that_is_none_is_an_error_at_its_place()
    {
        _box.Write("ca.pem", "no certificate");

        var errors = Errors("https://127.0.0.1:1", "https://127.0.0.1:2", "    tls: {ca: ca.pem}\n");

        errors.Single().ShouldStartWith("8:10 scenarios.work.tls: ");
        errors.Single().ShouldContain("ca.pem holds no certificates in PEM");
        Errors("https://127.0.0.1:1", "https://127.0.0.1:2", "    tls: {cert: missing.pem}\n").Single().ShouldContain("missing.pem");
    }

    private static string Planned(ExperimentDefinition definition) =>
        Planner.Plan(definition, "r", ["a", "b"], [], preview: false, TimeProvider.System).Scenarios[0].Engine;

    private ExperimentDefinition Read(string a, string b, string keys)
    {
        var result = Parse(a, b, keys);
        result.Diagnostics.ShouldBeEmpty();
        return result.Value!;
    }

    private string[] Errors(string a, string b, string keys) => [.. FileSandbox.Lines(Parse(a, b, keys).Diagnostics)];

    private ReadResult<ExperimentDefinition> Parse(string a, string b, string keys) => ExperimentFile.Read(
        _box.Write("way.yaml", $"name: way\ncandidates:\n  a: {{url: \"{a}\"}}\n  b: {{url: \"{b}\"}}\nscenarios:\n  work:\n    request: {{get: /}}\n{keys}    load: {{users: 1}}\n"),
        _box.Environment);
}
