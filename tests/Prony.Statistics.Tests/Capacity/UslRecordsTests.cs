using System.Text.Json;
using Prony.Measurement.Runs;
using Prony.Statistics.Capacity;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Capacity;

/// <summary>What is written of a fit, and its doubts in words.</summary>
public sealed class UslRecordsTests
{
    [Fact]
    public void Names_in_json_are_those_of_the_law()
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(Record(Sweeps.RayTracer[..6]), RunJson.Files.FitRecord));
        double Number(string name) => json.RootElement.GetProperty(name).GetDouble();

        json.RootElement.GetProperty("schema").GetString().ShouldBe("prony.fit/1");
        Number("alpha").ShouldBe(0.02444404, 1e-7);
        Number("alpha_standard_error").ShouldBe(0.00839065, 1e-7);
        Number("alpha_low").ShouldBeLessThan(Number("alpha"));
        Number("beta").ShouldBe(0.001626809, 1e-8);
        Number("beta_high").ShouldBeGreaterThan(Number("beta"));
        Number("gamma").ShouldBe(20.85605, 1e-5);
        Number("n_star").ShouldBe(24.488, 5e-4);
        Number("x_star").ShouldBe(203.488, 5e-4);
        Number("n_max").ShouldBe(20);
        foreach (var (value, hasError) in new[] { ("alpha", true), ("beta", true), ("gamma", true), ("n_star", false), ("x_star", false) })
        {
            Number(value).ShouldBeInRange(Number(value + "_low"), Number(value + "_high"));
            (hasError ? Number(value + "_standard_error") : 1).ShouldBeGreaterThan(0);
        }

        json.RootElement.GetProperty("peak").GetString().ShouldBe("extrapolated");
        json.RootElement.GetProperty("log_fit").GetProperty("alpha").GetDouble().ShouldBe(0.0167165, 1e-6);
        json.RootElement.GetProperty("reason").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void A_written_fit_is_read_back()
    {
        var record = Record(Sweeps.Repeated);
        var text = JsonSerializer.Serialize(record, RunJson.Files.FitRecord);

        JsonSerializer.Serialize(JsonSerializer.Deserialize(text, RunJson.Files.FitRecord)!, RunJson.Files.FitRecord).ShouldBe(text);
    }

    [Fact]
    public void Without_a_peak_none_is_written()
    {
        var record = Record(Sweeps.RayTracer);

        (record.Peak, record.NStar, record.XStar, record.NStarLow).ShouldBe(("not-seen", null, null, null));
        record.Doubts.Select(doubt => doubt.Id).ShouldBe(["no-peak", "at-bound", "no-repeats"]);
        record.Doubts[0].Seen.ShouldBe("No peak was seen up to N = 64: coherency cannot be told from 0.");
        record.Doubts[1].Seen.ShouldBe("The best fit has coherency 0, as far as it may go.");
    }

    [Fact]
    public void A_good_sweep_has_no_doubts() => Record(Sweeps.Repeated).ShouldSatisfyAllConditions(
        record => record.Doubts.ShouldBeEmpty(),
        record => record.Peak.ShouldBe("measured"),
        record => record.LackOfFitP.ShouldNotBeNull());

    [Fact]
    public void Few_loads_are_a_doubt() =>
        Record(Sweeps.RayTracer[..5]).Doubts.ShouldContain(doubt => doubt.Id == "few-loads" && doubt.Seen == "Only 5 different N.");

    [Fact]
    public void Both_peaks_of_a_dispute_are_told_and_neither_is_claimed()
    {
        var record = Record(Sweeps.Points([1, 2, 4, 8, 16, 24, 32, 40, 48, 64], [10, 60, 300, 675, 1072, 1262, 1326, 1321, 1282, 1167]));

        (record.Peak, record.NStar).ShouldBe(("disputed", null));
        record.Doubts[0].Id.ShouldBe("refit");
        record.Doubts[0].Seen.ShouldMatch(@"^The fit of X puts the peak at N = \d\d\.\d+, the fit of ln X (at N = \d\d\.\d+|nowhere|beyond 1\.4 times the largest N)\.$");
    }

    [Fact]
    public void A_peak_too_far_away_has_no_figure_anywhere()
    {
        var curve = new UslCurve(0.02, 0.0004, 100);
        double[] loads = [1, 2, 4, 8, 12, 16];
        var record = Record(Sweeps.Points(loads, Array.ConvertAll(loads, n => Math.Round(curve.Throughput(n), 3))));

        (record.Peak, record.NStar).ShouldBe(("too-far", null));
        string.Concat(record.Doubts.Select(doubt => doubt.Seen + doubt.Limit)).ShouldNotContain("49.");
        record.Doubts[0].Seen.ShouldBe("The curve's peak lies beyond 1.4 times the largest N (16).");
    }

    [Fact]
    public void Points_that_do_not_follow_the_law_are_a_doubt() =>
        Record(Sweeps.Points([1, 1, 2, 2, 4, 4, 8, 8, 16, 16, 32, 32], [10, 10.1, 20, 20.1, 39, 39.1, 20, 20.1, 20, 20.1, 20, 20.1]))
            .Doubts[0].Seen.ShouldBe("Points lie farther from the curve than repeats lie from each other (p < 0.0001).");

    [Fact]
    public void Points_against_littles_law_come_first()
    {
        var record = Record([.. Sweeps.RayTracer.Select(point => point with { ResponseS = point.N == 16 ? 1 : point.N / point.X })]);

        record.Doubts[0].Seen.ShouldBe("In 1 of 11 points N is not throughput × response (the first is point 5).");
    }

    [Fact]
    public void Loads_that_hardly_differ_are_a_doubt() =>
        Record(Sweeps.Points([100, 101, 102, 103, 104, 105], [100, 99, 101, 100, 102, 101])).Doubts.ShouldContain(doubt => doubt.Id == "condition");

    [Theory]
    [InlineData("point 3 holds another one", new double[] { 1, 2, 0, 8, 16 })]
    [InlineData("3 different N are too few", new double[] { 1, 2, 4, 4, 2 })]
    [InlineData("1 different N is too few", new double[] { 8, 8, 8, 8, 8 })]
    public void Why_there_is_no_fit_is_said(string expected, double[] loads)
    {
        var record = Record(Sweeps.Points(loads, [10, 11, 12, 13, 14]));

        record.Reason.ShouldNotBeNull().ShouldContain(expected);
        (record.Alpha, record.Peak, record.LogFit).ShouldBe((null, null, null));
        record.Points.ShouldBe(5);
        JsonSerializer.Serialize(record, RunJson.Lines.FitRecord).ShouldContain("\"alpha\":null");
    }

    [Fact]
    public void Loads_too_close_together_are_said_to_be() =>
        Record(Sweeps.Points([1e6, 1e6 + 1e-3, 1e6 + 2e-3, 1e6 + 3e-3], [5, 5.1, 5, 5.2])).Reason.ShouldNotBeNull().ShouldContain("too close together");

    private static FitRecord Record(UslPoint[] points) => UslRecords.Of(points, "sweep.csv", "n", "x");
}
