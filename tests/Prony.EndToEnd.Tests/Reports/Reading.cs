using Microsoft.Playwright;
using Shouldly;

namespace Prony.EndToEnd.Tests.Reports;

/// <summary>What a reader does with a report in a browser, and what has to hold then for the report of every run.</summary>
internal static class Reading
{
    /// <summary>A screen, a tablet, a phone.</summary>
    private static readonly int[] Widths = [1400, 800, 360];

    /// <summary>Charts of every run that have something to say wherever one points between their ends.</summary>
    private static readonly string[] Hovered = ["percentiles", "timeline"];

    private const string Colours = """
        () => [
            getComputedStyle(document.body).backgroundColor,
            getComputedStyle(document.querySelector("main > section")).backgroundColor,
            getComputedStyle(document.querySelector("h1")).color,
            getComputedStyle(document.querySelector("figure.chart .plot svg text")).fill,
        ]
        """;

    /// <summary>All of it on one page that changes its theme and its width: to start a browser takes longer than to look.</summary>
    /// <param name="report">A page as wide as a screen.</param>
    /// <param name="sentence">What the verdict says.</param>
    /// <param name="picture">For pictures in both themes, and at all widths in the light one.</param>
    public static async Task ShouldServeAReaderAsync(OpenReport report, string sentence, string picture)
    {
        (await report.DrawAsync()).ShouldBeGreaterThan(0);
        await ShouldShowTheVerdictAsync(report, sentence);
        foreach (var kind in Hovered)
        {
            await ShouldTellUnderThePointerAsync(report, kind);
        }

        await ShouldBeAccessibleAsync(report);
        foreach (var width in Widths)
        {
            await report.ResizeAsync(width);
            await ShouldFitAsync(report, picture);
        }

        await ShouldChangeItsThemeAsync(report, picture + "-dark");
        await ShouldBeAccessibleAsync(report);
        report.Faults.ShouldBeEmpty();
    }

    /// <summary>Its sentences may stand in paragraphs of their own.</summary>
    public static async Task ShouldShowTheVerdictAsync(OpenReport report, string sentence) =>
        Plain(await report.Page.InnerTextAsync("#verdict")).ShouldContain(Plain(sentence));

    /// <summary>Page, cards, words and charts, not only the button.</summary>
    public static async Task ShouldChangeItsThemeAsync(OpenReport report, string picture)
    {
        var before = await report.Page.EvaluateAsync<string[]>(Colours);
        var pressed = await report.Page.GetAttributeAsync("#theme", "aria-pressed");
        await report.Page.ClickAsync("#theme");
        await report.Page.WaitForFunctionAsync($"before => ({Colours})().every((colour, index) => colour !== before[index])", before, new PageWaitForFunctionOptions { Timeout = 10_000 });
        (await report.Page.GetAttributeAsync("#theme", "aria-pressed")).ShouldBe(pressed == "true" ? "false" : "true");
        await report.PictureAsync(picture);
    }

    /// <summary>Points into the first panel of the first chart of a kind.</summary>
    public static async Task ShouldTellUnderThePointerAsync(OpenReport report, string kind)
    {
        var plot = report.Page.Locator($"figure.chart[data-chart={kind}] .plot").First;
        await plot.ScrollIntoViewIfNeededAsync();
        var box = (await plot.BoundingBoxAsync()).ShouldNotBeNull();
        await plot.HoverAsync(new LocatorHoverOptions { Position = new Position { X = box.Width / 2, Y = 100 } });
        var tip = plot.Locator(".tip");
        await tip.WaitForAsync(new LocatorWaitForOptions { Timeout = 10_000 });
        (await tip.InnerTextAsync()).ShouldNotBeNullOrWhiteSpace();
    }

    /// <summary>Nothing but tables scrolls sideways.</summary>
    public static async Task ShouldFitAsync(OpenReport report, string picture)
    {
        await report.PictureAsync(picture);
        (await report.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(report.Page.ViewportSize!.Width, picture);
    }

    public static async Task ShouldBeAccessibleAsync(OpenReport report) => (await report.InaccessibleAsync()).ShouldBeEmpty();

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
