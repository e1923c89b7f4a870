using System.Globalization;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Supervision;

/// <summary>Commands that a stack wants run beside its trials.</summary>
[Trait("Speed", "Slow")]
public sealed class HookTests
{
    [Fact]
    public async Task Hooks_know_the_front_and_the_trial_and_leave_their_output()
    {
        await using var bench = new StackBench();
        await using var stack = await StartAsync(
            bench,
            before: [["sh", "-c", "echo before {web.port} {trial} in $(pwd); env | grep -c PYTHONUNBUFFERED || true"], ["sh", "-c", "echo second {port} >&2"]],
            after: [["echo", "after"]]);
        var trial = Directory.CreateDirectory(Path.Combine(bench.Folder, "r01a1.one.work")).FullName;

        (await stack.RunHooksAsync(HookMoment.BeforeTrial, trial, CancellationToken.None)).ShouldBeNull();
        (await stack.RunHooksAsync(HookMoment.AfterTrial, trial, CancellationToken.None)).ShouldBeNull();

        stack.HasHooks(HookMoment.BeforeTrial).ShouldBeTrue();
        (await File.ReadAllLinesAsync(Path.Combine(trial, "hooks.log"))).ShouldBe([$"before {stack.Target.Port} r01a1.one.work in {bench.Folder}", "0", $"second {stack.Target.Port}", "after"]);
    }

    [Fact]
    public async Task The_first_hook_that_fails_ends_them_and_is_told_with_its_output()
    {
        await using var bench = new StackBench();
        await using var stack = await StartAsync(bench, before: [["sh", "-c", "echo no such table; exit 2"], ["touch", "{dir}/touched"]], after: []);

        var failure = (await stack.RunHooksAsync(HookMoment.BeforeTrial, bench.Folder, CancellationToken.None)).ShouldNotBeNull();

        failure.Message.ShouldBe("before_trial 'sh -c echo no such table; exit 2' failed: it ended with exit code 2.");
        failure.LogTail.ShouldBe(["no such table"]);
        File.Exists(Path.Combine(bench.Folder, "touched")).ShouldBeFalse();
        stack.HasHooks(HookMoment.AfterTrial).ShouldBeFalse();
        (await stack.RunHooksAsync(HookMoment.AfterTrial, bench.Folder, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_hook_that_takes_too_long_is_killed_with_its_children()
    {
        await using var bench = new StackBench();
        await using var stack = await StartAsync(bench, before: [], after: [["sh", "-c", "sleep 1000 & echo $! >child; sleep 1001"]], TimeSpan.FromMilliseconds(500));

        var failure = (await stack.RunHooksAsync(HookMoment.AfterTrial, bench.Folder, CancellationToken.None)).ShouldNotBeNull();

        failure.Message.ShouldBe("after_trial 'sh -c sleep 1000 & echo $! >child; sleep 1001' failed: it did not end within 0.5 s and was killed.");
        LivePids.Of([int.Parse(await File.ReadAllTextAsync(Path.Combine(bench.Folder, "child")), CultureInfo.InvariantCulture)]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hook_that_cannot_be_run_says_why()
    {
        await using var bench = new StackBench();
        await using var stack = await StartAsync(bench, before: [["no-such-program-at-all"]], after: [["echo", "{web.colour}"]]);

        (await stack.RunHooksAsync(HookMoment.BeforeTrial, bench.Folder, CancellationToken.None))!.Message
            .ShouldBe("before_trial 'no-such-program-at-all' failed: 'no-such-program-at-all' was not found.");
        (await stack.RunHooksAsync(HookMoment.AfterTrial, bench.Folder, CancellationToken.None))!.Message
            .ShouldStartWith("after_trial 'echo {web.colour}' cannot be run: ");
    }

    [Fact]
    public async Task A_run_that_is_given_up_kills_its_hook_without_calling_that_a_failure()
    {
        await using var bench = new StackBench();
        await using var stack = await StartAsync(bench, before: [["sleep", "1000"]], after: []);
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(200);

        (await stack.RunHooksAsync(HookMoment.BeforeTrial, bench.Folder, stop.Token)).ShouldBeNull();
    }

    [Fact]
    public void Programs_of_hooks_and_metrics_must_be_there()
    {
        var stack = new StackDefinition
        {
            Name = "s",
            Directory = "/",
            Target = "http://x",
            BeforeTrial = [new HookCommand(["no-such-a"], HookCommand.DefaultWithin)],
            AfterTrial = [new HookCommand(["no-such-b"], HookCommand.DefaultWithin)],
            Services =
            [
                new ServiceDefinition
                {
                    Name = "web",
                    Command = ["sh"],
                    Metrics = [new MetricSourceDefinition { Transport = MetricTransport.Command, Command = ["no-such-c"], Format = MetricFormat.Csv, Values = [] }],
                },
            ],
        };

        Requirements.FindMissing(stack).Select(missing => missing.Command).Order().ShouldBe(["no-such-a", "no-such-b", "no-such-c"]);
    }

    private static Task<IRunningStack> StartAsync(StackBench bench, string[][] before, string[][] after, TimeSpan? within = null)
    {
        var candidate = bench.Candidate(bench.Python(Programs.Server, "port", "{port}"));
        List<HookCommand> Hooks(string[][] commands) => [.. commands.Select(command => new HookCommand(command, within ?? HookCommand.DefaultWithin))];
        return bench.Supervisor.StartAsync(candidate with { Stack = candidate.Stack with { BeforeTrial = Hooks(before), AfterTrial = Hooks(after) } }, bench.Logs, CancellationToken.None);
    }
}
