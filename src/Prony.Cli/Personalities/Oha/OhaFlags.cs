namespace Prony.Cli.Personalities.Oha;

/// <summary>Every flag of the help of oha 1.15.</summary>
internal static class OhaFlags
{
    private const string Different = "Write requests that differ as lines of a file with --urls-from-file, or in an experiment (requests: with {index}, {random.N} and {data.COLUMN} in paths; `prony init` makes one).";

    /// <summary>In the order of the help.</summary>
    public static IReadOnlyList<ToolFlag> All { get; } =
    [
        Done(["-n"], "N_REQUESTS", "number of requests; 10k and 1m are read as thousands and millions", "200"),
        Done(["-c"], "N_CONNECTIONS", "connections at the same time; each has one request at a time", "50"),
        Refused(["-p"], "N_HTTP2_PARALLEL", "requests at the same time on a connection of HTTP/2", "1", "Give their product as -c."),
        Done(["-z"], "DURATION", "length of the test (10s, 3m, 1h 30m); what is under way then is cut", ""),
        Done(["-w", "--wait-ongoing-requests-after-deadline"], "", "what is under way at the end of -z is waited for", ""),
        Done(["-q"], "QUERY_PER_SECOND", "requests per second in all, evenly spaced", ""),
        Refused(["--burst-delay"], "BURST_DURATION", "pause between bursts", "", "Use -q, which spreads requests evenly, or prony load --rate N, whose visitors come in bursts by themselves."),
        Refused(["--burst-rate"], "BURST_REQUESTS", "requests of a burst", "1", "Use -q, which spreads requests evenly, or prony load --rate N, whose visitors come in bursts by themselves."),
        Refused(["--rand-regex-url"], "", "the address is a regular expression that every request draws from", "", Different),
        Done(["--urls-from-file"], "", "the address is a file of addresses, one a line, of one host; each request takes one at random", ""),
        Refused(["--max-repeat"], "MAX_REPEAT", "longest repetition of --rand-regex-url", "4", Different),
        Refused(["--dump-urls"], "DUMP_URLS", "prints that many addresses of --rand-regex-url", "", Different),
        Done(["--latency-correction"], "", "times count from the instant at which a request was due; without -q it changes nothing, as there", ""),
        Done(["--no-tui"], "", "no live display: there is none here", ""),
        Done(["--fps"], "FPS", "pictures per second of the live display: there is none here", "16"),
        Done(["-m", "--method"], "METHOD", "method of the request", "GET"),
        Done(["-H"], "HEADERS", "adds a header, or takes the place of oha's own of that name", ""),
        Refused(["--proxy-header"], "PROXY_HEADERS", "header for the proxy", "", "User name and password of a proxy stand in its address: -x http://USER:PASSWORD@HOST:PORT."),
        Done(["-t"], "TIMEOUT", "a request without an answer is given up after that long; without it after an hour", ""),
        Refused(["--connect-timeout"], "CONNECT_TIMEOUT", "a connection that does not open is given up after that long", "5s", "Use -t, which covers connecting too."),
        Done(["-A"], "ACCEPT_HEADER", "header Accept", ""),
        Done(["-d"], "BODY_STRING", "body of the request", ""),
        Done(["-D"], "BODY_PATH", "file with the body", ""),
        Done(["-Z"], "BODY_PATH_LINES", "file with a body a line; each request takes one at random", ""),
        Refused(["-F", "--form"], "FORM", "part of a multipart form", "", "Write the body to a file: -D FILE -T 'multipart/form-data; boundary=…' -m POST."),
        Done(["-T"], "CONTENT_TYPE", "header Content-Type", ""),
        Done(["-a"], "BASIC_AUTH", "user:password for Basic", ""),
        Refused(["--aws-session"], "AWS_SESSION", "session token for signing", "", "Sign the request elsewhere and give its headers with -H."),
        Refused(["--aws-sigv4"], "AWS_SIGV4", "signs requests for AWS", "", "Sign the request elsewhere and give its headers with -H."),
        Done(["-x"], "PROXY", "HTTP proxy", ""),
        Refused(["--proxy-http-version"], "PROXY_HTTP_VERSION", "version of HTTP for the proxy", "", "Leave it out: a proxy is spoken to in HTTP/1.1."),
        Refused(["--proxy-http2"], "", "HTTP/2 for the proxy", "", "Leave it out: a proxy is spoken to in HTTP/1.1."),
        Done(["--http-version"], "HTTP_VERSION", "1.1 or 2; 0.9, 1.0 and 3 are refused", "1.1"),
        Done(["--http2"], "", "the same as --http-version 2", ""),
        Done(["--host"], "HOST", "header Host", ""),
        Done(["--disable-compression"], "", "does not offer the server to compress", ""),
        Done(["-r", "--redirect"], "REDIRECT", "redirects that a request follows", "0"),
        Done(["--disable-keepalive"], "", "a connection for each request", ""),
        Refused(["--no-pre-lookup"], "", "looks the name up for each connection", "", "Use prony load --resolve-every 1s, which looks it up again and again."),
        Done(["--ipv6"], "", "looks up IPv6 only", ""),
        Done(["--ipv4"], "", "looks up IPv4 only", ""),
        Done(["--cacert"], "CACERT", "file of authorities that are trusted, here in place of the system's", ""),
        Done(["--cert"], "CERT", "client certificate; wants --key", ""),
        Done(["--key"], "KEY", "its key; wants --cert", ""),
        Done(["--insecure"], "", "takes any certificate", ""),
        Done(["--connect-to"], "CONNECT_TO", "host:port:target_host:target_port, where to connect instead; the first that fits", ""),
        Done(["--no-color", "--disable-color"], "", "no colours: there are none here", ""),
        Done(["--unix-socket"], "UNIX_SOCKET", "connects to a Unix socket", ""),
        Refused(["--vsock-addr"], "VSOCK_ADDR", "connects to a VSOCK socket", "", "Forward it to a port or a Unix socket (socat)."),
        Done(["--stats-success-breakdown"], "", "times of answers with 2xx and of the others apart too", ""),
        Refused(["--db-url"], "DB_URL", "writes requests to an SQLite database", "", "Use --output-format csv, which sqlite3 imports, or prony load --record FILE.csv, which has every instant."),
        Refused(["--debug"], "", "makes one request and shows it", "", "Use curl -v URL."),
        Done(["-o", "--output"], "OUTPUT", "file for the report", ""),
        Done(["--output-format"], "OUTPUT_FORMAT", "text, json, csv or quiet; in csv, bytes are what was received less the mean head", "text"),
        Done(["-j", "--json"], "", "the same as --output-format json", "") with { Version = "versions of oha before --output-format" },
        Done(["-u", "--time-unit"], "TIME_UNIT", "unit of the times in text: ns, us, ms, s, m, h", ""),
        Refused(["--completions"], "SHELL", "prints completions for a shell", "", "Use prony completion SHELL."),
        Done(["-h", "--help"], "", "prints the help", ""),
        Done(["-V", "--version"], "", "prints the version", ""),
    ];

    /// <summary>Flags whose repetition adds to them.</summary>
    public static IReadOnlySet<string> Many { get; } = new HashSet<string> { "-H", "--proxy-header", "-F", "--connect-to" };

    private static ToolFlag Done(string[] names, string value, string meaning, string standard) => new(names, value, meaning, standard, FlagState.Supported, "");

    private static ToolFlag Refused(string[] names, string value, string meaning, string standard, string instead) => new(names, value, meaning, standard, FlagState.Refused, instead);
}
