using Prony.Experiments.Files;
using Prony.Stacks.Definitions;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

/// <summary>What a stack file says of layers and of commands beside trials.</summary>
public sealed class MetricKeysTests : IDisposable
{
    private readonly FileSandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void Sources_are_read_with_everything_they_say()
    {
        var sources = Read("""
                - {http: "http://127.0.0.1:{port}/stats;csv", read: csv, row: {pxname: back, svname: "{mode}"}, values: {queue: qcur, requests: {column: stot, counter: true}}}
                - {unix: "/tmp/{mode}.sock", send: "show stat\n", read: csv, values: {sessions: {column: scur}}}
                - {command: [psql, -p, "{port}", -Atc, show pools], read: lines, values: {waiting: {matches: '^recipes\|.*?\|(\d+)'}, all: 'all (\d{1,3})'}}
                - {tcp: "127.0.0.1:{port}", send: "INFO\r\n", read: json, values: {clients: server.clients, deep: {path: "a[0].b"}}}
            """).Services[0].Metrics;

        sources.Select(source => (source.Transport, source.Format)).ShouldBe([
            (MetricTransport.Http, MetricFormat.Csv), (MetricTransport.Unix, MetricFormat.Csv), (MetricTransport.Command, MetricFormat.Lines), (MetricTransport.Tcp, MetricFormat.Json),
        ]);
        sources[0].Address.ShouldBe("http://127.0.0.1:{port}/stats;csv");
        sources[0].Row.ShouldBe([new("pxname", "back"), new("svname", "{mode}")]);
        sources[0].Values.ShouldBe([new MetricDefinition("queue", "qcur"), new MetricDefinition("requests", "stot", Counter: true)]);
        (sources[1].Address, sources[1].Send).ShouldBe(("/tmp/{mode}.sock", "show stat\n"));
        sources[1].Values.ShouldBe([new MetricDefinition("sessions", "scur")]);
        sources[2].Command.ShouldBe(["psql", "-p", "{port}", "-Atc", "show pools"]);
        sources[2].Values.ShouldBe([new MetricDefinition("waiting", @"^recipes\|.*?\|(\d+)"), new MetricDefinition("all", @"all (\d{1,3})")]);
        sources[3].Send.ShouldBe("INFO\r\n");
        sources[3].Values.ShouldBe([new MetricDefinition("clients", "server.clients"), new MetricDefinition("deep", "a[0].b")]);
    }

    [Fact]
    public void Commands_beside_trials_are_read()
    {
        var result = StackFile.Read(_box.Write("s/stack.yaml", FileSandbox.Stack + """

            before_trial: [[psql, -p, "{web.port}", -c, VACUUM], {command: "warm {trial} {mode}", within: 5m}]
            after_trial: "echo done"
            """), _box.Environment);

        var stack = result.Value.ShouldNotBeNull(DiagnosticText.Format(result.Diagnostics));
        stack.BeforeTrial.Select(hook => $"{string.Join('|', hook.Command)} {hook.Within.TotalSeconds}").ShouldBe(["psql|-p|{web.port}|-c|VACUUM 60", "warm|{trial}|{mode} 300"]);
        stack.AfterTrial.ShouldHaveSingleItem().Command.ShouldBe(["echo", "done"]);
    }

