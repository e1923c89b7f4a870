using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reporting.Loads;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Loads;

public class LoadSummaryTests
{
    [Theory]
    [InlineData(80, "")]
    [InlineData(140, "")]
    [InlineData(80, "de-DE")]
    [InlineData(80, "ru-RU")]
    public void The_closed_model_prints_the_same_text_in_every_culture(int width, string culture) =>
        Printed.In(culture, () => Print(Sample.Closed(), Sample.Times(104.2, 9_480), width)).ShouldBeAsExpected($"closed-{width}.txt");

    [Theory]
    [InlineData(80, "")]
    [InlineData(140, "")]
    [InlineData(140, "de-DE")]
    [InlineData(140, "ru-RU")]
    public void The_open_model_prints_doubts_first_and_the_lag(int width, string culture) =>
        Printed.In(culture, () => Print(Sample.Open(), Sample.Times(8, 2_970, slowestMs: 3_000), width)).ShouldBeAsExpected($"open-{width}.txt");

    private static string Print(LoadRecord load, Histogram? response, int width) =>
        Printed.At(width, console => LoadSummary.Write(console, load, response));
}
