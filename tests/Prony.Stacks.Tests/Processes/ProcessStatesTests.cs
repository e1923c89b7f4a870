using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Processes;

public sealed class ProcessStatesTests
{
    private const string Waiting = """
        import sys, threading, time
        from http.server import BaseHTTPRequestHandler, HTTPServer

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()
            def log_message(self, *_):
                pass

        for _ in range(2):
            threading.Thread(target=time.sleep, args=(120,), daemon=True).start()
        HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
        """;

    [Fact]
    public async Task Threads_that_wait_are_asleep()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(bench.Python(Waiting, "{port}"));

        // The thread that answered the probe may still be on its way to sleep.
        for (var attempt = 0; attempt < 50 && !stack.DescribeProcesses().Single().Contains("all asleep", StringComparison.Ordinal); attempt++)
        {
            await Task.Delay(100);
        }

        Regex.IsMatch(stack.DescribeProcesses().ShouldHaveSingleItem(), @"^\d+ python3[^:]*: 3 threads, all asleep( \([a-z_0-9, ]+\))?$").ShouldBeTrue(stack.DescribeProcesses().Single());
    }
}
