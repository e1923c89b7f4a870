using System.Net;
using System.Text.Json;
using Prony.Load;
using Prony.Load.Plans;

namespace Prony.GeneratorBench;

/// <summary>The load engine, driven directly.</summary>
internal static class Engine
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Runs a load and prints its record.</summary>
    public static int Run(int port, int connections, int seconds, int rate = 0, bool keepAlive = true)
    {
        var plan = new LoadPlan
        {
            Target = new LoadTarget(new IPEndPoint(IPAddress.Loopback, port), $"127.0.0.1:{port}", $"http://127.0.0.1:{port}/"),
            Requests = [new RequestDefinition("GET", "/", [], ReadOnlyMemory<byte>.Empty)],
            Model = rate > 0 ? new OpenModel(rate, ArrivalKind.Poisson, connections) : new ClosedModel(connections),
            Measure = TimeSpan.FromSeconds(seconds),
            KeepAlive = keepAlive,
        };
        var record = LoadRunner.Run(plan, null, CancellationToken.None, CancellationToken.None).Record;
        Console.WriteLine(JsonSerializer.Serialize(record, Indented));
        Console.WriteLine(FormattableString.Invariant($"requests {record.Requests.Completed} per second {record.CompletedPerS:F0}"));
        return 0;
    }
}
