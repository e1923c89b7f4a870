using System.Globalization;
using System.Text;
using Prony.Experiments.Foreign;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Shouldly;

namespace Prony.Experiments.Tests.Foreign;

/// <summary>Outputs in the layouts of other tools, with numbers of our own.</summary>
internal static class ForeignSamples
{
    public const string Hey = """

        Summary:
          Total:	4.0000 secs
          Slowest:	0.3000 secs
          Fastest:	0.0100 secs
          Average:	0.0500 secs
          Requests/sec:	250.0000
          
          Total data:	12000 bytes
          Size/request:	12 bytes

        Response time histogram:
          0.010 [1]	|
          0.155 [899]	|■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■
          0.300 [90]	|■■■■


        Latency distribution:
          10% in 0.0200 secs
          25% in 0.0300 secs
          50% in 0.0400 secs
          75% in 0.0500 secs
          90% in 0.0600 secs
          95% in 0.0700 secs
          99% in 0.2000 secs

        Details (average, fastest, slowest):
          DNS+dialup:	0.0001 secs, 0.0100 secs, 0.3000 secs
          DNS-lookup:	0.0000 secs, 0.0000 secs, 0.0000 secs
          req write:	0.0000 secs, 0.0000 secs, 0.0003 secs
          resp wait:	0.0498 secs, 0.0099 secs, 0.2999 secs
          resp read:	0.0001 secs, 0.0000 secs, 0.0010 secs

        Status code distribution:
          [200]	970 responses
          [503]	20 responses

        Error distribution:
          [10]	Get "http://user:topsecret@127.0.0.1:8080/": dial tcp 127.0.0.1:8080: connect: connection refused

        """;

    public const string HeyUnanswered = """
        Summary:
          Total:	0.0022 secs
          Slowest:	0.0000 secs
          Fastest:	0.0000 secs
          Average:	 NaN secs
          Requests/sec:	9000.5000
          

        Response time histogram:


        Latency distribution:

        Details (average, fastest, slowest):
          DNS+dialup:	 NaN secs, 0.0000 secs, 0.0000 secs
          DNS-lookup:	 NaN secs, 0.0000 secs, 0.0000 secs

        Status code distribution:

        Error distribution:
          [20]	Get "http://127.0.0.1:9/": dial tcp 127.0.0.1:9: connect: connection refused

        """;

    /// <summary>The layout of 0.5.</summary>
    public const string OhaOld = """
        Summary:
          Success rate:	1.0000
          Total:	10.0000 secs
          Slowest:	1.5000 secs
          Fastest:	0.2000 secs
          Average:	0.8000 secs
          Requests/sec:	60.0000

          Total data:	1.95 MiB
          Size/request:	3.49 KiB
          Size/sec:	203.91 KiB

        Response time histogram:
          0.348 [6]   |
          0.850 [500] |■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■
          1.500 [94]  |■■■■■■

        Latency distribution:
          10% in 0.6000 secs
          50% in 0.7900 secs
          99% in 1.4000 secs

        Details (average, fastest, slowest):
          DNS+dialup:	0.0345 secs, 0.0252 secs, 0.0416 secs
          DNS-lookup:	0.0000 secs, 0.0000 secs, 0.0001 secs

        Status code distribution:
          [200] 600 responses

        """;

    /// <summary>The layout of 1.15, with --stats-success-breakdown.</summary>
    public const string Oha = """
        Summary:
          Success rate:	100.00%
          Total:	5000.0000 ms
          Slowest:	10.0465 ms
          Fastest:	0.0086 ms
          Average:	0.0726 ms
          Requests/sec:	2002.0000

          Total data:	49.59 MiB
          Size/request:	13 B
          Size/sec:	7.88 MiB

        Response time histogram:
           0.009 ms [1]    |
           1.012 ms [9990] |■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■
          10.046 ms [9]    |

        Response time distribution:
          10.00% in 0.0315 ms
          50.00% in 0.0610 ms
          99.00% in 0.5000 ms
          99.90% in 2.5000 ms
          99.99% in 10.0000 ms

        Response time histogram (2xx only):
           0.009 ms [1]    |

        Response time distribution (2xx only):
          50.00% in 99.0000 ms


        Details (average, fastest, slowest):
          DNS+dialup:	0.1100 ms, 0.0893 ms, 0.1347 ms
          DNS-lookup:	0.0000 ms, 0.0000 ms, 0.0009 ms

        Status code distribution:
          [200] 10000 responses

        Error distribution:
          [10] aborted due to deadline

        """;

