using System.CommandLine;
using System.Globalization;
using System.Text;
using Prony.Cli.Parsing;
using Prony.Experiments.Data;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Running;
using Prony.Load.Plans;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary>From the flags of <c>prony load</c> to a plan; what the flags say together is checked here, before anything is sent.</summary>
internal static class LoadRequest
{
    /// <exception cref="UsageException">The flags contradict each other, or name something that cannot be loaded.</exception>
    public static (LoadPlan Plan, SecretMask Secrets, ScenarioData? Data) Read(LoadOptions options, ParseResult parsed)
    {
        var address = parsed.GetValue(options.Url)!;
        var url = ReadUrl(address);
        var secrets = new SecretMask();
        var data = ReadData(options, parsed);
        var request = ReadRequest(options, parsed, url, secrets) with { PathAndQuery = UrlVariables.Restore(url.PathAndQuery, address) };
        CheckVariables(request, address, data?.Rows.Table, secrets);
        var (target, lookup) = LoadAddress.Read(options, parsed, url, secrets.Mask(UrlVariables.Restore(url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped), address)));
        var rowLimit = ReadRowLimit(options, parsed);
        var duration = parsed.GetValue(options.Duration);
        var count = parsed.GetValue(options.Requests);
        if (duration is not null && count is not null)
        {
            throw new UsageException("--duration and --requests exclude each other: the window ends after a time or after a number of requests.");
        }

        if (duration is { Ticks: 0 })
        {
            throw new UsageException("--duration 0s: the window must have a length.");
        }

