using System.Globalization;
using System.Net.Sockets;
using Prony.Stacks.Accounting;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Accounting;

public class WorkerConnectionsTests
{
    private const string Header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

    /// <summary>A parent that listens and forks; each worker accepts as many connections as its line of the plan says, then waits.</summary>
    private const string PreFork = """
        import os, signal, socket, sys, threading, time, http.server
        port, plan = int(sys.argv[1]), [int(n) for n in sys.argv[2].split(',')]
        listener = socket.create_server(('127.0.0.1', port), backlog=128)
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        folder = os.path.dirname(os.path.abspath(__file__))
        def answer(c):
            c.recv(4096); c.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok'); c.close()
        for i in range(len(plan)):
            if os.fork() == 0:
                # One after the other, so that each gets what the plan gives it; the first answers the probes until there is work.
                held = []
                while not os.path.exists(f'{folder}/go'):
                    if i != 0: time.sleep(0.01); continue
                    listener.settimeout(0.05)
                    try: c, _ = listener.accept()
                    except TimeoutError: continue
                    c.setblocking(True); answer(c)
                listener.settimeout(None)
                while not os.path.exists(f'{folder}/turn{i}'): time.sleep(0.01)
                while len(held) < plan[i]: held.append(listener.accept()[0])
                open(f'{folder}/turn{i + 1}', 'w').close()
                while True: time.sleep(3600)
        while True: time.sleep(3600)
        """;

    [Fact]
    public async Task Connections_of_each_worker_of_a_shared_socket_are_counted()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(bench.Python(PreFork, "{port}", "3,0,4"));
        stack.ReadConnections().ShouldHaveSingleItem().Processes.Sum(static process => process.Accepted!.Value).ShouldBe(0);
        var clients = Enumerable.Range(0, 7).Select(_ => new TcpClient()).ToList();
        try
        {
            bench.Write("go", "");
            await Task.Delay(200);   // the probes' worker has seen it
            bench.Write("turn0", "");
            foreach (var client in clients)
            {
                await client.ConnectAsync("127.0.0.1", stack.Target.Port);
            }

            for (var i = 0; i < 1000 && !File.Exists(Path.Combine(bench.Folder, "turn3")); i++)
            {
                await Task.Delay(10);
            }

            var found = stack.ReadConnections().ShouldHaveSingleItem();
            found.Service.ShouldBe("web");
            found.Processes.Select(static process => process.Accepted!.Value).Order().ToList().ShouldBe([0, 0, 3, 4], "the parent and the second worker hold none");
            found.Processes.SelectMany(static process => process.Listeners).Distinct().ShouldHaveSingleItem();
            found.Processes.ShouldAllBe(static process => process.Listeners.Count == 1);
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
        }
    }

    [Fact]
    public void A_connection_that_a_service_made_itself_is_not_one_that_it_accepted()
    {
        string[] table =
        [
            Header,
            Line("0100007F:1F90", "0A", 100),
            Line("0100007F:1F90", "01", 101),
            Line("0100007F:9C40", "01", 102),
            Line("0100007F:1F90", "06", 0),
        ];
        var found = WorkerConnections.Match("web", new Dictionary<int, HashSet<long>?> { [1] = [100], [2] = [100, 101, 102], [3] = null }, table);
        found.Processes.Select(static process => (process.Pid, process.Accepted)).ShouldBe([(1, 0), (2, 1), (3, null)]);
        found.Processes[1].Listeners.ShouldBe([100L]);
    }

    [Fact]
    public void Addresses_of_both_families_are_read()
    {
        string[] table = [Header, Line("00000000000000000000000000000000:1F90", "0A", 100), Line("0000000000000000FFFF00000100007F:1F90", "01", 101)];
        WorkerConnections.Match("web", new Dictionary<int, HashSet<long>?> { [1] = [100, 101] }, table).Processes.ShouldHaveSingleItem().Accepted.ShouldBe(1);
    }

    private static string Line(string local, string state, long inode) =>
        string.Create(CultureInfo.InvariantCulture, $"   0: {local} 0100007F:0000 {state} 00000000:00000000 00:00000000 00000000     0        0 {inode} 1 0000000000000000 100 0 0 10 0");
}
