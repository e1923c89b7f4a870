using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>What the outputs of other tools cannot tell, in a sentence each (docs/imports.md lists the same).</summary>
internal static class ForeignLimits
{
    private const string Rounds = "How it would have come out another time: there are no rounds, so there is no interval, and a difference from another measurement may be chance.";
    private const string Gates = "Whether its generator, its machine or its warm-up stood in the way: no gate was judged.";
    private const string Server = "What CPU and memory the server used.";
    private const string Closed = "What a user would have waited who does not wait for others: in its closed model the next request follows the answer, so a server that stands still is asked less, and response time is service time.";
    private const string RoundedPercentiles = "Its percentiles to more than two digits: it rounds them.";
    private const string Users = "How many asked at once, and whether a rate was set: that stands on its command line only.";

    /// <summary>For one result, the most important first.</summary>
    public static IReadOnlyList<string> Of(ImportedResult result)
    {
        var own = Own(result).ToList();
        if (result.Usage is not null)
        {
            return [Rounds, .. own];
        }

        if (result.Model == LoadModelName.Closed)
        {
            own.Insert(0, Closed);
        }

        if (result.ThroughputPerS is null && result.PrintedPerS is not null)
        {
            own.Add("How many of its requests per second were successes.");
        }

        return [Rounds, Gates, .. own, Server];
    }

    private static string[] Own(ImportedResult result) => result.Tool switch
    {
        "hey" => [Users, "What a user would have waited who does not wait for others: hey's workers each wait for their answer, also with -q.", .. Digits(result)],
        "oha" => [Users, "What a user would have waited: without --latency-correction its times begin when a worker got round to the request, and the output does not say whether it was set.", .. Digits(result)],
        "wrk" => ["What its times were: where an answer took long, wrk adds times that it did not measure, so mean and percentiles may be far too high; times from 2 s on (--timeout) are left out."],
        "wrk2" => ["The rate that was asked for: that stands on its command line only.", "Times below a millisecond or two: its timers go by whole milliseconds.", "Whether it kept the rate: Requests/sec holds the 10 s of calibration, which the times do not."],
        "ab" => Digits(result),
        "loadtest" => [.. Digits(result), "Percentiles below 1 ms: for a percentile of 0 it prints the next larger time."],
        "locust" when result.Users is null => [RoundedPercentiles, Users],
        "locust" => [RoundedPercentiles],
        "k6" => ["Its model of load: whether users waited for answers or a rate was kept stands in its script.", "The time for connecting and TLS: http_req_duration leaves it out."],
        "vegeta" => ["The time that requests waited before they were sent: its times begin at the sending.", "The rate that was asked for: it prints the one that it kept."],
        "hlog" => ["Of what its values are, in which unit, under which load, and how many requests failed.", "Its model of load."],
        "psrecord" =>
        [
            "Memory that processes share: resident sets are added up, so shared pages count in each.",
            "CPU of children that ended between two readings, and of each process's first reading, which is 0.",
            "Which of its readings belong to a load: idle time before and after is in its means.",
        ],
        "funkload" => ["How long each cycle lasted, and the share of time that its users slept.", "Whether its one Python process could ask faster."],
        _ => [],
    };

    private static string[] Digits(ImportedResult result) => result.Times?.ResolutionNs switch
    {
        >= 1e6 => ["Times below a millisecond: it prints whole milliseconds."],
        >= 1e5 => ["Times below 0.1 ms: it prints four digits of a second."],
        _ => [],
    };
}
