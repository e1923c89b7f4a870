using System.Globalization;
using System.Net;
using System.Text.Json;
using Prony.Load;
using Prony.Load.Plans;

// prony-load-driver PORT USERS SECONDS [RATE]: the load engine without the command line around it; prints its record as JSON.
var port = int.Parse(args[0], CultureInfo.InvariantCulture);
var users = int.Parse(args[1], CultureInfo.InvariantCulture);
var seconds = double.Parse(args[2], CultureInfo.InvariantCulture);
var rate = args.Length > 3 ? double.Parse(args[3], CultureInfo.InvariantCulture) : 0;
var keepAlive = args.Length <= 4;
var plan = new LoadPlan
{
    Target = new LoadTarget(new IPEndPoint(IPAddress.Loopback, port), $"127.0.0.1:{port}", $"http://127.0.0.1:{port}/"),
    Request = new RequestDefinition("GET", "/", [], ReadOnlyMemory<byte>.Empty),
    Model = rate > 0 ? new OpenModel(rate, ArrivalKind.Poisson, users) : new ClosedModel(users),
    Measure = TimeSpan.FromSeconds(seconds),
    KeepAlive = keepAlive,
};
var result = LoadRunner.Run(plan, null, CancellationToken.None, CancellationToken.None);
Console.WriteLine(JsonSerializer.Serialize(result.Record, new JsonSerializerOptions { WriteIndented = true }));
