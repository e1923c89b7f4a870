using System.Globalization;
using System.Net;
using Prony.Experiments.Running;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Reporting.Personalities.Ab;

namespace Prony.Cli.Personalities.Ab;

/// <summary><c>prony ab …</c>: ab 2.3.</summary>
internal sealed class AbPersonality : IPersonality
{
    private const string ProductName = "ApacheBench/2.3";

    public string Name => "ab";

    public string Original => "ab 2.3";

    public IReadOnlyList<ToolFlag> Flags => AbText.Flags;

    public int Run(IReadOnlyList<string> arguments) => ToolOutput.Run(() =>
    {
        var own = OwnFlags.Take(arguments, Flags);
        var line = AbLine.Read(own.Rest);
        var plan = Plan(line);
        Verbs.JudgedLoad.Permit(plan, own.Yes);
        Console.Error.Write(line.Complaint);
        var progress = new AbProgress(line);
        ToolOutput.Write(AbLayout.Copyright + progress.Greeting());
        if (line.Concurrency == 0)
        {
            return End(AbExit.NoConcurrency(), 0);
        }

        var first = FirstAnswer.Ask(Question(plan));
        return !line.GoesOn && AbExit.Of(first.Problem) is { } refused ? End(refused, 0) : Load(own, line, plan, first, progress);
    });

