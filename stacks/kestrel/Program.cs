using KestrelStack;

if (!Settings.TryParse(args, out var settings, out var error))
{
    Console.Error.WriteLine($"kestrel: {error}");
    Console.Error.WriteLine("Use: kestrel [--mode async|sync|threads] [--threads N] --json FILE --fd N");
    return 2;
}

var app = Server.Create(settings);
using var handlers = Handlers.Of(settings);
CommonRoutes.Map(app, handlers, File.ReadAllBytes(settings.Json));
app.Run();
return 0;
