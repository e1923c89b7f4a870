using System.Globalization;
using System.Text;

namespace Prony.Cli.Personalities.Loadtest;

/// <summary>An option as loadtest declares it to its parser (npm stdio 0.2.7).</summary>
/// <param name="Name">Long name without minuses.</param>
/// <param name="Key">Short name without minus; empty for none.</param>
/// <param name="TakesValue">One value.</param>
/// <param name="Multiple">One value each time, as often as it is given.</param>
/// <param name="Help">What the help says.</param>
/// <param name="Flag">The same for the table.</param>
internal sealed record LoadtestOption(string Name, string Key, bool TakesValue, bool Multiple, string Help, ToolFlag Flag);

/// <summary>loadtest's help and options (loadtest 8.2.1).</summary>
internal static class LoadtestText
{
    /// <summary>Which version is imitated.</summary>
    public const string Version = "8.2.1";

    /// <summary>Half the CPUs, as loadtest takes them.</summary>
    public static int HalfCores { get; } = Math.Max(1, (int)Math.Floor((Environment.ProcessorCount / 2.0) + 0.5));

    /// <summary>All options in the order of the help.</summary>
    public static IReadOnlyList<LoadtestOption> Options { get; } =
    [
        Yes("maxSeconds", "t", "Max time in seconds to wait for responses, default 10", "SECONDS", "Seconds after which the test ends", "10 without -n"),
        Yes("maxRequests", "n", "Number of requests to perform", "N", "Requests in all", ""),
        Yes("concurrency", "c", "Number of concurrent requests, default 10", "N", "Clients that each wait for their answer, on each core", "10"),
        Yes("timeout", "d", "Timeout for each request in milliseconds", "MS", "Longest wait for an answer", "for ever; with Prony an hour"),
        Yes("contentType", "T", "MIME type for the body", "TYPE", "Type of the body", "text/plain"),
        Many("cookies", "C", "Send a cookie as name=value", "NAME=VALUE", "A cookie; repeatable"),
        Many("headers", "H", "Send a header as header:value", "NAME:VALUE", "A header; repeatable"),
        Yes("postBody", "P", "Send string as POST body", "TEXT", "Body of a POST", ""),
        Yes("postFile", "p", "Send the contents of the file as POST body", "FILE", "Body of a POST from a file; a module (.js) is refused: write its text to a file", ""),
        Yes("patchBody", "A", "Send string as PATCH body", "TEXT", "Body of a PATCH", ""),
        Yes("patchFile", "a", "Send the contents of the file as PATCH body", "FILE", "Body of a PATCH from a file; a module (.js) is refused: write its text to a file", ""),
        Yes("data", "", "Send data POST body", "TEXT", "Body, whatever the method", ""),
        Yes("method", "m", "method to url", "METHOD", "GET, POST, PUT, DELETE or PATCH", "GET"),
        Yes("putFile", "u", "Send the contents of the file as PUT body", "FILE", "Body of a PUT from a file; a module (.js) is refused: write its text to a file", ""),
        No("requestGenerator", "R", "JS module with a custom request generator function", "requests made by a program", "Use prony load with {data.COLUMN}, {index} or {random} and --data FILE."),
        Switch("recover", "r", "Do not exit on socket receive errors (default)", "Changes nothing, as in loadtest"),
        No("secureProtocol", "s", "TLS/SSL secure protocol method to use", "a version of TLS", "Set MinProtocol and MaxProtocol in the system's openssl.cnf, or at the server."),
        Switch("keepalive", "k", "Use a keep-alive http agent", "Keeps connections open"),
        Switch("version", "V", "Show version number and exit", "Prints the version"),
        Yes("proxy", "", "Use a proxy for requests e.g. http://localhost:8080 ", "URL", "HTTP proxy", ""),
        Yes("rps", "", "Specify the requests per second for each client", "N", "Requests a second in all, whatever the server does", "as fast as the clients can"),
        Yes("index", "", "Replace the value of given arg with an index in the URL", "TEXT", "A text in the address for which the number of the request stands, from 0", ""),
        Switch("insecure", "", "Allow self-signed certificates over https", "Any certificate will do"),
        Yes("key", "", "The client key to use", "FILE", "Key of the client certificate, PEM", ""),
        Yes("cert", "", "The client certificate to use", "FILE", "Client certificate, PEM", ""),
        Switch("quiet", "", "Do not log any messages", "No progress"),
        Yes("cores", "", $"Number of cores to use (\"{HalfCores.ToString(CultureInfo.InvariantCulture)}\" by default)", "N", "Threads that make the load, each with -c clients", "half of the CPUs"),
        Switch("tcp", "", "Use TCP sockets (experimental)", "Keeps connections open, as it does in loadtest; Prony's are always such sockets"),
        Switch("agent", "", "Use a keep-alive http agent (deprecated)", "As --keepalive"),
        Switch("debug", "", "Show debug messages (deprecated)", "Changes nothing, as in loadtest"),
    ];

    /// <summary>The table.</summary>
    public static IReadOnlyList<ToolFlag> Flags { get; } = [.. Options.Select(o => o.Flag)];

    /// <summary>The help as loadtest prints it to standard output.</summary>
    public static string Usage { get; } = CreateUsage();

    private static string CreateUsage()
    {
        var names = Options.Select(o => $"  {(o.Key.Length > 0 ? $"-{o.Key}, --" : "--")}{o.Name} {(o.TakesValue || o.Multiple ? "<ARG1> " : "")}").ToList();
        var width = names.Max(n => n.Length);
        var text = new StringBuilder("USAGE: node loadtest [OPTION1] [OPTION2]... arg1 arg2...\nThe following options are supported:\n");
        foreach (var (name, option) in names.Zip(Options))
        {
            text.Append(name.PadRight(width)).Append('\t').Append(option.Help).Append(option.Multiple ? " (multiple)\n" : "\n");
        }

        return text.ToString();
    }

    private static LoadtestOption Yes(string name, string key, string help, string value, string meaning, string otherwise) =>
        new(name, key, TakesValue: true, Multiple: false, help, new ToolFlag(Names(name, key), value, meaning, otherwise, FlagState.Supported, ""));

    private static LoadtestOption Many(string name, string key, string help, string value, string meaning) =>
        new(name, key, TakesValue: false, Multiple: true, help, new ToolFlag(Names(name, key), value, meaning, "", FlagState.Supported, ""));

    private static LoadtestOption Switch(string name, string key, string help, string meaning) =>
        new(name, key, TakesValue: false, Multiple: false, help, new ToolFlag(Names(name, key), "", meaning, "", FlagState.Supported, ""));

    private static LoadtestOption No(string name, string key, string help, string meaning, string instead) =>
        new(name, key, TakesValue: true, Multiple: false, help, new ToolFlag(Names(name, key), "ARG", meaning, "", FlagState.Refused, instead));

    private static string[] Names(string name, string key) => key.Length > 0 ? ["-" + key, "--" + name] : ["--" + name];
}