    public const string Wrk = """
        Running 3s test @ http://127.0.0.1:28180/
          1 threads and 50 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency     1.64ms    2.32ms   1.05s    83.99%
            Req/Sec    60.10k     7.17k   79.28k    66.67%
          Latency Distribution
             50%  285.00us
             75%    2.52ms
             90%    5.24ms
             99%    9.19ms
          180000 requests in 3.02s, 27.77MB read
          Non-2xx or 3xx responses: 60000
        Requests/sec:  60000.00
        Transfer/sec:      9.18MB

        """;

    public const string WrkUnanswered = """
        Running 1s test @ http://127.0.0.1:20598/
          1 threads and 2 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency     0.00us    0.00us   0.00us    -nan%
            Req/Sec     0.00      0.00     0.00      -nan%
          0 requests in 1.10s, 0.00B read
          Socket errors: connect 0, read 0, write 0, timeout 4
        Requests/sec:      0.00
        Transfer/sec:       0.00B

        """;

    public const string Wrk2 = """
        Running 30s test @ http://127.0.0.1:28192/
          1 threads and 10 connections
          Thread calibration: mean lat.: 59.322ms, rate sampling interval: 283ms
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency   102.15ms  239.43ms 999.94ms   86.64%
            Req/Sec     1.01k     0.86k    4.52k    78.57%
          Latency Distribution (HdrHistogram - Recorded Latency)
         50.000%    1.01ms
         75.000%    1.50ms
         90.000%  505.60ms
         99.000%  950.78ms
         99.900%  990.00ms
         99.990%    1.00s 
         99.999%    1.00s 
        100.000%    1.00s 

          Detailed Percentile spectrum:
               Value   Percentile   TotalCount 1/(1-Percentile)

               0.027     0.000000            1         1.00
               0.500     0.100000         2001         1.11
             750.000     0.950000        19002        20.00
             999.936     1.000000        20002          inf
        #[Mean    =      102.150, StdDeviation   =      239.428]
        #[Max     =      999.936, Total count    =        20002]
        #[Buckets =           27, SubBuckets     =         2048]
        ----------------------------------------------------------

          Latency Distribution (HdrHistogram - Uncorrected Latency (measured without taking delayed starts into account))
         50.000%  700.00us
         99.000%    2.00ms
          29000 requests in 30.05s, 3.52MB read
        Requests/sec:    966.21
        Transfer/sec:    119.83KB

        """;

    public const string Ab = """
        This is ApacheBench, Version 2.3 <$Revision: 1 $>
        Copyright 1996 Adam Twiss, Zeus Technology Ltd, http://www.zeustech.net/
        Licensed to The Apache Software Foundation, http://www.apache.org/

        Benchmarking 127.0.0.1 (be patient)
        Completed 1000 requests
        Completed 2000 requests
        Finished 2000 requests


        Server Software:        nginx/1.22.1
        Server Hostname:        127.0.0.1
        Server Port:            28180

        Document Path:          /a
        Document Length:        12 bytes

        Concurrency Level:      10
        Time taken for tests:   0.500 seconds
        Complete requests:      2000
        Failed requests:        100
           (Connect: 0, Receive: 0, Length: 100, Exceptions: 0)
        Keep-Alive requests:    2000
        Total transferred:      320000 bytes
        HTML transferred:       24000 bytes
        Requests per second:    4000.00 [#/sec] (mean)
        Time per request:       2.500 [ms] (mean)
        Time per request:       0.250 [ms] (mean, across all concurrent requests)
        Transfer rate:          625.00 [Kbytes/sec] received

        Connection Times (ms)
                      min  mean[+/-sd] median   max
        Connect:        0    0   0.0      0       1
        Processing:     0    2   1.6      2      16
        Waiting:        0    2   1.6      2      16
        Total:          0    2   1.7      2      17
        WARNING: The median and mean for the initial connection time are not within a normal deviation
                These results are probably not that reliable.

        Percentage of the requests served within a certain time (ms)
          50%      2
          66%      2
          75%      3
          80%      3
          90%      4
          95%      6
          98%      8
          99%      9
         100%     17 (longest request)

        """;

    public const string Loadtest = """

        Target URL:          http://127.0.0.1:28180/
        Max time (s):        2
        Target rps:          300
        Concurrent clients:  2
        Agent:               keepalive

        Completed requests:  600
        Total errors:        6
        Total time:          2 s
        Mean latency:        1.5 ms
        Effective rps:       300

        Percentage of requests served within a certain time
          50%      1 ms
          90%      2 ms
          95%      3 ms
          99%      4 ms
         100%      5 ms (longest request)

           -1:   6 errors

        """;

