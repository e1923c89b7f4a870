using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace Prony.EndToEnd.Tests.Reports;

/// <summary>Debian's Chromium without a window; nothing is downloaded.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _chromium;

    private Browser(IPlaywright playwright, IBrowser chromium) => (_playwright, _chromium) = (playwright, chromium);

    /// <summary>Why a test with a browser is skipped, with what to install; null where it can run.</summary>
    public static string? Missing => File.Exists(Program) ? null : "No browser: apt-get install chromium.";

    public static async Task<Browser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var options = new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-gpu"], Timeout = 60_000 };
        return new Browser(playwright, await playwright.Chromium.LaunchAsync(options));
    }

    /// <summary>Opens a report from the disk; every request but for the file itself fails and is kept.</summary>
    public async Task<OpenReport> OpenAsync(string file, int width = 1400)
    {
        var context = await _chromium.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, ReducedMotion = ReducedMotion.Reduce });
        var report = new OpenReport(await context.NewPageAsync(), new Uri(file).AbsoluteUri);
        await report.LoadAsync();
        return report;
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        _playwright.Dispose();
    }
}

/// <summary>A report in the browser, with what it did that it should not.</summary>
internal sealed class OpenReport
{
    private readonly string _address;
    private readonly List<string> _faults = [];

    public OpenReport(IPage page, string address)
    {
        (Page, _address) = (page, address);
        page.Console += (_, message) => Keep(message.Type is "error" or "warning", $"console {message.Type}: {message.Text}");
        page.PageError += (_, error) => Keep(true, "error: " + error);
        page.Request += (_, request) => Keep(request.Url != address && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal), "request: " + request.Url);
    }

    public IPage Page { get; }

    /// <summary>Errors on the console, faults of the script and requests.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_faults)
            {
                return [.. _faults];
            }
        }
    }

    public async Task LoadAsync()
    {
        await Page.Context.RouteAsync(url => url != _address, route => route.AbortAsync());
        await Page.GotoAsync(_address, new PageGotoOptions { Timeout = 60_000 });
    }

    /// <summary>Draws every chart: they are drawn when they come into view.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> DrawAsync()
    {
        var charts = await Page.QuerySelectorAllAsync("figure.chart");
        foreach (var chart in charts)
        {
            await chart.ScrollIntoViewIfNeededAsync();
        }

        await Page.WaitForFunctionAsync("() => [...document.querySelectorAll('figure.chart .plot')].every(plot => plot.childElementCount > 0)", null, new PageWaitForFunctionOptions { Timeout = 30_000 });
        await Page.EvaluateAsync("() => scrollTo(0, 0)");
        return charts.Count;
    }

    /// <summary>Makes the window so wide, and waits until the charts are as wide as the page lets them.</summary>
    public async Task ResizeAsync(int width)
    {
        await Page.SetViewportSizeAsync(width, Page.ViewportSize!.Height);
        await Page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('figure.chart .plot')].every(plot => [...plot.querySelectorAll('svg, canvas')].slice(0, 1).every(drawn => Math.abs(drawn.getBoundingClientRect().width - plot.clientWidth) < 2))",
            null,
            new PageWaitForFunctionOptions { Timeout = 30_000 });
    }

    /// <summary>The whole page as a picture in artifacts/reports, for people to look at.</summary>
    public async Task PictureAsync(string name)
    {
        var folder = Directory.CreateDirectory(Clone.PathOf("artifacts", "reports")).FullName;
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{Page.ViewportSize!.Width}.png")), FullPage = true, Timeout = 120_000 });
    }

    /// <summary>Faults of accessibility that axe-core calls serious or critical.</summary>
    public async Task<IReadOnlyList<string>> InaccessibleAsync()
    {
        await Page.AddScriptTagAsync(new PageAddScriptTagOptions { Content = await File.ReadAllTextAsync(Clone.PathOf("src", "Prony.Reporting", "web", "node_modules", "axe-core", "axe.min.js")) });
        return await Page.EvaluateAsync<string[]>(
            "async () => (await axe.run()).violations.filter(v => ['serious', 'critical'].includes(v.impact)).flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')} ${n.failureSummary}`))");
    }

    private void Keep(bool isFault, string text)
    {
        lock (_faults)
        {
            if (isFault)
            {
                _faults.Add(text);
            }
        }
    }
}

/// <summary>A test that opens a browser; skipped, with what to install, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Browser.Missing;
}

/// <summary>The same for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Browser.Missing;
}