        var (model, length) = LoadModelFlags.Read(options, parsed);
        var defaults = new LoadPlan { Target = target, Requests = [request], Model = new ClosedModel(1) };
        return (LoadWay.Apply(options, parsed, secrets, WithWarmup(parsed.GetValue(options.Warmup), defaults with
        {
            Data = data?.Rows,
            Model = model,
            Measure = length ?? duration ?? defaults.Measure,
            RequestLimit = count,
            Timeout = parsed.GetValue(options.Timeout) ?? defaults.Timeout,
            ExpectStatus = parsed.GetValue(options.ExpectStatus) ?? defaults.ExpectStatus,
            Checks = LoadChecks.Read(options, parsed, request.Method, secrets),
            Secrets = secrets,
            HeadLimit = (int)(parsed.GetValue(options.HeadLimit) ?? defaults.HeadLimit),
            KeepAlive = !parsed.GetValue(options.NoKeepalive),
            Seed = (ulong)(parsed.GetValue(options.Seed) ?? 1),
            Threads = (int)(parsed.GetValue(options.Threads) ?? GeneratorDefaults.Threads(Affinity.UsableCpus(), sharedWithServer: true)),
            Lookup = lookup,
            RowLimit = rowLimit,
        })), secrets, data);
    }

    private static LoadPlan WithWarmup(WarmupLength? warmup, LoadPlan plan) => warmup switch
    {
        null => plan,
        { Length: { } length } => plan with { Warmup = length },
        _ => AutoWarmup.Apply(plan),
    };

    private static ScenarioData? ReadData(LoadOptions options, ParseResult parsed)
    {
        var order = parsed.GetValue(options.DataOrder);
        if (parsed.GetValue(options.Data) is not { } file)
        {
            return order is null ? null : throw new UsageException("--data-order says which row of --data a request gets: add --data FILE.");
        }

        var result = DataFile.Read(file, file, order == DataOrderName.Random ? DataOrder.Random : DataOrder.RoundRobin);
        return result.Value ?? throw new UsageException("--data: " + DiagnosticText.Format(result.Diagnostics));
    }

    private static void CheckVariables(RequestDefinition request, string address, DataTable? data, SecretMask secrets)
    {
        RequestCheck.HideSecrets(request, data, secrets);
        var problems = RequestCheck.Find(request, data, "Add --data FILE.").Select(problem => problem.Part switch
        {
            RequestPart.Path => $"{address}: {TextOf(problem)}",
            RequestPart.Header => $"--header '{request.Headers[problem.Header].Key}': {TextOf(problem)}",
            _ => $"body: {TextOf(problem)}",
        }).ToList();
        if (problems.Count > 0)
        {
            throw new UsageException(string.Join('\n', problems));
        }

        static string TextOf(RequestProblem problem) => problem.Message.TrimEnd('.') + "." + (problem.Hint is { } hint ? " " + hint : "");
    }

    private static long ReadRowLimit(LoadOptions options, ParseResult parsed)
    {
        var limit = parsed.GetValue(options.RecordLimit);
        if (parsed.GetValue(options.Record) is not null)
        {
            return limit ?? LoadOptions.DefaultRecordLimit;
        }

        return limit is null ? 0 : throw new UsageException("--record-limit: there is nothing to limit without --record FILE.");
    }

    private static Uri ReadUrl(string text)
    {
        var withScheme = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(withScheme, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            throw new UsageException($"'{text}' is not an address. Expected something like http://127.0.0.1:8080/.");
        }

        return url.Scheme is "http" or "https" ? url : throw new UsageException($"{text}: '{url.Scheme}' is not supported; use http or https.");
    }

    private static RequestDefinition ReadRequest(LoadOptions options, ParseResult parsed, Uri url, SecretMask secrets)
    {
        var headers = parsed.GetValue(options.Header)!.Select(ReadHeader).ToList();
        if (ReadCredentials(options, parsed, url) is { } credentials)
        {
            secrets.Add(credentials[(credentials.IndexOf(':', StringComparison.Ordinal) + 1)..]);   // a server may say it back
            headers.Add(new("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))));
        }

        foreach (var header in headers.Where(h => SecretHeader.IsSecret(h.Key)))
        {
            RequestCheck.HideHeader(header.Value, secrets);
        }

        var body = ReadBody(options, parsed);
        var method = parsed.GetValue(options.Method)?.ToUpperInvariant() ?? (body.IsEmpty ? "GET" : "POST");
        if (method.Length == 0 || !method.All(c => char.IsAsciiLetter(c) || c == '-'))
        {
            throw new UsageException($"--method {method}: a method is letters only, such as GET or POST.");
        }

        return new RequestDefinition(method, url.PathAndQuery, headers, body);
    }

    private static string? ReadCredentials(LoadOptions options, ParseResult parsed, Uri url)
    {
        var basic = parsed.GetValue(options.Basic);
        if (basic is not null && !basic.Contains(':', StringComparison.Ordinal))
        {
            throw new UsageException("--basic: expected USER:PASS.");
        }

        if (basic is not null && RequestVariable.Find(basic).Count > 0)
        {
            throw new UsageException("--basic: variables cannot stand here, because it is sent encoded. Use -H 'Authorization: Basic {data.COLUMN}' and a column that holds USER:PASS in Base64.");
        }

        return basic ?? (url.UserInfo.Length > 0 ? Uri.UnescapeDataString(url.UserInfo) : null);
    }

    private static KeyValuePair<string, string> ReadHeader(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon > 0 ? text[..colon].Trim() : "";
        var value = colon > 0 ? text[(colon + 1)..].Trim() : "";
        return name.Length == 0 || name.Any(c => c <= ' ' || c > '~') || value.AsSpan().ContainsAny('\r', '\n')
            ? throw new UsageException($"--header '{text}': expected 'Name: value'.")
            : new(name, value);
    }

    private static ReadOnlyMemory<byte> ReadBody(LoadOptions options, ParseResult parsed)
    {
        var text = parsed.GetValue(options.Body);
        var file = parsed.GetValue(options.BodyFile);
        if (text is not null && file is not null)
        {
            throw new UsageException("--body and --body-file exclude each other.");
        }

        if (file is null)
        {
            return text is null ? ReadOnlyMemory<byte>.Empty : Encoding.UTF8.GetBytes(text);
        }

        return BodyFile.TryRead(() => file == "-" ? Console.OpenStandardInput() : File.OpenRead(file), out var body, out var error)
            ? body
            : throw new UsageException($"--body-file {file}: {error}");
    }
}
