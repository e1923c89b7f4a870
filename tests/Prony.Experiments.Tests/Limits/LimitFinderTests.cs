using Prony.Experiments.Gates;
using Prony.Experiments.Limits;
using Prony.Experiments.Tests.Gates;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Limits;

/// <summary>Synthetic windows of 10 s on 2 CPUs: what was full, and the sentence that says so.</summary>
public sealed class LimitFinderTests
{
    [Fact]
    public void The_service_that_used_most_of_a_full_machine_is_the_limit()
    {
        var found = LimitFinder.Of(Window(machineCores: 1.97, Server("server", 0.40, threads: 20), Server("postgres", 1.50, threads: 12)));

        found.Sentence.ShouldBe("server 0.40 of 2 cores, postgres 1.50, generator 0.05: the CPUs were full, and postgres used most: postgres was the limit.");
        (found.Resource, found.Service, found.Of).ShouldBe((BottleneckName.MachineCpu, "postgres", 2.0));
        found.Used!.Value.ShouldBe(1.97, 1e-9);
        found.Cores["server"].ShouldBe(0.40, 1e-9);
    }

    [Fact]
    public void Where_the_generator_has_cpus_of_its_own_the_services_fill_theirs()
    {
        var found = LimitFinder.Of(Window(3.2, Server("server", 2.95, threads: 20)) with { ServiceCpus = 3 });

        (found.Resource, found.Service, found.Of).ShouldBe((BottleneckName.MachineCpu, "server", 3.0));
        LimitFinder.Of(Window(1.3, Server("server", 1.00, threads: 20)) with { ServiceCpus = 3 }).Resource.ShouldBe(BottleneckName.None);
    }

    [Fact]
    public void A_shared_service_can_be_the_limit_and_stands_in_the_sentence()
    {
        var found = LimitFinder.Of(Window(1.97, Server("web", 0.40, threads: 20)) with { SharedServices = [Server("database", 1.50, threads: 12) with { Shared = true }] });

        found.Sentence.ShouldBe("web 0.40 of 2 cores, database 1.50, generator 0.05: the CPUs were full, and database used most: database was the limit.");
        (found.Resource, found.Service).ShouldBe((BottleneckName.MachineCpu, "database"));
    }

    [Fact]
    public void A_shared_service_with_the_name_of_an_own_one_is_told_apart()
    {
        var found = LimitFinder.Of(Window(1, Server("web", 0.40, threads: 20)) with { SharedServices = [Server("web", 0.30, threads: 12)] });

        found.Cores["web"].ShouldBe(0.40, 1e-9);
        found.Cores["shared web"].ShouldBe(0.30, 1e-9);
    }

    [Fact]
    public void Layers_whose_queues_never_were_empty_stand_behind_what_was_full()
    {
        var window = Window(1.1, Server("web", 0.97, threads: 1)) with
        {
            Layers = [Layer("proxy", "queue", 23.6, 12), Layer("pool", "waiting", 2.44, 1), Layer("db", "waiting", 2, 0), Layer("proxy", "sessions", 50, 50)],
        };

        var found = LimitFinder.Of(window);

        found.Sentence.ShouldBe("web 0.97 of 2 cores, generator 0.05: the one thread of web was always busy: web was the limit. "
            + "Requests waited all the time at proxy (queue 24 on average) and pool (waiting 2.4 on average).");
        found.Queues.ShouldBe([new QueueRecord("proxy", "queue", 23.6), new QueueRecord("pool", "waiting", 2.44)]);
    }

