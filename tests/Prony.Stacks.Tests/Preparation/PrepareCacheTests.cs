using Prony.Stacks.Definitions;
using Prony.Stacks.Preparation;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Preparation;

public class PrepareCacheTests
{
    /// <summary>Notes that it ran, outside of the cache, and makes a file from its input.</summary>
    private static readonly PrepareStep Step = new(["sh", "-c", "echo ran >>\"{dir}/runs\"; sleep 0.2; cp \"{dir}/input.txt\" \"{prepared}/output\""], ["*.txt"]);

    [Fact]
    public async Task A_step_runs_once_per_content_of_its_inputs_and_names()
    {
        await using var bench = new StackBench();
        bench.Write("input.txt", "one");
        var said = new List<string>();

        var first = await EnsureAsync(bench, Step, said.Add);
        (await File.ReadAllTextAsync(Path.Combine(first, "output"))).ShouldBe("one");
        (await EnsureAsync(bench, Step, said.Add)).ShouldBe(first);
        said.ShouldHaveSingleItem().ShouldStartWith("preparing 'web': sh -c ");

        bench.Write("input.txt", "two");
        var second = await EnsureAsync(bench, Step, said.Add);
        second.ShouldNotBe(first);
        bench.Write("more.txt", "");
        (await EnsureAsync(bench, Step, said.Add)).ShouldNotBe(second);
        bench.Write("unrelated.md", "");
        await EnsureAsync(bench, Step with { Command = [.. Step.Command, "x"] }, said.Add);
        File.Delete(Path.Combine(bench.Folder, "more.txt"));
        bench.Write("input.txt", "one");
        (await EnsureAsync(bench, Step, said.Add)).ShouldBe(first);
        said.Count.ShouldBe(4);
    }

    [Fact]
    public async Task An_input_may_lie_elsewhere_and_be_named_by_a_parameter_that_may_be_empty()
    {
        await using var bench = new StackBench();
        bench.Write("input.txt", "one");
        bench.Write("other/schema.sql", "create");
        var step = Step with { Inputs = ["*.txt", "{schema}", "{seed}"] };
        Task<string> EnsureWithAsync(string schema) => new PrepareCache(bench.Scope, Path.Combine(bench.Folder, "cache")).EnsureAsync(
            bench.Candidate(Service(step)) with
            {
                Stack = bench.Candidate(Service(step)).Stack with { Parameters = [new("schema", schema), new("seed", "")] },
            },
            Service(step),
            null,
            CancellationToken.None);

        var file = Path.Combine(bench.Folder, "other", "schema.sql");
        var first = await EnsureWithAsync(file);
        (await EnsureWithAsync(file)).ShouldBe(first);
        bench.Write("other/schema.sql", "create more");
        (await EnsureWithAsync(file)).ShouldNotBe(first);
        (await EnsureWithAsync(Path.Combine(bench.Folder, "other", "*.sql"))).ShouldNotBe(first);
        var missing = await Should.ThrowAsync<StackStartException>(() => EnsureWithAsync("/no/such/folder/schema.sql"));
        missing.Message.ShouldContain("'/no/such/folder/schema.sql'");
    }

