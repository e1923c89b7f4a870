using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Checking;

/// <summary>One question to the front of a stack.</summary>
internal static class FrontQuestion
{
    private const int BodyBytesMax = 16 * 1024 * 1024;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <summary>A server that waits for more than a request line, as databases do, is not worth a longer wait.</summary>
    private static readonly TimeSpan WithinUnlessHttp = TimeSpan.FromSeconds(2);

    /// <summary>Asks for the path that its readiness names, else for /. Only a stack that names one has to speak HTTP.</summary>
    public static async Task<FrontAnswer> AskAsync(Uri target, ReadyDefinition? ready, CancellationToken ct)
    {
        var path = ready?.HttpPath ?? "/";
        var mustSpeakHttp = ready?.HttpPath is not null;
        var started = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(mustSpeakHttp ? Within : WithinUnlessHttp);
        try
        {
            using var client = CreateClient();
            using var response = await client.GetAsync(new Uri(target, path), HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var length = await ReadAsync(response, limit.Token);
            var status = (int)response.StatusCode;
            var isExpected = !mustSpeakHttp || status == ready!.Status;
            var text = string.Create(CultureInfo.InvariantCulture, $"GET {path} answered {status}{(isExpected ? "" : $", expected {ready!.Status}")}");
            return new FrontAnswer(new FrontAnswerRecord(path, status, length, Stopwatch.GetElapsedTime(started).TotalSeconds, text), isExpected);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return await WithoutHttpAsync(target, path, ready, failure, started, ct);
        }
    }

    /// <summary>Somebody who still accepts connections at an address whose server has stopped; empty when nobody does.</summary>
    public static async Task<IReadOnlyList<string>> FindListenerAsync(Uri target) => await AcceptsAsync(target, CancellationToken.None)
        ? [string.Create(CultureInfo.InvariantCulture, $"somebody still listens on port {target.Port}")]
        : [];

    private static async Task<FrontAnswer> WithoutHttpAsync(Uri target, string path, ReadyDefinition? ready, Exception failure, long started, CancellationToken ct)
    {
        var accepts = await AcceptsAsync(target, ct);
        var (text, isGood) = (ready?.HttpPath, accepts) switch
        {
            (null, true) => ("accepts connections and does not speak HTTP", true),

            // A worker of a queue listens nowhere: it is ready by what it says, or by what a command says of it.
            (null, false) when ready is { Log: not null } or { Command: not null } => ("listens nowhere", true),
            _ when failure is OperationCanceledException => (string.Create(CultureInfo.InvariantCulture, $"GET {path} got no answer within {(ready?.HttpPath is null ? WithinUnlessHttp : Within).TotalSeconds:0} s"), false),
            _ => ($"GET {path} failed: {failure.InnerException?.Message ?? failure.Message}", false),
        };
        return new FrontAnswer(new FrontAnswerRecord(path, null, 0, Stopwatch.GetElapsedTime(started).TotalSeconds, text), isGood);
    }

    private static async Task<bool> AcceptsAsync(Uri target, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(WithinUnlessHttp);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(target.Host, target.Port, limit.Token);
            return true;
        }
        catch (Exception nobody) when (nobody is SocketException || (nobody is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }

    private static async Task<long> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[16 * 1024];
        long total = 0;
        for (int count; total < BodyBytesMax && (count = await body.ReadAsync(buffer, ct)) > 0; total += count)
        {
        }

        return total;
    }

    [SuppressMessage("Security", "CA5359", Justification = "The question is whether a server that Prony started on this machine answers; whether its certificate is good the load decides.")]
    private static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { ConnectionClose = true },
    };
}

/// <summary>What a front said.</summary>
/// <param name="Record">As it is written.</param>
/// <param name="IsGood">As the stack's file lets expect.</param>
internal readonly record struct FrontAnswer(FrontAnswerRecord Record, bool IsGood);