    [Fact]
    public void Over_rounds_a_queue_counts_that_was_there_in_all_of_them()
    {
        TrialRecord Trial(params LayerSummary[] layers) => new()
        {
            Round = 1,
            Candidate = "a",
            Scenario = "work",
            Point = new PointRecord(10, null),
            State = TrialState.Completed,
            Bottleneck = LimitFinder.Of(Window(1.1, Server("web", 0.97, threads: 1)) with { Layers = layers }),
        };

        var summary = LimitSummary.Of([Trial(Layer("proxy", "queue", 10, 1), Layer("pool", "waiting", 1, 1)), Trial(Layer("proxy", "queue", 20, 2))])!;

        summary.Sentence.ShouldBe("web 0.97 of 2 cores, generator 0.05: the one thread of web was always busy: web was the limit. Requests waited all the time at proxy (queue 15 on average).");
        summary.Queues.ShouldBe([new QueueRecord("proxy", "queue", 15)]);
    }

    private static LayerSummary Layer(string service, string name, double mean, double least) => new(service, name, mean, 2 * mean, false, null) { Min = least };

    [Fact]
    public void A_service_with_one_thread_is_full_at_one_core_of_two()
    {
        var found = LimitFinder.Of(Window(1.1, Server("web", 0.97, threads: 1)));

        found.Sentence.ShouldBe("web 0.97 of 2 cores, generator 0.05: the one thread of web was always busy: web was the limit.");
        (found.Resource, found.Service, found.Of).ShouldBe((BottleneckName.ServiceThreads, "web", 1.0));
    }

    [Theory]
    [InlineData("python3.11", "web 0.99 of 2 cores, generator 0.05: web runs one thread at a time (python3.11), and that was always busy: web was the limit.")]
    [InlineData("python3.13t", "web 0.99 of 2 cores, generator 0.05: nothing that was measured was full.")]
    [InlineData("dotnet", "web 0.99 of 2 cores, generator 0.05: nothing that was measured was full.")]
    public void An_interpreter_with_a_global_lock_is_full_at_one_core_however_many_threads_it_has(string program, string sentence) =>
        LimitFinder.Of(Window(1.1, Server("web", 0.99, threads: 40, program))).Sentence.ShouldBe(sentence);

    [Fact]
    public void A_master_that_only_watches_does_not_make_its_worker_look_idle()
    {
        var web = new ServiceUse("web", 0.96, [new ProcessUse("gunicorn", 0.001, 1, 0.001), new ProcessUse("gunicorn", 0.96, 1, 0.96)]) { LengthS = 10 };

        LimitFinder.Of(Window(1.1, web)).Sentence.ShouldEndWith("the one thread of web was always busy: web was the limit.");
    }

    [Fact]
    public void One_busy_thread_among_idle_ones_is_the_limit()
    {
        var web = new ServiceUse("web", 1.05, [new ProcessUse("dotnet", 1.05, 30, 0.95)]) { LengthS = 10 };

        LimitFinder.Of(Window(1.2, web)).Sentence.ShouldBe("web 1.05 of 2 cores, generator 0.05: one of the 30 threads of web was always busy: web was the limit.");
    }

    [Fact]
    public void Workers_that_are_fewer_than_the_CPUs_are_full_together()
    {
        var web = new ServiceUse("web", 2.8, [.. Enumerable.Repeat(new ProcessUse("worker", 0.93, 1, 0.93), 3)]) { LengthS = 10 };

        LimitFinder.Of(Window(3.0, web) with { MachineCpus = 8 }).Sentence.ShouldContain("the 3 threads that web runs at once were always busy: web was the limit.");
    }

    [Fact]
    public void A_CPU_limit_that_held_a_service_back_is_the_limit()
    {
        var web = Server("web", 0.49, threads: 8) with { CpuLimitCores = 0.5, HeldPeriods = 90, HeldS = 4 };

        var found = LimitFinder.Of(Window(0.6, web));
        found.Sentence.ShouldBe("web 0.49 of 2 cores, generator 0.05: web was held back at its CPU limit of 0.5 cores, which was the limit.");
        (found.Resource, found.Of).ShouldBe((BottleneckName.CpuLimit, 0.5));
    }

