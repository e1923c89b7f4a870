using System.Diagnostics;
using Prony.EndToEnd.Tests.Stacks;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Articles;

/// <summary>The program that writes results into the documents: experiments/write-results, by the real node, which the stack node-http needs, too.</summary>
public sealed class WriteResultsTests : IDisposable
{
    private const string Published = """
        {
          "tea": {
            "write_up": "Tea | or coffee", "headline": "tea is faster", "environment": "CUP=1", "why": "Another kettle.",
            "figures": [
              {"what": "pot", "users": 50, "per_s": 87.6694, "response_s": 0.5658},
              {"what": "urn", "users": 100, "per_s": 12, "response_s": 11, "is_median": true},
              {"what": "bags", "users": 350, "per_s": 6, "response_s": 25, "is_median": true}
            ]
          },
          "water": {"write_up": "Water", "headline": "not there yet"}
        }
        """;

    private const string Verdict = """
        {
          "experiment": "tea", "baseline": "coffee", "rounds": 6, "preview": false, "profiles": [],
          "verdict": {"sentence": "tea is better."},
          "scenarios": {"cup": {"points": [{
            "load": {"users": 50, "rate_per_s": null, "requests": 1000},
            "candidates": {
              "coffee": {"throughput_per_s": 87.666, "failures": 0, "response_ns": {"percentiles": {"50": 553400000, "99": 1722900000}}, "cpu_cores": {"mean": 0.1, "peak": 0.125}, "memory_peak_bytes": 62914560},
              "tea": {"throughput_per_s": 1420.17, "failures": 0.00125, "response_ns": {"percentiles": {"50": 950000}}, "cpu_cores": null, "memory_peak_bytes": null}
            },
            "comparisons": [
              {"candidate": "tea", "metric": "failures", "ratio": 9, "low": 8, "high": 10},
              {"candidate": "tea", "metric": "throughput", "ratio": 16.2, "low": 15.91, "high": 16.5}
            ]}]}},
          "claims": [
            {"says": "tea serves 4.8 times as many", "source": null, "expect": ">= 4.3", "unit": "", "value": 4.7912, "low": 4.55, "high": 5.04, "state": "confirmed", "reason": null},
            {"says": "cups are small", "expect": "< 20ms", "unit": "s", "value": 0.0151, "low": null, "high": null, "state": "undecided", "reason": "one round"},
            {"says": "sugar", "expect": null, "unit": null, "value": null, "low": null, "high": null, "state": "not-testable", "reason": "there is none"}
          ],
          "skipped": [{"candidate": "mate", "reason": "not installed"}],
          "doubts": [{"id": "V14", "seen": "others drank."}, {"id": "V14", "seen": "and again."}]
        }
        """;

    private const string Plan = """
        {"run": "20261122T000000Z-tea", "created_utc": "2026-11-22T00:00:00Z", "tool": {"name": "prony", "version": "0.1.0"},
         "machine": {"cpus": 2, "cpu": "Kettle", "memory_bytes": 4294967296, "os": "Stove", "kernel": "6.1"}}
        """;

    private readonly Workspace _work = new();

    public WriteResultsTests()
    {
        _work.Write("README.md", "# Tea\n<!-- results -->\n<!-- /results -->\nend\n");
        _work.Write("experiments/README.md", "<!-- results -->\nold\n<!-- /results -->\n<!-- little -->\n<!-- /little -->\n");
        _work.Write("experiments/tea/README.md", "# Tea\n<!-- result -->\n<!-- /result -->\nend\n");
        _work.Write("experiments/published.json", Published);
        _work.Write("run/plan.json", Plan);
        _work.Write("run/verdict.json", Verdict);
    }

    [StackFact("node-http")]
    public void The_block_of_an_experiment_has_the_claims_and_the_figures_of_the_run()
    {
        Write(_work.PathOf("run")).ExitCode.ShouldBe(0);
        var text = Read("experiments/tea/README.md");
        text.ShouldStartWith("# Tea\n<!-- result -->\n");
        text.ShouldEndWith("<!-- /result -->\nend\n");
        text.ShouldContain("Run `20261122T000000Z-tea` on 2 × Kettle, 4.00 GiB, Stove, kernel 6.1: default profile, 6 rounds that count, prony 0.1.0.");
        text.ShouldContain("Verdict: tea is better.");
        text.ShouldContain("| tea serves 4.8 times as many | >= 4.3 | 4.79 (4.55 to 5.04) | confirmed |");
        text.ShouldContain("| cups are small | < 20ms | 15.1 ms (no interval) | undecided: one round |");
        text.ShouldContain("| sugar | – | – | not testable here: there is none |");
        text.ShouldContain("cup, 50 users, 1,000 requests");
        text.ShouldContain("| coffee | 87.7 | baseline | 553 ms | 1.72 s | 0 % | 0.125 | 60.0 MiB |");
        text.ShouldContain("| tea | 1,420 | 16.2 (15.9 to 16.5) | 950 µs | – | 0.125 % | – | – |");
        text.ShouldContain("- Left out: mate: not installed");
        text.ShouldContain("- Doubt V14 (2 times; the first): others drank.");
        text.ShouldNotContain(_work.Folder);
    }

