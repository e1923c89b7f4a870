using Microsoft.Playwright;

namespace Prony.ReportBench;

/// <summary>One opening of a file, milliseconds since the navigation began.</summary>
internal sealed record Opened(int Charts, double ReadableMs, double PaintedMs, double DrawnMs);

/// <summary>Debian's Chromium without a window.</summary>
internal sealed class Opener : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    /// <summary>More than any report takes: a page that draws nothing must not hang.</summary>
    private const int MostMs = 60_000;

    /// <summary>
    /// Runs in the page, so that no time of the connection to the browser is counted: after the first paint it brings every chart into view, the next one when the last is there, and waits for the frame
    /// that shows the last. The clock of performance begins with the navigation.
    /// </summary>
    private const string Scroll = """
        addEventListener("DOMContentLoaded", async () => {
          const frame = () => new Promise(requestAnimationFrame);
          await frame();
          await frame();
          for (const figure of document.querySelectorAll("figure.chart")) {
            figure.scrollIntoView({ block: "center", behavior: "instant" });
            while (figure.querySelector(".plot").childElementCount === 0) {
              await frame();
            }
          }
          await frame();
          await frame();
          window.pronyDrawnMs = performance.now();
        });
        """;

    private const string Times = """
        () => [
          document.querySelectorAll("figure.chart").length,
          performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
          performance.getEntriesByName("first-contentful-paint")[0].startTime,
          window.pronyDrawnMs,
        ]
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _chromium;

    private Opener(IPlaywright playwright, IBrowser chromium) => (_playwright, _chromium) = (playwright, chromium);

    public static async Task<Opener> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new Opener(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-gpu"] }));
    }

    /// <summary>Opens a file in a window of its own, without anything that another one left.</summary>
    public async Task<Opened> OpenAsync(string file)
    {
        await using var context = await _chromium.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1400, Height = 900 } });
        await context.AddInitScriptAsync(Scroll);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(Path.GetFullPath(file)).AbsoluteUri, new PageGotoOptions { Timeout = MostMs });
        await page.WaitForFunctionAsync("() => window.pronyDrawnMs > 0", null, new PageWaitForFunctionOptions { Timeout = MostMs });
        var times = await page.EvaluateAsync<double[]>(Times);
        return new Opened((int)times[0], times[1], times[2], times[3]);
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        _playwright.Dispose();
    }
}
