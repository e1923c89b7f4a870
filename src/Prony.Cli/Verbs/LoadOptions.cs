using System.CommandLine;
using Prony.Cli.Parsing;
using Prony.Experiments.Objectives;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary>The flags of <c>prony load</c>: one property each, with its default in its description.</summary>
internal sealed class LoadOptions
{
    /// <summary>Rows that <c>--record</c> writes when nothing else is said.</summary>
    public const long DefaultRecordLimit = 1_000_000;

    public Argument<string> Url { get; } = new("URL") { Description = "Address to load, such as http://127.0.0.1:8080/; {index}, {random}, {random.N} and {data.COLUMN} differ from request to request" };

    public Option<long?> Users { get; } = Described(Values.Users("--users", "-c"), "Closed model: N virtual users, one request at a time each (default: 50)");

    public Option<TimeSpan?> Think { get; } = Described(Values.Duration("--think"), "Closed model: pause of a user between the end of a request and the next (default: 0s)");

    public Option<TimeSpan?> Pace { get; } = Described(Values.Duration("--pace"), "Closed model: at most one request per user in this time (default: 0s)");

    public Option<TimeSpan?> Ramp { get; } = Described(Values.Duration("--ramp"), "Closed model: users begin one after the other over this time, from the start of the warm-up (default: 0s)");

    public Option<double?> Spawn { get; } = Described(Values.Rate("--spawn"), "Closed model: RATE users begin per second, in place of --ramp (Locust's spawn rate)");

    public Option<double?> Rate { get; } = Described(Values.Rate("--rate", "-r"), "Open model: RATE requests a second in total, whatever the server does");

    public Option<string?> Arrivals { get; } = Described(Values.Choice("--arrivals", ArrivalsName.Poisson, ArrivalsName.Uniform), "Open model: spacing of the arrivals (default: poisson)");

    public Option<StageRecord[]> Stage { get; } = Described(Values.Stages("--stage"), "A part of the window with a load of its own, in place of --users, --rate and --duration; may be given several times: 50:10s (users), 50..400:20s (rising), 100/s:10s, 100/s..500/s:20s (rates)");

    public Option<TimeSpan?> Duration { get; } = Described(Values.Duration("--duration", "-d"), "Length of the measured window (default: 10s)");

    public Option<long?> Requests { get; } = Described(Values.Count("--requests", 1, 1_000_000_000_000, "-n"), "Exactly N requests; the window ends with the last of them");

    public Option<WarmupLength?> Warmup { get; } = Described(Values.Warmup("--warmup"), "Load before the window, excluded from the result; auto: until the response is steady (MSER-5), 5 to 60 s (default: 0s)");

    public Option<long?> Connections { get; } = Described(Values.Count("--connections", 1, 1_000_000), "Open model: most connections at once (default: 10000, or what the open-files limit allows)");

    public Option<string> Method { get; } = new("--method", "-m") { Description = "HTTP method (default: GET, or POST with a body)", HelpName = "METHOD" };

    public Option<string[]> Header { get; } = new("--header", "-H") { Description = "Header as 'Name: value'; may be given several times", HelpName = "HEADER", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [] };

    public Option<string?> Body { get; } = new("--body", "-b") { Description = "Body of each request", HelpName = "TEXT" };

    public Option<string?> BodyFile { get; } = new("--body-file") { Description = "File that holds the body of each request; - for standard input", HelpName = "FILE" };

    public Option<string?> Data { get; } = new("--data") { Description = "Rows for {data.COLUMN} in path, query, headers and body: CSV with a header row, or JSON lines", HelpName = "FILE" };

    public Option<string?> DataOrder { get; } = Described(Values.Choice("--data-order", DataOrderName.RoundRobin, DataOrderName.Random), "Which row a request gets (default: round-robin)");

    public Option<string?> Basic { get; } = new("--basic") { Description = "Basic authentication", HelpName = "USER:PASS" };

    public Option<string?> UnixSocket { get; } = new("--unix-socket") { Description = "Connect to this Unix socket instead of the URL's host", HelpName = "PATH" };

    public Option<string[]> ConnectTo { get; } = new("--connect-to") { Description = "Connect there instead, Host header and URL stay: HOST:PORT, or HOST1:PORT1:HOST2:PORT2 for the URL's HOST1:PORT1 only", HelpName = "HOST:PORT", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [] };

    public Option<TimeSpan?> ResolveEvery { get; } = Described(Values.Duration("--resolve-every"), "Look the name up again at this interval; new connections use all its newest addresses in turn (default: once, before the load)");

    public Option<TimeSpan?> Timeout { get; } = Described(Values.Duration("--timeout"), "A request unanswered this long after it was due has failed (default: 10s)");

    public Option<StatusSet?> ExpectStatus { get; } = Described(Values.Status("--expect-status"), "Status codes that count as success, such as 200,3xx (default: 2xx,3xx)");

    public Option<string[]> ExpectHeader { get; } = Repeated("--expect-header", "HEADER", "Header that every response has to have, such as 'Content-Type: application/json'; may be given several times");

