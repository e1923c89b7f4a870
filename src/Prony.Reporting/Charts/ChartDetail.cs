namespace Prony.Reporting.Charts;

/// <summary>How fine the charts of a run may be, so that its page stays below 2 MB however many trials it has.</summary>
/// <param name="PointsPerTrial">Most points of time of one trial.</param>
/// <param name="HeatColumns">Most columns of a heat map.</param>
/// <param name="HeatRows">Most rows of one.</param>
/// <param name="TicksPerHalf">Percentiles in each half of the rest: 5 as HdrHistogram prints them.</param>
internal sealed record ChartDetail(int PointsPerTrial, int HeatColumns, int HeatRows, int TicksPerHalf)
{
    /// <summary>More than a screen has room for is of no use.</summary>
    private const int MostPoints = 600;
    private const int FewestPoints = 4;
    private const int MostColumns = 120;
    private const int FewestColumns = 10;
    private const int MostRows = 60;
    private const int FewestRows = 12;

    // Parts of the page, and what a number in them takes as text; measured on runs of the shipped experiments.
    private const int BytesOfTrials = 600_000;
    private const int BytesOfHeats = 300_000;
    private const int BytesPerPoint = 36;
    private const int BytesPerServicePoint = 24;
    private const double BytesPerCell = 2.6;

    /// <summary>As fine as there is room for.</summary>
    /// <param name="trials">Trials of all charts together.</param>
    /// <param name="services">Services of a trial, of the one with most of them.</param>
    /// <param name="heats">Heat maps: candidates at loads.</param>
    public static ChartDetail For(int trials, int services, int heats)
    {
        var perTrial = BytesOfTrials / Math.Max(1, trials) / (BytesPerPoint + (BytesPerServicePoint * services));
        var cells = BytesOfHeats / BytesPerCell / Math.Max(1, heats);
        var columns = Math.Clamp((int)(cells / MostRows), FewestColumns, MostColumns);
        return new ChartDetail(
            Math.Clamp(perTrial, FewestPoints, MostPoints),
            columns,
            Math.Clamp((int)(cells / columns), FewestRows, MostRows),
            heats switch { <= 20 => 5, <= 60 => 3, _ => 2 });
    }
}