    public const string LoadtestUnanswered = """
        Target URL:          http://127.0.0.1:20598/
        Max time (s):        1
        Concurrent clients:  2
        Agent:               none

        Completed requests:  0
        Total errors:        0
        Total time:          1.002 s
        Mean latency:        NaN ms
        Effective rps:       0

        Percentage of requests served within a certain time
          50%      false ms
          99%      false ms
         100%      0 ms (longest request)

        """;

    public const string Psrecord3 = """
        # Elapsed time   CPU (%)     Real (MB)
               0.000        0.000      100.000
               1.004       48.000      102.000
               2.008       36.000      104.000

        """;

    public const string Psrecord4 = """
        # Elapsed time   CPU (%)     Real (MB)   Virtual (MB)
               0.000        0.000      100.000      300.000
               1.000      200.000      300.000      400.000

        """;

    public const string PsrecordCsv = """
        elapsed_time,nproc,cpu,mem_real,mem_virtual
        0.0,1,0.0,10.0,20.0
        0.5,2,150.0,12.0,22.0

        """;

    public const string Funkload = """
         ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ==================
                        CUs             Apdex*            Rating*                RPS             maxRPS              TOTAL            SUCCESS              ERROR                MIN                AVG                MAX                P10                MED                P90                P95
         ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ==================
                         50              0.980          Excellent             14.000             20.000               1680               1680            0.00%              0.200              3.500              9.000              0.300              3.400              6.000              7.000
                        100              0.480       UNACCEPTABLE             14.200             21.000               1704               1534            9.98%              0.200              7.000             20.000              0.400              6.900             12.000             15.000
         ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ================== ==================

         \* Apdex |APDEXT|

        """;

    public const string HeyCsv = """
        response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset
        0.0100,0.0005,0.0000,0.0000,0.0001,0.0000,200,0.0000
        0.0200,0.0000,0.0000,0.0000,0.0001,0.0000,200,0.0100
        0.0300,0.0000,0.0000,0.0000,0.0000,0.0000,200,0.0300
        0.0400,0.0000,0.0000,0.0000,0.0001,0.0000,503,0.0600

        """;

    public const string OhaCsv = """
        request-start,DNS,DNS+dialup,Response-delay,request-duration,bytes,status
        0.0,0.001,0.002,0.01,0.25,12,200
        0.25,0.0,0.0,0.01,0.75,12,200

        """;

    public const string AbRows = "starttime\tseconds\tctime\tdtime\tttime\twait\n"
        + "Sun Nov 22 09:12:01 2026\t1795338721\t0\t1\t1\t1\n"
        + "Sun Nov 22 09:12:01 2026\t1795338721\t0\t2\t2\t1\n"
        + "Sun Nov 22 09:12:02 2026\t1795338722\t1\t6\t7\t5\n";

    public const string LocustStats = """
        Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%
        GET,"/a,b",1000,50,11,12.5,1.25,99,12.0,100.0,5.0,11,12,13,14,17,20,25,30,90,99,99
        ,Aggregated,1000,50,11,12.5,1.25,99,12.0,100.0,5.0,11,12,13,14,17,20,25,30,90,99,99

        """;

    public const string LocustHistory = """
        Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%,Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,Total Average Content Size
        1795338720,5,,Aggregated,0.0,0.0,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,0,0,0,0.0,0,0,0
        1795338730,10,,Aggregated,100.0,5.0,11,12,13,14,17,20,25,30,90,99,99,1000,50,11,12.5,1.25,99,12

        """;

    public const string LocustFailures = """"
        Method,Name,Error,Occurrences,First Seen,Last Seen
        GET,"/a,b","HTTPError('503 said ""no""
        twice')",50,2026-11-22 09:12:01,2026-11-22 09:12:09

        """";

    public const string OhaJson = """
        {
          "summary": {"successRate": 1.0, "total": 2.0, "slowest": 0.5, "fastest": 0.01, "average": 0.1, "requestsPerSec": 52.5, "totalData": 1200, "sizePerRequest": 12, "sizePerSec": 600.0},
          "responseTimeHistogram": {"0.01": 1, "0.5": 99},
          "latencyPercentiles": {"p10": 0.02, "p25": 0.03, "p50": 0.08, "p75": 0.1, "p90": 0.2, "p95": 0.3, "p99": 0.4, "p99.9": null, "p99.99": null},
          "statusCodeDistribution": {"200": 90, "500": 10},
          "errorDistribution": {"aborted due to deadline": 5}
        }
        """;

