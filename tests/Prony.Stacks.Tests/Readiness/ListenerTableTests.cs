using System.Net;
using System.Net.Sockets;
using Prony.Stacks.Processes;
using Prony.Stacks.Readiness;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Readiness;

public class ListenerTableTests
{
    [Fact]
    public void Only_listening_sockets_of_the_port_on_a_local_address_count()
    {
        string[] table =
        [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 101 1 0 100 0 0 10 0",
            "   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 102 1 0 100 0 0 10 0",
            "   2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 103 1 0 100 0 0 10 0",
            "   3: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 104 1 0 100 0 0 10 0",
            "   4: 0200007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 105 1 0 100 0 0 10 0",
            "   5: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 106 1",
        ];
        ListenerTable.Parse(table, 8080).ShouldBe([new Listener(101, 3), new Listener(102, 0), new Listener(106, 0)]);
    }

    [Fact]
    public void A_connection_that_nobody_accepts_is_seen_waiting()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(5);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(IPAddress.Loopback, port);
        ListenerTable.Find(port).ShouldHaveSingleItem().Waiting.ShouldBe(1);
        using var accepted = listener.Accept();
        ListenerTable.Find(port).ShouldHaveSingleItem().Waiting.ShouldBe(0);

        ProcessStat.TryRead(Environment.ProcessId, out var self).ShouldBeTrue();
        ListenerTable.FindOwner(port, [self]).Kind.ShouldBe(ListenerOwnerKind.Tree);
        ListenerTable.FindOwner(port, []).Kind.ShouldBe(ListenerOwnerKind.Nobody, "a copy that only Prony holds serves nobody");
    }
}
