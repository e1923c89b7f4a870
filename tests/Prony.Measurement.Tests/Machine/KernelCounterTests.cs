using System.Net;
using System.Net.Sockets;
using Prony.Measurement.Machine;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Machine;

/// <summary>Texts as Linux 6.18 wrote them, shortened to the figures around those that are read.</summary>
public sealed class KernelCounterTests
{
    private const string Snmp = """
        Ip: Forwarding DefaultTTL InReceives
        Ip: 2 64 271971300
        Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors
        Tcp: 1 200 120000 -1 941809 899379 42375 221645 0 271971156 271958875 10741 0 172025 0
        Udp: InDatagrams NoPorts
        Udp: 5 0
        """;

    private const string Netstat = """
        TcpExt: SyncookiesSent PAWSTimewait DelayedACKs ListenOverflows ListenDrops TCPHPHits TCPTimeouts TCPSynRetrans TCPOrigDataSent
        TcpExt: 0 13 777193 20 24 204281382 252516 28071 211934596
        IpExt: InNoRoutes InOctets
        IpExt: 0 157849006392
        """;

    [Fact]
    public void TCP_counters_are_found_by_their_names() =>
        TcpCounters.Parse(Snmp, Netstat).ShouldBe(new TcpCounters(OutSegments: 271958875, Retransmitted: 10741, SynRetransmitted: 28071, ListenOverflows: 20, ListenDrops: 24));

    [Fact]
    public void A_kernel_without_one_of_them_gives_none()
    {
        TcpCounters.Parse(Snmp, Netstat.Replace("ListenDrops", "Other", StringComparison.Ordinal)).ShouldBeNull();
        TcpCounters.Parse("", Netstat).ShouldBeNull();
        TcpCounters.Parse(Snmp, "TcpExt: ListenOverflows\n").ShouldBeNull();
    }

    [Fact]
    public void What_had_arrived_and_was_sent_again_is_counted_where_the_kernel_tells() =>
        TcpCounters.Parse(Snmp, Netstat.Replace("PAWSTimewait", "TCPDSACKRecvSegs", StringComparison.Ordinal))!.Value.NeedlesslyRetransmitted.ShouldBe(13);

    [Fact]
    public void Two_readings_are_subtracted() =>
        (new TcpCounters(10, 8, 6, 4, 3) { NeedlesslyRetransmitted = 5 }).Since(new TcpCounters(1, 2, 3, 4, 1) { NeedlesslyRetransmitted = 2 })
            .ShouldBe(new TcpCounters(9, 6, 3, 0, 2) { NeedlesslyRetransmitted = 3 });

    [Fact]
    public void Connections_of_this_machine_are_counted()
    {
        var before = TcpCounters.Read().ShouldNotBeNull();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);

        TcpCounters.Read()!.Value.Since(before).OutSegments.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Theory]
    [InlineData("32768\t60999\n", "2\n", 28232, true)]
    [InlineData("1024 65535", "1", 64512, true)]
    [InlineData("5000 5000", "0", 1, false)]
    [InlineData("5000 5001", null, 2, false)]
    public void The_range_of_local_ports_holds_both_its_ends(string range, string? reuse, int count, bool reused) =>
        LocalPorts.Parse(range, reuse).ShouldBe(new LocalPorts(count, reused));

    [Fact]
    public void Without_a_range_the_ports_are_unknown()
    {
        LocalPorts.Parse(null, "2").ShouldBeNull();
        LocalPorts.Parse("32768", "2").ShouldBeNull();
    }

    [Theory]
    [InlineData("some avg10=0.00 avg60=0.01 avg300=0.02 total=8123456\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7012345\n", 7_012_345_000L)]
    [InlineData("some avg10=0.00 avg60=0.01 avg300=0.02 total=8123456\n", null)]
    [InlineData("full avg10=0.00 total=none\n", null)]
    [InlineData(null, null)]
    public void Memory_pressure_is_the_total_of_the_full_line(string? pressure, long? ns) => MemoryPressure.ParseFullNs(pressure).ShouldBe(ns);

    [Fact]
    public void Open_files_are_counted()
    {
        var before = ProcessLimits.CountOpenFiles().ShouldNotBeNull();
        var files = Enumerable.Range(0, 200).Select(_ => File.OpenRead("/proc/self/stat")).ToList();

        // Other tests open and close theirs meanwhile.
        ProcessLimits.CountOpenFiles()!.Value.ShouldBeGreaterThan(before + 100);
        files.ForEach(file => file.Dispose());
    }

    [Theory]
    [InlineData("62122398 49684745 182\n", 49684745L)]
    [InlineData("0 0 0\n", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_wait_of_a_thread_is_the_second_figure(string? schedstat, long? waitNs) => ThreadWaits.ParseWaitNs(schedstat).ShouldBe(waitNs);

    [Fact]
    public void The_waits_of_threads_are_found_by_name()
    {
        using var done = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            Thread.SpinWait(1_000_000);
            done.Wait();
        }) { Name = "wait-test-0" };
        thread.Start();
        Thread.Sleep(50);

        ThreadWaits.Read("wait-test-").Count.ShouldBe(1);
        ThreadWaits.Read("no-such-thread").ShouldBeEmpty();
        done.Set();
        thread.Join();
    }

    [Theory]
    [InlineData(1_000_000_000, 1_000_000_000, 0)]
    [InlineData(1_000_200_000, 1_000_000_000, 200)]
    [InlineData(999_950_000, 1_000_000_000, -50)]
    [InlineData(0, 0, 0)]
    public void Drift_is_the_difference_in_millionths_of_the_hardware(long monotonicNs, long rawNs, double ppm) =>
        new ClockPair(5 + monotonicNs, 7 + rawNs).DriftPpm(new ClockPair(5, 7)).ShouldBe(ppm, 1e-6);

    [Fact]
    public void Both_clocks_go_alike_to_a_tenth()
    {
        var before = ClockPair.Read().ShouldNotBeNull();
        Thread.Sleep(100);

        Math.Abs(ClockPair.Read()!.Value.DriftPpm(before)).ShouldBeLessThan(100_000);
    }

    [Fact]
    public void Each_CPU_has_a_line_of_its_own()
    {
        var cpus = CpuTimes.ParseCpus(
            "cpu  931255 1712 256870 1093427 5926 0 75056 2255 0 0\ncpu0 459449 897 123288 561869 1503 0 34604 1201 0 0\ncpu1 471805 815 133581 531557 4422 10 40452 1053 0 0\nintr 5 cpu\n", 100);

        cpus.Count.ShouldBe(2);
        cpus[0].StealS.ShouldBe(12.01, 1e-9);
        cpus[1].InterruptS.ShouldBe(404.62, 1e-9);
        cpus[1].BusyS.ShouldBe(6466.63, 1e-9);
        CpuTimes.ReadCpus().Count.ShouldBe(Affinity.ParseList(File.ReadAllText("/sys/devices/system/cpu/online")).Count);
    }

    [Fact]
    public void CPU_times_are_subtracted_part_by_part()
    {
        var since = (new CpuTimes(10, 2, 30) { InterruptS = 4 }).Since(new CpuTimes(7, 1, 20) { InterruptS = 1.5 });

        since.ShouldBe(new CpuTimes(3, 1, 10) { InterruptS = 2.5 });
    }
}
