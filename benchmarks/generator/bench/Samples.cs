namespace Prony.GeneratorBench;

/// <summary>Lines of real outputs (of oha, bombardier and k6: as their documentation and source give them), so that a reader is tested where its tool is not installed.</summary>
internal static class Samples
{
    private static readonly (string Tool, string Output, double Total, double PerSecond)[] All =
    [
        ("prony engine", "{\n  \"completed\": 7\n}\nrequests 427411 per second 142470\n", 427411, 142470),
        ("prony load", "{\"requests\":{\"due\":518477,\"unsent\":0,\"sent\":518477,\"completed\":518475},\"throughput_per_s\":172804.1,\"completed_per_s\":172804.5}", 518475, 172804.5),
        ("floor", "requests 549201 per second 183067\n", 549201, 183067),
        ("wrk", """
            Running 3s test @ http://127.0.0.1:28180/
              1 threads and 50 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     1.64ms    2.32ms  12.53ms   83.99%
                Req/Sec    60.10k     7.17k   79.28k    66.67%
              180850 requests in 3.02s, 27.77MB read
            Requests/sec:  59799.75
            Transfer/sec:      9.18MB
            """, 180850, 59799.75),
        ("ab", """
            Concurrency Level:      50
            Time taken for tests:   0.307 seconds
            Complete requests:      20000
            Failed requests:        0
            Requests per second:    65179.70 [#/sec] (mean)
            """, 20000, 65179.70),
        ("h2load", """
            finished in 2.01s, 42484.00 req/s, 4.82MB/s
            requests: 84968 total, 85032 started, 84968 done, 84968 succeeded, 0 failed, 0 errored, 0 timeout
            status codes: 84968 2xx, 0 3xx, 0 4xx, 0 5xx
            """, 84968, 42484.00),
        ("hey", """
            Summary:
              Total:	1.0013 secs
              Requests/sec:	19974.7654

            Status code distribution:
              [200]	20000 responses
            """, 20000, 19974.7654),
        ("gcannon", """
            {
              "elapsed_sec": 2.005,
              "requests": 108460,
              "responses": 108450,
              "rps": 54094.70,
              "bandwidth_bps": 6437269.12
            }
            """, 108450, 54094.70),
        ("oha", """
            Summary:
              Success rate:	100.00%
              Total:	5001.2756 ms
              Requests/sec:	136928.0338

            Status code distribution:
              [200] 1369400 responses

            Error distribution:
              [10] aborted due to deadline
            """, 1369400, 136928.0338),
        ("wrk2", """
            Running 3s test @ http://127.0.0.1:18403/
              1 threads and 10 connections
                Req/Sec       -nan      -nan   0.00      0.00%
              2977 requests in 3.00s, 345.96KB read
            Requests/sec:    993.84
            Transfer/sec:    115.50KB
            """, 2977, 993.84),
        ("bombardier", "{\"spec\":{\"numberOfConnections\":64},\"result\":{\"bytesRead\":1,\"timeTakenSeconds\":3.0001,\"req1xx\":0,\"req2xx\":300123,\"req3xx\":0,\"others\":0,\"latency\":{\"mean\":638.1,\"stddev\":90.2,\"max\":9000},\"rps\":{\"mean\":100041.25,\"stddev\":3000.5,\"max\":110000}}}", 300123, 100041.25),
        ("k6", """
                HTTP
                http_req_duration..............: avg=1.02ms min=52.1µs med=0.9ms max=20.1ms p(90)=1.9ms p(95)=2.4ms
                http_req_failed................: 0.00%  0 out of 62123
                http_reqs......................: 62123  20700.913543/s
            """, 62123, 20700.913543),
    ];

    /// <summary>Reads every sample; says which tool's was read wrongly, or has none.</summary>
    /// <returns>0 when all are right, else 1.</returns>
    public static int Check()
    {
        var wrong = All.Where(sample => Of(sample.Tool).Read(sample.Output, seconds: 1) != (sample.Total, sample.PerSecond)).Select(sample => sample.Tool)
            .Concat(Tool.All.Select(tool => tool.Name).Except(All.Select(sample => sample.Tool)))
            .ToList();
        foreach (var tool in wrong)
        {
            Console.Error.WriteLine($"The sample of an output of {tool} is missing or was not read as it should be.");
        }

        return wrong.Count == 0 ? 0 : 1;
    }

    private static Tool Of(string name) => Tool.All.First(tool => tool.Name == name);
}
