using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Prony.Load.Plans;
using Shouldly;

namespace Prony.Load.Tests;

/// <summary>What happens when the process may open no more files. Alone, because the limit is that of the whole process.</summary>
[Collection(Name)]
public sealed unsafe partial class DescriptorLimitTests
{
    private const string Name = "Descriptor limit";
    private const int OpenFiles = 7;   // RLIMIT_NOFILE
    private const int Spare = 16;      // for the engine itself: epoll and an event of each thread

    [CollectionDefinition(Name, DisableParallelization = true)]
    public sealed class Alone;

    [Fact]
    public void Without_a_free_descriptor_a_connection_is_refused_the_reason_is_named_and_the_load_ends()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(4096);   // the kernel opens connections that nobody accepts: they take no descriptor here
        var open = Directory.GetFiles("/proc/self/fd").Select(path => int.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var limit = open.Max() + 1 + Spare;
        var free = limit - open.Count;
        var plan = Loads.Plan(listener.LocalEndPoint!, new ClosedModel(free + 20), seconds: 0.3) with { Drain = TimeSpan.Zero };

        var record = WithLimit(limit, () => Loads.Run(plan)).Record;

        record.ConnectErrors.Keys.ShouldBe(["EMFILE"]);
        record.Outcomes.Refused.ShouldBe(record.ConnectErrors["EMFILE"]);
        record.Outcomes.Refused.ShouldBeGreaterThanOrEqualTo(20);
        record.Requests.Censored.ShouldBeInRange(1, free);
        Loads.Run(plan with { Model = new ClosedModel(free + 20) }).Record.Outcomes.Refused.ShouldBe(0, "every descriptor was given back");
    }

    private static T WithLimit<T>(int limit, Func<T> action)
    {
        var before = stackalloc ulong[2];
        Check(getrlimit(OpenFiles, before));
        var lower = stackalloc ulong[] { (ulong)limit, before[1] };
        Check(setrlimit(OpenFiles, lower));
        try
        {
            return action();
        }
        finally
        {
            Check(setrlimit(OpenFiles, before));
        }
    }

    private static void Check(int result) => result.ShouldBe(0, Marshal.GetLastPInvokeErrorMessage());

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getrlimit(int resource, ulong* limits);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setrlimit(int resource, ulong* limits);
}
