using KestrelStack;

if (!Settings.TryParse(args, out var settings, out var error, "--database", "--pool", "--prepare"))
{
    Console.Error.WriteLine($"kestrel-npgsql: {error}");
    Console.Error.WriteLine("Use: kestrel-npgsql --json FILE --fd N [--database HOST:PORT] [--pool N] [--prepare on|off]");
    return 2;
}

var app = Server.Create(settings);
using var handlers = Handlers.Of(settings);
await using var recipes = Recipes.From(settings.More);
CommonRoutes.Map(app, handlers, File.ReadAllBytes(settings.Json));
app.MapGet("/api/v1/recipes", recipes.ListAsync);
app.Run();
return 0;