    [Theory]
    [InlineData("{read: csv, values: {a: b}}", "6:9 services.web.metrics[0] needs one of http, unix, tcp, command | ")]
    [InlineData("{http: \"http://x\", tcp: \"x:1\", read: csv, values: {a: b}}", "6:28 'tcp' cannot stand beside 'http' in services.web.metrics[0] | Remove one of the two.")]
    [InlineData("{http: \"ftp://x\", read: csv, values: {a: b}}", "6:16 'ftp://x' is not an http:// or https:// address | Expected one such as \"http://{address}/stats\".")]
    [InlineData("{tcp: x, read: csv, values: {a: b}}", "6:15 'x' is no HOST:PORT | Expected one such as \"127.0.0.1:{port}\".")]
    [InlineData("{http: \"http://x\", send: x, read: csv, values: {a: b}}", "6:28 'send' in services.web.metrics[0] needs 'unix' or 'tcp' beside it | ")]
    [InlineData("{http: \"http://x\", values: {a: b}}", "6:9 'read' is missing in services.web.metrics[0] | How the answer is written.")]
    [InlineData("{http: \"http://x\", read: xml, values: {a: b}}", "6:34 services.web.metrics[0].read: 'xml' is none of csv, lines, json. | ")]
    [InlineData("{http: \"http://x\", read: csv}", "6:9 'values' is missing in services.web.metrics[0] | What is read, by the name that reports use: a text is the column, the regular expression or the path. queue and waiting tell how many requests wait at the service.")]
    [InlineData("{http: \"http://x\", read: csv, values: {}}", "6:47 services.web.metrics[0].values needs at least 1, but has 0 | ")]
    [InlineData("{http: \"http://x\", read: csv, values: {Q: b}}", "6:48 the name in services.web.metrics[0].values: 'Q' is not a name. Expected small letters, digits and single hyphens between them, such as q. | ")]
    [InlineData("{http: \"http://x\", read: csv, values: {a: {counter: true}}}", "6:51 services.web.metrics[0].values.a needs one of column, matches, path | ")]
    [InlineData("{http: \"http://x\", read: csv, values: {a: {matches: x}}}", "6:61 'matches' says nothing about csv | Write {column: …}.")]
    [InlineData("{http: \"http://x\", read: csv, values: {a: [b]}}", "6:51 services.web.metrics[0].values.a must be text or mapping, but is a list | ")]
    [InlineData("{http: \"http://x\", read: lines, values: {a: \"n 1\"}}", "6:53 'n 1' has 0 groups, but one in parentheses says where the number stands; write (?:…) for others | ")]
    [InlineData("{http: \"http://x\", read: json, values: {a: {path: a..b}}}", "6:59 'a..b' is no path into JSON; expected one such as server.connections[0].active | ")]
    [InlineData("{http: \"http://x\", read: json, row: {a: b}, values: {a: b}}", "6:45 'row' chooses rows of csv, but this is read as json | Remove it, or write {read: csv}.")]
    [InlineData("{http: \"http://x/{prot}\", read: csv, values: {a: b}}", "6:16 unknown placeholder 'prot' | Did you mean 'port'?")]
    [InlineData("{unix: \"{mod}\", read: csv, values: {a: b}}", "6:16 unknown placeholder 'mod' | Did you mean 'mode'?")]
    [InlineData("{tcp: \"x:{prot}\", send: \"{mod}\", read: csv, values: {a: b}}", "6:15 unknown placeholder 'prot' | Did you mean 'port'?", "6:33 unknown placeholder 'mod' | Did you mean 'mode'?")]
    [InlineData("{command: [a, \"{mod}\"], read: csv, row: {a: \"{mod}\"}, values: {a: b}}", "6:23 unknown placeholder 'mod' | Did you mean 'mode'?", "6:53 unknown placeholder 'mod' | Did you mean 'mode'?")]
    [InlineData("{command: a, read: lines, values: {a: '{mod} (1)'}}", "6:47 unknown placeholder 'mod' | Did you mean 'mode'?")]
    public void A_mistake_in_metrics_is_named_with_its_place(string source, params string[] expected) => Errors(source).ShouldBe(expected);

    [Fact]
    public void A_name_stands_once_in_a_service() => Errors("{tcp: \"x:1\", read: csv, values: {a: b}}\n      - {tcp: \"x:2\", read: csv, values: {a: c}}")
        .ShouldBe(["7:42 services.web: the metric 'a' stands twice | Give one of them another name: records and reports know it by this one."]);

    [Theory]
    [InlineData("before_trial: [psql, -c, VACUUM]", "6:22 before_trial[1]: '-c' is an option, not a command | Each command is a list of its own: [[psql, -c, VACUUM]].")]
    [InlineData("after_trial: [[]]", "6:15 after_trial[0] is empty | ")]
    [InlineData("after_trial: {command: x}", "6:14 after_trial must be a list of commands, but is a mapping | ")]
    [InlineData("before_trial: [{within: 1s}]", "6:16 'command' is missing in before_trial[0] | Program and arguments.")]
    [InlineData("before_trial: [{command: x, within: 2h}]", "6:37 before_trial[0].within: 2h is out of range: expected 100ms to 1h. | ")]
    [InlineData("before_trial: [[x, \"{web.prt}\"]]", "6:20 unknown placeholder 'web.prt' | Did you mean 'web.port'?")]
    [InlineData("before_trial: [{command: \"x {trail}\"}]", "6:26 unknown placeholder 'trail' | Did you mean 'trial'?")]
    public void A_mistake_in_commands_beside_trials_is_named_with_its_place(string line, string expected) =>
        FileSandbox.Lines(StackFile.Read(_box.Write("s/stack.yaml", FileSandbox.Stack + "\n" + line), _box.Environment).Diagnostics).ShouldBe([expected]);

    private StackDefinition Read(string metrics)
    {
        var result = StackFile.Read(_box.Write("s/stack.yaml", FileSandbox.Stack + "\n    metrics:\n" + metrics), _box.Environment);
        return result.Value.ShouldNotBeNull(DiagnosticText.Format(result.Diagnostics));
    }

    private IReadOnlyList<string> Errors(string source)
    {
        var text = FileSandbox.Stack.Replace("    command:", "    metrics:\n      - " + source + "\n    command:", StringComparison.Ordinal);
        return FileSandbox.Lines(StackFile.Read(_box.Write("s/stack.yaml", text), _box.Environment).Diagnostics);
    }
}