    [Fact]
    public async Task Two_at_once_prepare_only_once_and_both_get_the_result()
    {
        await using var bench = new StackBench();
        bench.Write("input.txt", "one");
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => EnsureAsync(bench, Step, null))));
        results.Distinct().ShouldHaveSingleItem();
        (await File.ReadAllLinesAsync(Path.Combine(bench.Folder, "runs"))).ShouldBe(["ran"]);
    }

    [Fact]
    public async Task A_step_that_fails_is_reported_with_its_last_lines_and_tried_again_next_time()
    {
        await using var bench = new StackBench();
        bench.Write("input.txt", "one");
        var step = new PrepareStep(["sh", "-c", "echo begin; [ -e \"{dir}/ok\" ] || { echo 'no compiler' >&2; exit 3; }"], ["*.txt"]);
        var error = await Should.ThrowAsync<StackStartException>(() => EnsureAsync(bench, step, null));
        error.Kind.ShouldBe(StartFailureKind.PrepareFailed);
        error.Message.ShouldContain("exit code 3");
        error.LogTail.ShouldBe(["begin", "no compiler"]);

        bench.Write("ok", "");
        Directory.Exists(await EnsureAsync(bench, step, null)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_step_that_was_interrupted_leaves_no_process_and_no_result()
    {
        await using var bench = new StackBench();
        bench.Write("input.txt", "one");
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        var step = new PrepareStep(["sh", "-c", "sleep 60 & echo $! >\"{dir}/pid\"; echo $$ >>\"{dir}/pid\"; wait"], ["*.txt"]);
        await Should.ThrowAsync<OperationCanceledException>(
            () => new PrepareCache(bench.Scope, Path.Combine(bench.Folder, "cache")).EnsureAsync(Candidate(bench, step), Service(step), null, giveUp.Token));
        var pids = (await File.ReadAllLinesAsync(Path.Combine(bench.Folder, "pid"))).Select(static line => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        pids.Count.ShouldBe(2);
        LivePids.Of(pids).ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(bench.Folder, "cache"), "done", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Inputs_that_do_not_exist_and_programs_that_do_not_exist_are_named()
    {
        await using var bench = new StackBench();
        var inputs = await Should.ThrowAsync<StackStartException>(() => EnsureAsync(bench, Step, null));
        inputs.Message.ShouldContain("'*.txt'");
        bench.Write("input.txt", "one");
        var program = await Should.ThrowAsync<StackStartException>(() => EnsureAsync(bench, new PrepareStep(["no-such-compiler"], ["*.txt"]), null));
        program.Kind.ShouldBe(StartFailureKind.NotFound);
        program.Message.ShouldContain("no-such-compiler");
    }

    [Fact]
    public async Task What_was_prepared_stays_the_same_for_a_whole_run()
    {
        await using var bench = new StackBench();
        bench.Write("input.txt", Programs.Server);
        var web = bench.Python(string.Empty) with { Command = ["python3", "{prepared}/output", "port", "{port}"], Prepare = [Step] };
        await using (await bench.StartAsync(web))
        {
            bench.Write("input.txt", "raise Exception('edited in the middle of a run')");
        }

        await using (await bench.StartAsync(web))
        {
            (await File.ReadAllLinesAsync(Path.Combine(bench.Folder, "runs"))).ShouldBe(["ran"]);
        }
    }

    [Theory]
    [InlineData("*.cs", "a.cs", true)]
    [InlineData("*.cs", "a.csx", false)]
    [InlineData("*.cs", "b/a.cs", false)]
    [InlineData("**/*.cs", "b/c/a.cs", true)]
    [InlineData("**/*.cs", "a.cs", true)]
    [InlineData("src/**", "src/a/b.rs", true)]
    [InlineData("src/*.rs", "src/a/b.rs", false)]
    [InlineData("a?.txt", "ab.txt", true)]
    [InlineData("a.txt", "abtxt", false)]
    public void A_pattern_matches_names_below_the_folder(string pattern, string path, bool expected) =>
        InputFiles.Matches(pattern, path).ShouldBe(expected);

    private static Task<string> EnsureAsync(StackBench bench, PrepareStep step, Action<string>? progress) =>
        new PrepareCache(bench.Scope, Path.Combine(bench.Folder, "cache")).EnsureAsync(Candidate(bench, step), Service(step), progress, CancellationToken.None);

    private static CandidateDefinition Candidate(StackBench bench, PrepareStep step) => bench.Candidate(Service(step));

    private static ServiceDefinition Service(PrepareStep step) => new() { Name = "web", Command = ["true"], Prepare = [step] };
}
