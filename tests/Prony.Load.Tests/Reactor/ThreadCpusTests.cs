using Prony.Load.Reactor;
using Prony.Measurement.Machine;
using Shouldly;
using Xunit;

namespace Prony.Load.Tests.Reactor;

public class ThreadCpusTests
{
    private const string Head = "Cpus_allowed_list:";

    [Fact]
    public void A_thread_is_bound_alone()
    {
        var last = Affinity.UsableCpuNumbers()[^1];
        var (bound, allowed) = OnThread([last]);
        bound.ShouldBeTrue();
        allowed.ShouldBe(CpuList.Format([last]));
        OnThread(null).Allowed.ShouldBe(CpuList.Format(Affinity.UsableCpuNumbers()));
    }

    [Fact]
    public void A_cpu_that_is_not_there_leaves_the_thread_where_it_was() =>
        OnThread([8191]).ShouldBe((false, CpuList.Format(Affinity.UsableCpuNumbers())));

    private static (bool Bound, string Allowed) OnThread(IReadOnlyList<int>? cpus)
    {
        var result = (Bound: false, Allowed: string.Empty);
        var thread = new Thread(() => result = (
            ThreadCpus.Bind(cpus),
            File.ReadLines("/proc/thread-self/status").Single(static line => line.StartsWith(Head, StringComparison.Ordinal))[Head.Length..].Trim()));
        thread.Start();
        thread.Join();
        return result;
    }
}
