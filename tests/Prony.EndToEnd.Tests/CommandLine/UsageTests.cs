using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.CommandLine;

/// <summary>What the command line says to a person who types it wrong, or asks for help.</summary>
public sealed class UsageTests
{
    [Fact]
    public void Version_is_the_one_of_the_repository()
    {
        var result = Tool.Run("--version");
        result.ExitCode.ShouldBe(0);
        var stated = Regex.Match(File.ReadAllText(Clone.PathOf("Directory.Build.props")), "<Version>(.*)</Version>").Groups[1].Value;
        result.Output.Trim().ShouldBe(stated);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("load")]
    [InlineData("report")]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("watch")]
    [InlineData("compare")]
    [InlineData("fit")]
    [InlineData("record")]
    [InlineData("init")]
    [InlineData("check")]
    [InlineData("doctor")]
    [InlineData("selftest")]
    [InlineData("schema")]
    [InlineData("completion")]
    public void Every_verb_has_help_with_examples(string verb)
    {
        var result = Tool.Run(verb, "--help");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("Examples:");
        result.Output.ShouldContain("prony " + verb);
    }

    [Fact]
    public void Without_a_verb_the_help_is_shown_and_the_code_is_2()
    {
        var result = Tool.Run();
        result.ExitCode.ShouldBe(2, result.ToString());
        (result.Output + result.Error).ShouldContain("prony --help");
    }

    [Theory]
    [InlineData("'--duratoin' is not known here. Did you mean '--duration'?", "load", "http://127.0.0.1:1/", "--duratoin", "1s")]
    [InlineData("'laod' is not known here. Did you mean 'load'?", "laod")]
    [InlineData("--duration: ", "load", "http://127.0.0.1:1/", "-d", "1 parsec")]
    [InlineData("--users: 'many' is not a whole number from 1 to 100000.", "load", "http://127.0.0.1:1/", "-c", "many")]
    [InlineData("--rate: ", "load", "http://127.0.0.1:1/", "-r", "fast")]
    [InlineData("--expect-body-regex: '(' is no regular expression", "load", "http://127.0.0.1:1/", "--expect-body-regex", "(")]
    [InlineData("--check-every: '0' is not a whole number from 1", "load", "http://127.0.0.1:1/", "--check-every", "0")]
    [InlineData("--expect-status: 'ok' is neither a status code", "load", "http://127.0.0.1:1/", "--expect-status", "ok")]
    [InlineData("--arrivals: 'bursty' is not one of poisson, uniform.", "load", "http://127.0.0.1:1/", "-r", "1", "--arrivals", "bursty")]
    [InlineData("--slo: ", "load", "http://127.0.0.1:1/", "--slo", "p99 is low")]
    [InlineData("--users and --rate exclude each other", "load", "http://127.0.0.1:1/", "-c", "5", "-r", "5")]
    [InlineData("use --connections", "load", "http://127.0.0.1:1/", "-c", "5", "-r", "5")]
    [InlineData("--duration and --requests exclude each other", "load", "http://127.0.0.1:1/", "-d", "5s", "-n", "5")]
    [InlineData("--body and --body-file exclude each other", "load", "http://127.0.0.1:1/", "-b", "x", "--body-file", "y")]
    [InlineData("--body-file /does/not/exist", "load", "http://127.0.0.1:1/", "--body-file", "/does/not/exist")]
    [InlineData("--data: ", "load", "http://127.0.0.1:1/", "--data", "/does/not/exist.csv")]
    [InlineData("Add --data FILE.", "load", "http://127.0.0.1:1/{data.user}")]
    [InlineData("--data-order: 'shuffled' is not one of round-robin, random.", "load", "http://127.0.0.1:1/", "--data-order", "shuffled")]
    [InlineData("--connections and --arrivals belong to the open model", "load", "http://127.0.0.1:1/", "--connections", "5")]
    [InlineData("--stage and --duration exclude each other", "load", "http://127.0.0.1:1/", "--stage", "50:10s", "-d", "5s")]
    [InlineData("--stage: '50' is not a stage", "load", "http://127.0.0.1:1/", "--stage", "50")]
    [InlineData("'50,100,150' is a list, and this is one load", "load", "http://127.0.0.1:1/", "-c", "50,100,150")]
    [InlineData("--head-limit: 1 is out of range", "load", "http://127.0.0.1:1/", "--head-limit", "1")]
    [InlineData("--header 'nocolon': expected 'Name: value'.", "load", "http://127.0.0.1:1/", "-H", "nocolon")]
    [InlineData("--basic: expected USER:PASS.", "load", "http://127.0.0.1:1/", "--basic", "me")]
    [InlineData("--method G E T", "load", "http://127.0.0.1:1/", "-m", "G E T")]
    [InlineData("--unix-socket /does/not/exist: there is no such file.", "load", "http://127.0.0.1:1/", "--unix-socket", "/does/not/exist")]
    [InlineData("The raw engine cannot do https.", "load", "https://127.0.0.1:1/", "--engine", "raw")]
    [InlineData("The raw engine cannot do HTTP/2.", "load", "http://127.0.0.1:1/", "--engine", "raw", "--http2")]
    [InlineData("The raw engine cannot do proxies.", "load", "http://127.0.0.1:1/", "--engine", "raw", "--proxy", "127.0.0.1:1")]
    [InlineData("The raw engine cannot do redirects.", "load", "http://127.0.0.1:1/", "--engine", "raw", "--redirects", "2")]
    [InlineData("HTTP/2 keeps its connections open", "load", "http://127.0.0.1:1/", "--http2", "--no-keepalive")]
    [InlineData("HTTP/2 without TLS cannot go through a proxy", "load", "http://127.0.0.1:1/", "--http2", "--proxy", "http://127.0.0.1:1/")]
    [InlineData("--proxy: a proxy is spoken to over http, not socks5.", "load", "http://127.0.0.1:1/", "--proxy", "socks5://127.0.0.1:1/")]
    [InlineData("--insecure, --cacert, --cert and --key belong to https", "load", "http://127.0.0.1:1/", "--insecure")]
    [InlineData("--insecure and --cacert exclude each other", "load", "https://127.0.0.1:1/", "--insecure", "--cacert", "x")]
    [InlineData("--threads belongs to the raw engine", "load", "https://127.0.0.1:1/", "--threads", "2")]
    [InlineData("--connect-to and --proxy exclude each other", "load", "http://127.0.0.1:1/", "--connect-to", "127.0.0.1:1:127.0.0.1:2", "--proxy", "127.0.0.1:1")]
    [InlineData("--key is the key of a certificate: add --cert.", "load", "https://127.0.0.1:1/", "--key", "x")]
    [InlineData("/does/not/exist", "load", "https://127.0.0.1:1/", "--cacert", "/does/not/exist")]
    [InlineData("frames bodies by itself", "load", "http://127.0.0.1:1/", "--engine", "portable", "-H", "Transfer-Encoding: chunked")]
    [InlineData("192.0.2.1 (192.0.2.1) is neither this machine nor a private network", "load", "http://127.0.0.1:1/", "--proxy", "http://192.0.2.1:80/")]
    [InlineData("'ftp' is not supported; use http or https.", "load", "ftp://127.0.0.1:1/")]
    [InlineData("is not an address", "load", "http://")]
    [InlineData("the name cannot be resolved", "load", "http://no-such-host.invalid/")]
    [InlineData("--duration 0s: the window must have a length.", "load", "http://127.0.0.1:1/", "-d", "0s")]
    [InlineData("is neither this machine nor a private network", "load", "http://192.0.2.1/", "-d", "1s")]
    [InlineData("--json /does/not/exist/x.json", "load", "http://127.0.0.1:1/", "--json", "/does/not/exist/x.json")]
    [InlineData("There is no run directory", "report", "no-such-run")]
    [InlineData("--format: 'pdf' is not one of", "report", "no-such-run", "--format", "pdf")]
    [InlineData("no-such-file.yaml", "run", "no-such-file.yaml")]
    [InlineData("--fail-on: 'wrose' is not one of worse, inconclusive, invalid. Did you mean 'worse'?", "compare", "a", "b", "--fail-on", "invalid,wrose")]
    [InlineData("--fail-on: 'better' is not one of", "run", "x.yaml", "--fail-on", "better")]
    [InlineData("--metric: 'troughput' is not one of", "compare", "a", "b", "--metric", "troughput")]
    [InlineData("--margin: '0%' is out of range: it must be above 0.", "compare", "a", "b", "--margin", "0%")]
    [InlineData("--margin: '5 parsecs' is not a share", "compare", "a", "b", "--margin", "5 parsecs")]
    [InlineData("There is no run directory", "compare", "no-such-run", "no-other-run")]
    public void Wrong_use_ends_with_code_2_and_says_what_to_do(string expected, params string[] arguments)
    {
        var result = Tool.Run(arguments);
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain(expected);
        result.Output.ShouldNotContain("   at ");
        result.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("prony re", "report")]
    [InlineData("prony load --durat", "--duration")]
    [InlineData("prony load --arrivals p", "poisson")]
    [InlineData("prony compare a b --fail-on w", "worse")]
    public void Bash_completes_verbs_flags_and_values(string typed, string expected)
    {
        // The script runs in a real bash, with the variables that bash sets when the tab key is pressed.
        var start = new System.Diagnostics.ProcessStartInfo("bash", ["-c", """
            export PATH="$(dirname "$1"):$PATH"; eval "$(prony completion bash)"
            COMP_LINE="$2"; COMP_POINT=${#2}; COMP_WORDS=($2); COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _prony; printf '%s\n' "${COMPREPLY[@]}"
            """, "bash", Clone.PathOf("prony"), typed])
        { RedirectStandardOutput = true };
        using var bash = System.Diagnostics.Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        output.Split('\n').ShouldContain(expected);
    }

    [Fact]
    public void All_errors_of_an_experiment_come_at_once_with_their_positions()
    {
        using var work = new Workspace();
        work.Write("experiment.yaml", """
            name: Bad Name
            rounds: many
            phases: {warmpu: 2s, measure: 5 parsecs}
            candidates:
              one: {stack: stacks/missing}
              one: {run: "true {port}"}
            scenarios:
              work: {request: {get: /}, load: {users: 4} }
            """);
        var result = work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(2, result.ToString());
        foreach (var expected in new[] { "experiment.yaml:1:", "experiment.yaml:2:", "experiment.yaml:3:", "experiment.yaml:5:", "experiment.yaml:6:", "Did you mean 'warmup'?", "duplicate" })
        {
            result.Error.ShouldContain(expected);
        }

        work.Runs.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_does_not_parse_is_shown_with_line_and_column()
    {
        using var work = new Workspace();
        work.Write("experiment.yaml", "name: x\ncandidates: {a: [}\n");
        var result = work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain("experiment.yaml:2:");
    }

    [Theory]
    [InlineData("experiment")]
    [InlineData("stack")]
    [InlineData("load")]
    [InlineData("verdict")]
    [InlineData("compare")]
    [InlineData("fit")]
    [InlineData("record")]
    [InlineData("check")]
    [InlineData("doctor")]
    public void Schemas_are_json_with_a_title(string kind)
    {
        var result = Tool.Run("schema", kind);
        result.ExitCode.ShouldBe(0, result.ToString());
        using var schema = System.Text.Json.JsonDocument.Parse(result.Output);
        schema.RootElement.GetProperty("$schema").GetString()!.ShouldContain("2020-12");
    }
}