    [Fact]
    public void A_busy_generator_is_the_limit_and_not_the_server()
    {
        var facts = Window(1.3, Server("web", 0.3, threads: 8));
        facts = facts with { Load = facts.Load with { Generator = facts.Load.Generator with { CpuS = 9.5, BusiestThreadShare = 0.95 } } };

        LimitFinder.Of(facts).Sentence.ShouldBe("web 0.30 of 2 cores, generator 0.95: the generator's thread was always busy: the generator was the limit, not the server.");
    }

    [Fact]
    public void Other_programs_that_fill_the_machine_are_named()
    {
        var found = LimitFinder.Of(Window(2.0, Server("web", 0.3, threads: 8)));

        found.Sentence.ShouldBe("web 0.30 of 2 cores, generator 0.05, others 1.65: the CPUs were full, and other programs and the kernel used most: the machine was the limit.");
        (found.Resource, found.Service).ShouldBe((BottleneckName.MachineCpu, null));
    }

    [Fact]
    public void A_full_accept_queue_and_a_full_table_of_files_are_limits_where_CPUs_are_idle()
    {
        LimitFinder.Of(Window(0.2, Server("web", 0.1, threads: 8) with { QueueWaiting = 128, QueueLength = 128 })).Sentence
            .ShouldBe("web 0.10 of 2 cores, generator 0.05: 128 of at most 128 connections waited for web to accept them: its accept queue was full.");
        LimitFinder.Of(Window(0.2, Server("web", 0.1, threads: 8) with { OpenFiles = 1020, OpenFilesLimit = 1024 })).Sentence
            .ShouldBe("web 0.10 of 2 cores, generator 0.05: web had 1,020 of at most 1,024 files open, which was the limit.");
    }

    [Fact]
    public void Nothing_full_is_said_so()
    {
        var found = LimitFinder.Of(Window(0.5, Server("web", 0.4, threads: 8)));

        found.Sentence.ShouldBe("web 0.40 of 2 cores, generator 0.05: nothing that was measured was full.");
        (found.Resource, found.Service, found.Used, found.Of).ShouldBe((BottleneckName.None, null, null, null));
    }

    [Fact]
    public void What_is_not_known_is_not_guessed()
    {
        LimitFinder.Of(Window(0.5)).Sentence.ShouldBe("generator 0.05 of 2 cores, others 0.45: what was full cannot be told, because Prony did not start the server (`pid` would tell).");
        LimitFinder.Of(Window(0.5) with { ServerIsLocal = false }).Sentence.ShouldContain("because the server is on another machine.");
        var brief = Window(0.1, Server("web", 0.1, 1));
        LimitFinder.Of(brief with { Load = brief.Load with { Window = brief.Load.Window with { DurationS = 0.3 } } }).Resource.ShouldBe(BottleneckName.Unknown);
    }

    [Fact]
    public void Over_rounds_the_most_frequent_limit_stands_with_the_mean_of_its_windows()
    {
        var trials = new[] { Window(1.05, Server("web", 0.97, 1)), Window(0.5, Server("web", 0.4, 1)), Window(1.05, Server("web", 0.91, 1)) }
            .Select(facts => new TrialRecord { Round = 1, Candidate = "a", Scenario = "work", Point = new PointRecord(1, null), State = TrialState.Completed, Bottleneck = LimitFinder.Of(facts) })
            .ToList();

        var summary = LimitSummary.Of(trials)!;

        summary.Sentence.ShouldBe("web 0.94 of 2 cores, generator 0.05: the one thread of web was always busy: web was the limit (in 2 of 3 windows).");
        (summary.Windows, summary.OfWindows).ShouldBe((2, 3));
        summary.Used!.Value.ShouldBe(0.94, 1e-9);
        LimitSummary.Of([trials[0] with { Bottleneck = null }]).ShouldBeNull();
    }

    internal static ServiceUse Server(string name, double cores, int threads, string program = "server") =>
        new(name, cores, [new ProcessUse(program, cores, threads, cores / threads)]) { LengthS = 10 };

    private static TrialFacts Window(double machineCores, params ServiceUse[] services) =>
        new(Loads.Closed(), 2, SharesCpus: true, machineCores * 10, Quick: false) { Services = services };
}