    /// <summary>What a line asks for.</summary>
    internal static LoadPlan Plan(AbLine line)
    {
        var url = line.Url;
        ToolRequest.RefuseCredentials("ab", url, "Say -A USER:PASSWORD.");
        var target = TargetPermission.Resolve(url, url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped));
        var timeLimit = TimeSpan.FromSeconds(Math.Max(0, line.TimeLimitS));
        return new LoadPlan
        {
            Target = target,
            Requests = [ToolRequest.Literal("ab", new RequestDefinition(line.Method ?? "GET", url.PathAndQuery, HeadersOf(line), line.Body ?? ReadOnlyMemory<byte>.Empty))],
            Model = new ClosedModel(Math.Max(1, line.Concurrency)),
            RequestLimit = line.Requests,
            Timeout = ToolRequest.Timeout("ab", "-s", line.TimeoutS),
            Drain = timeLimit > TimeSpan.Zero ? TimeSpan.Zero : null,   // ab drops what is under way when time is up
            KeepAlive = line.KeepAlive,
            Tls = TlsOf(line, target.IsSecure),
            Proxy = line.Proxy is { } proxy ? ProxyOf(line, proxy) : null,
            Threads = 1,   // as ab has
            RowLimit = ToolRequest.AllRows,
        };
    }

    /// <summary>What is asked before the load: the same, or where that would change something at the server, the head of it.</summary>
    internal static LoadPlan Question(LoadPlan plan) =>
        plan.Requests[0] is { Method: "GET" or "HEAD" or "OPTIONS", Body.Length: 0 } ? plan : plan with { Requests = [plan.Requests[0] with { Method = "HEAD", Body = ReadOnlyMemory<byte>.Empty }] };

    /// <summary>What the answers of a load are to ab.</summary>
    internal static AbReport Report(AbLine line, LoadRecord load, AnswerLog log, string server)
    {
        var times = log.Times;
        var secure = line.Url.Scheme == "https";
        var outcomes = load.Outcomes;
        return new AbReport
        {
            ServerSoftware = server,
            HostName = TargetAddress.HostOf(line.Url),
            Port = line.Url.Port,
            TlsServerName = secure && !IPAddress.TryParse(TargetAddress.HostOf(line.Url), out _) ? TargetAddress.HostOf(line.Url) : null,
            Path = line.Path,
            DocumentBytes = line.AnyLength ? null : times.FirstBodyBytes,
            Concurrency = line.Concurrency,
            TakenS = load.Window.DurationS,
            Complete = times.Count,
            Failures = new AbFailures(outcomes.Refused, outcomes.Reset, (line.AnyLength ? 0 : times.OtherLength) + outcomes.Closed, outcomes.Timeout + outcomes.Protocol + outcomes.Tls + outcomes.Dns),
            Non2xx = load.Status.Where(s => !s.Key.StartsWith('2')).Sum(s => s.Value),
            KeepAlive = line.KeepAlive ? times.Count - Math.Min(times.Count, load.Work?.Closing ?? 0) : null,
            ReceivedBytes = load.Bytes.Received,
            SentBytes = line.Body is null ? null : load.Bytes.Sent,
            BodyBytes = load.Bytes.Body,
            Times = AbTimes.Of(times.Whole),
            ShowsPercentiles = line.Percentiles,
            ShowsConfidence = line.Confidence,
        };
    }

    private int Load(OwnFlags own, AbLine line, LoadPlan plan, FirstAnswer first, AbProgress progress)
    {
        AnswerLog? log = null;
        log = new AnswerLog(keepsWhole: true, ended: () => progress.Completed(log!.Times.Count));
        var timed = line.TimeLimitS > 0;
        var result = ToolLoad.Run(plan, yes: true, log, timed ? TimeSpan.FromSeconds(line.TimeLimitS) : null);   // permitted before the first request
        if (result.Load is not { } load)
        {
            return result.Signal ?? ExitCodes.Interrupted;
        }

        if (!line.GoesOn && AbExit.Of(load.Record, timed) is { } failure)
        {
            return End(failure, log.Times.Count);
        }

        var report = Report(line, load.Record, log, first.Server);
        if (result.Signal is null)
        {
            ToolOutput.Write(progress.Finished(report.Complete));
        }

        ToolOutput.Write(AbLayout.Report(report));
        WriteFiles(line, load.Record, log, report);
        ToolOutput.Truth(own, Name, load, [.. AbFaults.Find(report, load.Record), log.ClosedModel(line.Concurrency, load.Record)]);
        return result.Signal is null ? ExitCodes.Done : result.Signal == ExitCodes.Terminated ? ExitCodes.Terminated : 1;   // ab prints at Ctrl-C and ends with 1
    }

    private static int End(AbExit exit, int completed)
    {
        Console.Error.Write(exit.Line);
        if (completed > 0)
        {
            ToolOutput.Write(string.Create(CultureInfo.InvariantCulture, $"Total of {completed} requests completed\n"));
        }

        return exit.Code;
    }

    private static void WriteFiles(AbLine line, LoadRecord load, AnswerLog log, AbReport report)
    {
        if (line.Csv is { } csv && report.Complete > 0)
        {
            File.WriteAllText(csv, AbLayout.Csv(report.Times));
        }

        if (line.Gnuplot is { } gnuplot && report.Complete > 0)
        {
            using var file = File.Create(gnuplot);
            ToolOutput.WriteLines(file, AbLayout.Gnuplot(log.Times.Whole, load.Window.StartUtc.ToLocalTime()));
        }
    }

    private static List<KeyValuePair<string, string>> HeadersOf(AbLine line)
    {
        List<KeyValuePair<string, string>> headers = [.. line.Headers];
        if (line.Body is not null)
        {
            headers.Add(new("Content-Type", line.ContentType));
        }

        if (line.ProxyCredentials is { } who && line.Proxy is null)
        {
            headers.Add(ToolRequest.Basic("Proxy-Authorization", who));
        }

        AddUnlessGiven("User-Agent", ProductName);
        AddUnlessGiven("Accept", "*/*");
        return headers;

        void AddUnlessGiven(string name, string value)
        {
            if (!headers.Any(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                headers.Add(new(name, value));
            }
        }
    }

    private static TlsSettings TlsOf(AbLine line, bool secure)
    {
        if (!secure)
        {
            return new TlsSettings();
        }

        try
        {
            return CertificateFiles.Read(insecure: true, authorities: null, line.Certificate, key: null);   // ab looks at no certificate
        }
        catch (InvalidDataException unusable)
        {
            throw new UsageException("ab -E: " + unusable.Message);
        }
    }

    /// <summary>Read without the credentials first: what is wrong with it is printed.</summary>
    private static LoadProxy ProxyOf(AbLine line, string text)
    {
        var proxy = ToolRequest.Proxy("ab", "-X", text);
        if (line.ProxyCredentials?.Split(':', 2) is not [var user, .. var word])
        {
            return proxy;
        }

        var address = new UriBuilder(proxy.Url) { UserName = Uri.EscapeDataString(user), Password = word is [var password] ? Uri.EscapeDataString(password) : "" };
        return proxy with { Url = address.Uri };
    }
}
