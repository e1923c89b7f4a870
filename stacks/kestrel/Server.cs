namespace KestrelStack;

/// <summary>The web application without its routes: no logging, one inherited socket.</summary>
internal static class Server
{
    internal static WebApplication Create(Settings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSockets(sockets => sockets.Backlog = 2048);   // Kestrel listens again; its default is 512.
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenHandle((ulong)settings.Descriptor);
        });
        return builder.Build();
    }
}
