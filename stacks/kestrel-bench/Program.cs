using KestrelBench;

if (!Settings.TryParse(args, out var settings, out var error))
{
    Console.Error.WriteLine($"kestrel-bench: {error}");
    Console.Error.WriteLine("Use: kestrel-bench [--mode sync|async] [--threads N] [--wait MS] (--port N | --fd N)");
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseSockets(sockets => sockets.Backlog = 2048);   // Kestrel listens again; its default is 512.
builder.WebHost.ConfigureKestrel(kestrel =>
{
    if (settings.Descriptor is { } descriptor)
    {
        kestrel.ListenHandle((ulong)descriptor);
    }
    else
    {
        kestrel.ListenLocalhost(settings.Port);
    }
});

var app = builder.Build();
using var handlers = settings.IsBlocking ? new HandlerPool(settings.Threads) : null;
app.MapGet("/", () => "ok\n");
app.MapGet("/work", (Delegate)(handlers is null
    ? () => BenchWork.RunAsync(settings.Wait)
    : () => handlers.Run(() => BenchWork.Run(settings.Wait))));
app.Run();
return 0;