    public Option<string[]> ExpectBody { get; } = Repeated("--expect-body", "TEXT", "Text that every body has to hold; may be given several times");

    public Option<string[]> ExpectBodyRegex { get; } = Repeated("--expect-body-regex", "REGEX", "Pattern that has to be found in every body, such as '\"id\": *[0-9]+'; may be given several times");

    public Option<long?> ExpectBodyLength { get; } = Described(Values.Count("--expect-body-length", 0, long.MaxValue), "Bytes that every body has to have");

    public Option<string?> ExpectBodySha256 { get; } = new("--expect-body-sha256") { Description = "SHA-256 that every body has to have (as sha256sum prints it)", HelpName = "HEX" };

    public Option<string[]> ExpectJson { get; } = Repeated("--expect-json", "POINTER=VALUE", "Value in every JSON body by its pointer (RFC 6901), such as '/items/0/id=5'; may be given several times");

    public Option<long?> CheckEvery { get; } = Described(Values.Count("--check-every", 1, 1_000_000_000), "Check headers and body of one response in N only (default: 1, all of them)");

    public Option<long?> HeadLimit { get; } = Described(Values.Bytes("--head-limit", LoadPlan.LeastHeadLimit, LoadPlan.MostHeadLimit), "Most bytes of a response's head and of its trailers; a longer one is no HTTP response (default: 64KiB)");

    public Option<Objective[]> Slo { get; } = Described(Values.Objectives("--slo"), "Bound to keep, such as 'response.p99 <= 100ms'; missing one ends with code 4");

    public Option<long?> Threads { get; } = Described(Values.Count("--threads", 1, 1024), "Generator threads (default: the CPUs it has to itself; 1 when it shares two or fewer with the server)");

    public Option<long?> Seed { get; } = Described(Values.Count("--seed", 0, long.MaxValue), "Seed of arrivals, random numbers and rows (default: 1)");

    public Option<string?> Engine { get; } = Described(Values.Choice("--engine", "auto", "raw", "portable"), "raw: Prony's own, for http and HTTP/1.1 on Linux; portable: all else (default: auto, raw where it can)");

    public Option<bool> Http2 { get; } = new("--http2") { Description = "HTTP/2: agreed upon with https, with prior knowledge (h2c) with http" };

    public Option<string?> Proxy { get; } = new("--proxy") { Description = "Go through this HTTP proxy, such as http://127.0.0.1:3128", HelpName = "URL" };

    public Option<long?> Redirects { get; } = Described(Values.Count("--redirects", 0, 50), "Follow up to N redirects per request (default: 0, a redirect is an answer)");

    public Option<bool> Insecure { get; } = new("--insecure", "-k") { Description = "https: accept any certificate of the server" };

    public Option<string?> CaCert { get; } = new("--cacert") { Description = "https: trust the authorities in this file (PEM) in place of the system's", HelpName = "FILE" };

    public Option<string?> Cert { get; } = new("--cert") { Description = "https: client certificate, PEM (with --key, unless the key is in it) or PFX without a password", HelpName = "FILE" };

    public Option<string?> Key { get; } = new("--key") { Description = "https: private key of --cert, PEM", HelpName = "FILE" };

    public Option<string?> Json { get; } = new("--json") { Description = "Write the result as JSON; - for standard output, the summary then goes to standard error", HelpName = "FILE" };

    public Option<string?> Out { get; } = new("--out") { Description = "Keep slices and histograms in a run directory below DIR", HelpName = "DIR" };

    public Option<string?> Record { get; } = new("--record") { Description = "Write a row for each request of the window: .csv or .jsonl (JSON lines)", HelpName = "FILE" };

    public Option<long?> RecordLimit { get; } = Described(Values.Count("--record-limit", 1, 1_000_000_000_000), "Most rows of --record (default: 1000000)");

    public Option<bool> NoKeepalive { get; } = new("--no-keepalive") { Description = "A new connection for each request" };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress and no summary; errors still" };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours (as NO_COLOR)" };

    public Option<bool> Yes { get; } = new("--yes") { Description = "Yes, load this address even though it is not on this machine or network" };

    /// <summary>All of them, in the order of the help.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(Url);
        Option[] options =
        [
            Users, Think, Pace, Ramp, Spawn, Rate, Arrivals, Stage, Duration, Requests, Warmup, Connections, Method, Header, Body, BodyFile, Data, DataOrder, Basic, UnixSocket, ConnectTo, ResolveEvery, Timeout,
            ExpectStatus, ExpectHeader, ExpectBody, ExpectBodyRegex, ExpectBodyLength, ExpectBodySha256, ExpectJson, CheckEvery, HeadLimit, Slo, Threads, Seed,
            Engine, Http2, Proxy, Redirects, Insecure, CaCert, Cert, Key, Json, Out, Record, RecordLimit, NoKeepalive, Quiet, NoColor, Yes,
        ];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    private static Option<string[]> Repeated(string name, string shownAs, string description) => new(name)
    {
        Description = description,
        HelpName = shownAs,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    private static T Described<T>(T option, string description)
        where T : Option
    {
        option.Description = description;
        return option;
    }
}
