namespace Prony.Cli.Personalities.Ab;

/// <summary>ab's help and flags (ab 2.3 of httpd 2.4).</summary>
internal static class AbText
{
    /// <summary>Letters with a colon after those that take a value, as getopt has them.</summary>
    public const string Letters = "n:c:t:s:b:T:p:u:v:lrkVhwiIx:y:z:C:H:P:A:g:X:de:SqB:m:Z:f:E:";

    /// <summary>The help as ab prints it to standard error.</summary>
    public const string Usage = """
        Usage: ab [options] [http[s]://]hostname[:port]/path
        Options are:
            -n requests     Number of requests to perform
            -c concurrency  Number of multiple requests to make at a time
            -t timelimit    Seconds to max. to spend on benchmarking
                            This implies -n 50000
            -s timeout      Seconds to max. wait for each response
                            Default is 30 seconds
            -b windowsize   Size of TCP send/receive buffer, in bytes
            -B address      Address to bind to when making outgoing connections
            -p postfile     File containing data to POST. Remember also to set -T
            -u putfile      File containing data to PUT. Remember also to set -T
            -T content-type Content-type header to use for POST/PUT data, eg.
                            'application/x-www-form-urlencoded'
                            Default is 'text/plain'
            -v verbosity    How much troubleshooting info to print
            -w              Print out results in HTML tables
            -i              Use HEAD instead of GET
            -x attributes   String to insert as table attributes
            -y attributes   String to insert as tr attributes
            -z attributes   String to insert as td or th attributes
            -C attribute    Add cookie, eg. 'Apache=1234'. (repeatable)
            -H attribute    Add Arbitrary header line, eg. 'Accept-Encoding: gzip'
                            Inserted after all normal header lines. (repeatable)
            -A attribute    Add Basic WWW Authentication, the attributes
                            are a colon separated username and password.
            -P attribute    Add Basic Proxy Authentication, the attributes
                            are a colon separated username and password.
            -X proxy:port   Proxyserver and port number to use
            -V              Print version number and exit
            -k              Use HTTP KeepAlive feature
            -d              Do not show percentiles served table.
            -S              Do not show confidence estimators and warnings.
            -q              Do not show progress when doing more than 150 requests
            -l              Accept variable document length (use this for dynamic pages)
            -g filename     Output collected data to gnuplot format file.
            -e filename     Output CSV file with percentages served
            -r              Don't exit on socket receive errors.
            -m method       Method name
            -h              Display usage information (this message)
            -I              Disable TLS Server Name Indication (SNI) extension
            -Z ciphersuite  Specify SSL/TLS cipher suite (See openssl ciphers)
            -f protocol     Specify SSL/TLS protocol
                            (SSL2, TLS1, TLS1.1, TLS1.2, TLS1.3 or ALL)
            -E certfile     Specify optional client certificate chain and private key

        """;

    /// <summary>The table.</summary>
    public static IReadOnlyList<ToolFlag> Flags { get; } =
    [
        Yes("-n", "requests", "Requests in all", "1"),
        Yes("-c", "concurrency", "Connections that each wait for their answer", "1"),
        Yes("-t", "timelimit", "Seconds after which the test ends; a number of requests of 50000 goes with it, unless -n stands behind it", ""),
        Yes("-s", "timeout", "Seconds to wait for an answer", "30"),
        No("-b", "windowsize", "size of the buffers of a socket", "Set net.ipv4.tcp_rmem and tcp_wmem of the system instead."),
        No("-B", "address", "address that connections come from", "Run prony in a network namespace that has only that address."),
        Yes("-p", "postfile", "Body of a POST", ""),
        Yes("-u", "putfile", "Body of a PUT", ""),
        Yes("-T", "content-type", "Type of the body", "text/plain"),
        No("-v", "verbosity", "print what is sent and received", "Use curl -v for one request, or prony load --expect-body to look at all."),
        No("-w", "", "results as an HTML table", "Use prony run and its report.html, or -e and -g for tables."),
        Yes("-i", "", "HEAD instead of GET", ""),
        No("-x", "attributes", "attributes of the HTML table", "Use prony run and its report.html."),
        No("-y", "attributes", "attributes of its rows", "Use prony run and its report.html."),
        No("-z", "attributes", "attributes of its cells", "Use prony run and its report.html."),
        Yes("-C", "attribute", "A cookie; repeatable", ""),
        Yes("-H", "attribute", "A header; repeatable", ""),
        Yes("-A", "attribute", "Basic authentication, user:password", ""),
        Yes("-P", "attribute", "Basic authentication at the proxy, user:password", ""),
        Yes("-X", "proxy:port", "HTTP proxy", ""),
        Yes("-V", "", "Prints the version", ""),
        Yes("-k", "", "Keeps connections open", "a connection for each request"),
        Yes("-d", "", "No table of percentiles", ""),
        Yes("-S", "", "No deviations, medians and warnings", ""),
        Yes("-q", "", "No progress", "progress from 151 requests on"),
        Yes("-l", "", "Answers may differ in length", "another length than the first is a failure"),
        Yes("-g", "filename", "Writes a line for each request", ""),
        Yes("-e", "filename", "Writes the percentiles from 0 to 100", ""),
        Yes("-r", "", "Goes on after errors of connections", "ends as the original does at the first: with its message and exit code"),
        Yes("-m", "method", "Method", "GET"),
        Yes("-h", "", "Prints the help", ""),
        No("-I", "", "TLS without the name of the server", "Load the address by its number (https://127.0.0.1/): no name is sent then."),
        No("-Z", "ciphersuite", "cipher suites of TLS", "Set them in the system's openssl.cnf, or at the server."),
        No("-f", "protocol", "version of TLS", "Set MinProtocol and MaxProtocol in the system's openssl.cnf, or at the server."),
        Yes("-E", "certfile", "Client certificate with its chain and key, PEM", ""),
    ];

    private static ToolFlag Yes(string name, string value, string meaning, string otherwise) => new([name], value, meaning, otherwise, FlagState.Supported, "");

    private static ToolFlag No(string name, string value, string meaning, string instead) => new([name], value, meaning, "", FlagState.Refused, instead);
}
