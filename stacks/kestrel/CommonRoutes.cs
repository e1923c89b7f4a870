using System.Globalization;
using System.Text;

namespace KestrelStack;

/// <summary>The routes that all server stacks answer with the same bytes.</summary>
internal static class CommonRoutes
{
    private const string Text = "text/plain";
    private const int WaitMaxMs = 60_000;

    private static readonly byte[] Hello = "Hello, world!\n"u8.ToArray();
    private static readonly byte[] Done = "done\n"u8.ToArray();
    private static readonly byte[] WrongTime = "ms is a whole number from 0 to 60000\n"u8.ToArray();

    internal static void Map(WebApplication app, Handlers handlers, byte[] json)
    {
        app.MapGet("/", context => WriteAsync(context, Hello));
        app.MapGet("/wait", context => WaitAsync(context, handlers));
        app.MapGet("/work", async context =>
        {
            await handlers.RunAsync(BenchWork.Run, BenchWork.RunAsync);
            await WriteAsync(context, Done);
        });
        app.MapGet("/json", context => WriteAsync(context, json, "application/json"));
        app.MapGet("/pid", context => WriteAsync(context, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"))));
        app.MapPost("/echo", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await WriteAsync(context, body.ToArray(), "application/octet-stream");
        });
    }

    /// <summary>Status 200 unless another was set, with a length, so that the body is no stream of chunks.</summary>
    internal static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body, string type = Text)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private static async Task WaitAsync(HttpContext context, Handlers handlers)
    {
        var text = context.Request.Query.TryGetValue("ms", out var given) ? given.ToString() : "100";
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) || ms > WaitMaxMs)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await WriteAsync(context, WrongTime);
            return;
        }

        await handlers.RunAsync(() => Thread.Sleep(ms), () => Task.Delay(ms));
        await WriteAsync(context, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"waited {ms} ms\n")));
    }
}