    public const string K6Export = """
        {
            "root_group": {"name": ""},
            "metrics": {
                "http_reqs": {"count": 1000, "rate": 100.0},
                "http_req_failed": {"passes": 10, "fails": 990, "value": 0.01},
                "http_req_duration": {"avg": 12.5, "min": 1.25, "med": 10.0, "max": 99.0, "p(90)": 20.0, "p(95)": 30.0},
                "dropped_iterations": {"count": 7, "rate": 0.7},
                "vus_max": {"value": 25, "min": 25, "max": 25}
            }
        }
        """;

    public const string K6Handle = """
        {"metrics": {
            "http_reqs": {"type": "counter", "contains": "default", "values": {"count": 1000, "rate": 100.0}},
            "http_req_failed": {"type": "rate", "contains": "default", "values": {"rate": 0, "passes": 0, "fails": 1000}},
            "http_req_duration": {"type": "trend", "contains": "time", "values": {"avg": 12.5, "min": 1.25, "med": 10.0, "max": 99.0, "p(90)": 20.0, "p(99.9)": 98.0}}
        }, "state": {"testRunDurationMs": 10000.0}}
        """;

    public const string Vegeta = """
        {"latencies":{"total":1000000000,"mean":10000000,"50th":9000000,"90th":15000000,"95th":20000000,"99th":30000000,"max":40000000,"min":1000000},
        "bytes_in":{"total":1200,"mean":12},"bytes_out":{"total":0,"mean":0},"earliest":"2026-11-22T09:12:00Z","latest":"2026-11-22T09:12:10Z","end":"2026-11-22T09:12:10.04Z",
        "duration":10000000000,"wait":40000000,"requests":100,"rate":10.0,"throughput":9.4,"success":0.95,"status_codes":{"0":2,"200":95,"500":3},"errors":["500 Internal Server Error"]}
        """;

    /// <summary>Two tags of two seconds.</summary>
    public static string Log()
    {
        var histogram = Histogram.ForDurations();
        histogram.Record(1_000_000, 90);
        histogram.Record(5_000_000, 10);
        var text = HistogramCodec.EncodeText(histogram);
        return new StringBuilder("#[Histogram log format version 1.3]\n#[StartTime: 1795338720.000 (seconds since epoch), Sun Nov 22 09:12:00 UTC 2026]\n")
            .Append("\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n")
            .Append(CultureInfo.InvariantCulture, $"Tag=read,0.000,1.000,5.001,{text}\n")
            .Append(CultureInfo.InvariantCulture, $"Tag=write,0.000,1.000,5.001,{text}\n")
            .Append(CultureInfo.InvariantCulture, $"Tag=read,1.000,1.000,5.001,{text}\n")
            .ToString();
    }

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["hey"] = Hey, ["hey unanswered"] = HeyUnanswered, ["oha 0.5"] = OhaOld, ["oha 1.15"] = Oha, ["wrk"] = Wrk, ["wrk unanswered"] = WrkUnanswered, ["wrk2"] = Wrk2, ["ab"] = Ab,
        ["loadtest"] = Loadtest, ["loadtest unanswered"] = LoadtestUnanswered, ["psrecord 3"] = Psrecord3, ["psrecord 4"] = Psrecord4, ["psrecord CSV"] = PsrecordCsv, ["funkload"] = Funkload,
        ["hey CSV"] = HeyCsv, ["oha CSV"] = OhaCsv, ["ab -g"] = AbRows, ["locust stats"] = LocustStats, ["locust history"] = LocustHistory, ["locust failures"] = LocustFailures,
        ["oha JSON"] = OhaJson, ["k6 export"] = K6Export, ["k6 handle"] = K6Handle, ["vegeta"] = Vegeta, ["hlog"] = Log(),
    };

    public static ForeignFile Read(string text, double unitNs = 1) => ForeignFile.Read("write-up.txt", Encoding.UTF8.GetBytes(text), unitNs);

    /// <summary>The only result of a text.</summary>
    public static ImportedResult One(string text)
    {
        var read = Read(text);
        read.Problems.ShouldBeEmpty();
        return read.Results.ShouldHaveSingleItem();
    }

    /// <summary>The only problem of a text: "line: message | hint".</summary>
    public static string Problem(string text)
    {
        var read = Read(text);
        read.Results.ShouldBeEmpty();
        var problem = read.Problems.ShouldHaveSingleItem();
        return string.Create(CultureInfo.InvariantCulture, $"{problem.Line}: {problem.Message} | {problem.Hint}");
    }
}
