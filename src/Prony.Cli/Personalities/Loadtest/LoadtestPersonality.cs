using Prony.Experiments.Running;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Reporting.Personalities.Loadtest;

namespace Prony.Cli.Personalities.Loadtest;

/// <summary><c>prony loadtest …</c>: npm's loadtest 8.2.1.</summary>
internal sealed class LoadtestPersonality : IPersonality
{
    private const string OwnFile = ".loadtestrc";

    public string Name => "loadtest";

    public string Original => "loadtest 8.2.1";

    public IReadOnlyList<ToolFlag> Flags => LoadtestText.Flags;

    public int Run(IReadOnlyList<string> arguments) => ToolOutput.Run(() =>
    {
        var own = OwnFlags.Take(arguments, Flags);
        var line = LoadtestLine.Read(own.Rest);
        if (File.Exists(OwnFile))
        {
            throw new UsageException($"loadtest: Prony does not read {OwnFile}, which is in this folder. Write what it says on the command line, and run it from another folder.");
        }

        var plan = Plan(line);
        AnswerLog? log = null;
        var progress = new LoadtestProgress(line, () => log!);
        log = new AnswerLog(keepsWhole: line.Rps is not null, progress.SecondEnded);
        var result = ToolLoad.Run(plan, own.Yes, log, line.Requests is null || line.Seconds is not { } most ? null : TimeSpan.FromSeconds(most));
        if (result.Load is not { } load)
        {
            return result.Signal ?? ExitCodes.Interrupted;
        }

        var report = LoadtestReport.Of(Asked(line, log), load.Record, log.Times);
        ToolOutput.Write(LoadtestLayout.Report(report));
        ToolOutput.Truth(own, Name, load,
            [.. LoadtestFaults.Find(report, load.Record, log.Times), line.Rps is null ? log.ClosedModel(line.Clients * line.Cores, load.Record) : null]);
        return result.Signal ?? ExitCodes.Done;
    });

    /// <summary>What a line asks for.</summary>
    internal static LoadPlan Plan(LoadtestLine line)
    {
        var (url, target) = ToolRequest.Address("loadtest", line.Url);
        var request = ToolRequest.Literal("loadtest", new RequestDefinition(line.Method, url.PathAndQuery, ToolRequest.WithCredentials(line.Headers, url), line.Body));
        return new LoadPlan
        {
            Target = target,
            Requests = [request with { PathAndQuery = WithIndex(line, url.PathAndQuery) }],
            Model = line.Rps is { } rate
                ? new OpenModel(ToolRequest.Rate("loadtest", "--rps", rate), ArrivalKind.Uniform, GeneratorDefaults.ConnectionLimit())
                : new ClosedModel(line.Clients * line.Cores),
            Measure = TimeSpan.FromSeconds(line.Seconds ?? 1),
            RequestLimit = line.Requests,
            Timeout = ToolRequest.Timeout("loadtest", "-d", (line.TimeoutMs ?? 0) / 1000.0),
            Drain = line.Seconds is null ? null : TimeSpan.Zero,   // loadtest forgets what is under way when time is up
            KeepAlive = line.Agent != "none",
            Tls = TlsOf(line, target.IsSecure),
            Proxy = line.Proxy is { } proxy ? ToolRequest.Proxy("loadtest", "--proxy", proxy) : null,
            Threads = line.Cores,
            RowLimit = ToolRequest.AllRows,
        };
    }

    private static LoadtestReport Asked(LoadtestLine line, AnswerLog log) => new()
    {
        Url = ToolRequest.Shown(line.Url),
        MaxRequests = line.Requests,
        MaxSeconds = line.Seconds,
        TargetRps = line.Rps is { } rps ? (long)rps : null,
        Clients = line.Rps is null ? line.Clients * line.Cores : log.Times.MostAtOnce(),
        Cores = line.Cores,
        Agent = line.Agent,
        Completed = 0,
        Errors = 0,
        TotalMs = 0,
        MeanMs = double.NaN,
        Percentiles = [],
        MaxMs = 0,
    };

    private static string WithIndex(LoadtestLine line, string path)
    {
        if (line.Index is not { } index)
        {
            return path;
        }

        if (index.Length == 0 || !index.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw ToolRefusal.OfValue("loadtest", "--index", index, "Prony replaces plain words only (letters, digits, - and _), no regular expression. Use prony load with {index} in the address.");
        }

        return path.Replace(index, "{index}", StringComparison.Ordinal);
    }

    private static TlsSettings TlsOf(LoadtestLine line, bool secure)
    {
        try
        {
            return secure ? CertificateFiles.Read(line.Insecure, authorities: null, line.Key is null ? null : line.Certificate, line.Certificate is null ? null : line.Key) : new TlsSettings();
        }
        catch (InvalidDataException unusable)
        {
            throw new UsageException("loadtest --cert: " + unusable.Message);
        }
    }
}
