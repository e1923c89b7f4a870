using System.Text.Json;

// GET / says hello; GET /items answers with 300 items, built anew for every request (--mode fresh) or once (--mode kept).
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var mode = builder.Configuration["mode"] ?? "fresh";
if (mode is not ("fresh" or "kept"))
{
    Console.Error.WriteLine($"--mode {mode}: expected fresh or kept");
    return 2;
}

var kept = BuildAnswer();
var app = builder.Build();
app.MapGet("/", () => "hello\n");
app.MapGet("/items", () => Results.Bytes(mode == "kept" ? kept : BuildAnswer(), "application/json"));
app.Run();
return 0;

static byte[] BuildAnswer() =>
    JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(1, 300).Select(number => new { number, name = $"item {number}", price = number * 1.25 }));
