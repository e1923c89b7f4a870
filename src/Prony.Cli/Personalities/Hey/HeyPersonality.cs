using Prony.Experiments.Running;
using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Machine;
using Prony.Reporting.Personalities.Hey;

namespace Prony.Cli.Personalities.Hey;

/// <summary><c>prony hey …</c>: hey 0.1.4.</summary>
internal sealed class HeyPersonality : IPersonality
{
    private const int MostRedirects = 10;   // Go's net/http

    public string Name => "hey";

    public string Original => "hey 0.1.4";

    public IReadOnlyList<ToolFlag> Flags => HeyText.Flags;

    public int Run(IReadOnlyList<string> arguments) => ToolOutput.Run(() =>
    {
        var own = OwnFlags.Take(arguments, Flags);
        var line = HeyLine.Read(own.Rest);
        var (plan, authority) = Plan(line);
        Verbs.JudgedLoad.Permit(plan, own.Yes);
        plan = WithRedirects(line, plan);
        var log = new AnswerLog(keepsWhole: line.Csv);
        var result = ToolLoad.Run(plan, yes: true, log);   // permitted above, before the first request
        if (result.Load is not { } load)
        {
            return result.Signal ?? ExitCodes.Interrupted;
        }

        Print(line, log, load, authority);
        var asked = new HeyAsked(line.Workers, line.RequestsAsked, line.RatePerWorker);
        ToolOutput.Truth(own, Name, load,
            [.. HeyFaults.Find(asked, load.Record, log.Times), line.RatePerWorker > 0 ? null : log.ClosedModel(line.Workers, load.Record)]);

        // hey prints its summary at Ctrl-C and ends well.
        return result.Signal == ExitCodes.Terminated ? ExitCodes.Terminated : ExitCodes.Done;
    });

    /// <summary>What a line asks for, before it is known whether the address leads elsewhere.</summary>
    internal static (LoadPlan Plan, string Authority) Plan(HeyLine line)
    {
        var (url, target) = ToolRequest.Address("hey", line.Url);
        var request = ToolRequest.Literal("hey", new RequestDefinition(line.Method, url.PathAndQuery, ToolRequest.WithCredentials(line.Headers, url), line.Body));
        var timeout = ToolRequest.Timeout("hey", "-t", line.TimeoutS);
        var rate = ToolRequest.Rate("hey", "-q", line.RatePerWorker * line.Workers);
        return (new LoadPlan
        {
            Target = target,
            Requests = [request],
            Model = rate > 0 ? new OpenModel(rate, ArrivalKind.Uniform, line.Workers) : new ClosedModel(line.Workers),
            Measure = line.Length > TimeSpan.Zero ? line.Length : TimeSpan.FromSeconds(1),
            RequestLimit = line.Requests,
            Timeout = timeout,
            Drain = timeout,   // hey waits for what it has sent
            KeepAlive = line.KeepAlive,
            HttpVersion = line.Http2 && target.IsSecure ? HttpProtocol.Http2 : HttpProtocol.Http11,
            Tls = new TlsSettings { Insecure = target.IsSecure },
            Proxy = line.Proxy.Length > 0 ? ToolRequest.Proxy("hey", "-x", line.Proxy) : null,
            MayConnect = static (host, address) => TargetPermission.IsAllowed(host, address, yes: false),
            Threads = Math.Min(line.Cpus ?? GeneratorDefaults.Threads(Affinity.UsableCpus(), sharedWithServer: true), Affinity.UsableCpus()),
            RowLimit = ToolRequest.AllRows,
        }, $"{TargetAddress.HostOf(url)}:{url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
    }

    /// <summary>Following redirects takes the portable engine, which costs more for each request: it is used where the first answer is one, and where it carries the load anyhow.</summary>
    private static LoadPlan WithRedirects(HeyLine line, LoadPlan plan) =>
        line.Redirects && (plan.Target.IsSecure || plan.Proxy is not null || FirstAnswer.Ask(plan).IsRedirect) ? plan with { Redirects = MostRedirects } : plan;

    private static void Print(HeyLine line, AnswerLog log, LoadResult load, string authority)
    {
        if (line.Csv)
        {
            using var output = Console.OpenStandardOutput();
            ToolOutput.WriteLines(output, HeyLayout.Csv(log.Times.Whole));
            return;
        }

        var errors = HeyErrors.Of(load.Record, line.Method, ToolRequest.Shown(line.Url), authority);
        ToolOutput.Write(HeyLayout.Summary(HeyReport.Of(load.Record, log.Times, errors)));
    }
}