    [StackFact("node-http")]
    public void The_table_has_a_row_for_each_experiment_that_is_there_and_says_what_Little_s_law_gives()
    {
        Write(_work.PathOf("run")).ExitCode.ShouldBe(0);
        var table = Read("experiments/README.md");
        table.ShouldContain(
            "| [Tea \\| or coffee](tea/README.md) | `CUP=1 ./prony run experiments/tea/experiment.yaml` | tea serves 4.8 times as many | 4.79 (4.55 to 5.04) | confirmed "
            + "| Another kettle. By Little's law its figures account for 49.6 of 50, 132 of 100, 150 of 350 users. |");
        table.ShouldContain("| pot | 50 | 87.7 | 566 ms | 49.6 | agrees");
        table.ShouldContain("| urn | 100 | 12.0 | 11.0 s (median) | 132 | more than there were");
        table.ShouldContain("| bags | 350 | 6.00 | 25.0 s (median) | 150 | 200 users were elsewhere");
        table.ShouldNotContain("Water", Case.Sensitive, "it has no folder");
        Read("README.md").ShouldContain("(experiments/tea/README.md)");
    }

    [StackFact("node-http")]
    public void Without_a_run_the_headline_is_the_write_up_s_and_the_block_says_that_there_is_none()
    {
        Write().ExitCode.ShouldBe(0);
        Read("README.md").ShouldContain("| tea is faster | – | no run is stored |");
        Read("experiments/tea/README.md").ShouldContain("No run is stored here yet: experiments/write-results RUN writes it.");
    }

    [StackFact("node-http")]
    public void Check_changes_nothing_and_tells_what_differs()
    {
        var before = Read("README.md");
        var stale = Write("--check");
        stale.ExitCode.ShouldBe(1);
        stale.Output.ShouldContain("differs: README.md");
        Read("README.md").ShouldBe(before);
        Write(_work.PathOf("run")).ExitCode.ShouldBe(0);
        Write("--check").ExitCode.ShouldBe(0);
        Write().Output.ShouldBeEmpty("what is written already is not written again");
    }

    [StackFact("node-http")]
    public void A_preview_is_refused_unless_it_is_asked_for_and_says_so()
    {
        _work.Write("run/verdict.json", Verdict.Replace("\"preview\": false", "\"preview\": true", StringComparison.Ordinal));
        var refused = Write(_work.PathOf("run"));
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("is a preview");
        Write("--preview", _work.PathOf("run")).ExitCode.ShouldBe(0);
        Read("experiments/tea/README.md").ShouldContain("**A preview:");
        Read("README.md").ShouldContain("confirmed (preview)");
    }

    [StackFact("node-http")]
    public void Wrong_use_is_told_with_what_to_do()
    {
        Write("--chek").ShouldSatisfyAllConditions(one => one.ExitCode.ShouldBe(2), one => one.Error.ShouldContain("there is no option --chek. Use: "));
        Write("--check", "run").ShouldSatisfyAllConditions(one => one.ExitCode.ShouldBe(2), one => one.Error.ShouldContain("--check writes nothing"));
        Write(_work.PathOf("none")).ShouldSatisfyAllConditions(one => one.ExitCode.ShouldBe(1), one => one.Error.ShouldContain("verdict.json cannot be read"));
        _work.Write("run/verdict.json", Verdict.Replace("\"experiment\": \"tea\"", "\"experiment\": \"milk\"", StringComparison.Ordinal));
        Write(_work.PathOf("run")).ShouldSatisfyAllConditions(one => one.ExitCode.ShouldBe(2), one => one.Error.ShouldContain("'milk', which published.json does not know. It knows tea, water."));
        _work.Write("README.md", "# Tea\n");
        Write().ShouldSatisfyAllConditions(one => one.ExitCode.ShouldBe(2), one => one.Error.ShouldContain("has no place for 'results'"));
        _work.Write("experiments/published.json", "{");
        Write().ShouldSatisfyAllConditions(one => one.ExitCode.ShouldBe(1), one => one.Error.ShouldContain("published.json is not JSON"));
    }

    /// <summary>What the tests above take for a run is what Prony writes.</summary>
    [StackFact("node-http")]
    [Trait("Speed", "Slow")]
    public void A_run_of_prony_is_read()
    {
        _work.WriteExperiment("ok", "slow", measure: "1s");
        _work.Write("experiment.yaml", Read("experiment.yaml").Replace("name: " + _work.Name, "name: tea", StringComparison.Ordinal)
            + "claims: [{says: slow is slow, check: \"throughput(other) / throughput(steady)\", expect: \"< 1\"}, {says: nobody knows, not-testable: it is a secret}]\n");
        var run = _work.Run("run", "experiment.yaml");
        run.ExitCode.ShouldBeOneOf([0, 5], run.ToString());
        Write("--preview", _work.Runs.ShouldHaveSingleItem()).ExitCode.ShouldBe(0);
        var text = Read("experiments/tea/README.md");
        text.ShouldContain("work, 4 users");
        if (run.ExitCode == 0)
        {
            // A machine that others use may leave no figure that counts.
            text.ShouldMatch(@"\| steady \| [\d,.]+ \| baseline \| [\d.]+ .?s \|");
            text.ShouldMatch(@"\| slow is slow \| < 1 \| 0\.\d+ \(no interval\) \| undecided \(preview\)");
        }

        text.ShouldContain("| nobody knows | – | – | not testable here (preview): it is a secret |");
        text.ShouldContain("kernel ");
    }

    /// <summary>After a change of published.json, of a stored result or of the program: experiments/write-results, without an argument.</summary>
    [StackFact("node-http")]
    public void The_documents_of_the_clone_are_what_it_writes()
    {
        var result = Node(Clone.PathOf("experiments", "write-results"), "--check");
        result.ExitCode.ShouldBe(0, result.ToString());
    }

    public void Dispose() => _work.Dispose();

    private string Read(string name) => File.ReadAllText(_work.PathOf(name));

    private ToolResult Write(params string[] arguments) => Node([Clone.PathOf("experiments", "write-results"), "--root", _work.Folder, .. arguments]);

    private static ToolResult Node(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(30)))
        {
            process.Kill();
            throw new TimeoutException("node " + string.Join(' ', arguments));
        }

        return new ToolResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
