using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;

namespace Prony.Reporting.Charts;

/// <summary>One trial over time, read from its folder. What several seconds share is merged, never averaged: percentiles come from the seconds' histograms.</summary>
internal sealed class TrialChart
{
    private const string ResponseTag = "response";
    private const int MostEvents = 100;
    private const int MostCharacters = 300;

    private readonly TrialRecord _trial;
    private readonly TrialFolder _folder;
    private readonly ChartTime _time;
    private readonly (double? P50Ms, double? P99Ms)[] _percentiles;

    private TrialChart(TrialRecord trial, TrialFolder folder, int most)
    {
        _trial = trial;
        _folder = folder;
        _time = ChartTime.Of([.. RunReader.ReadSlices(folder)], trial.Load!, most);
        _percentiles = [.. _time.Points.Select(point => point.Slices is [var only] ? (Rounded.MsOrNull(only.P50Ns), Rounded.MsOrNull(only.P99Ns)) : ((double?)null, (double?)null))];
    }

    /// <summary>Reads a trial, and adds its times to those of its candidate.</summary>
    /// <param name="trial">A completed trial.</param>
    /// <param name="folder">Its files.</param>
    /// <param name="most">Most points, about.</param>
    /// <param name="window">Gets the times of the whole window.</param>
    /// <param name="heat">Gets those of its seconds.</param>
    /// <exception cref="RunFormatException">A file is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ReportTrial Read(TrialRecord trial, TrialFolder folder, int most, WindowSum window, HeatSum heat)
    {
        var chart = new TrialChart(trial, folder, most);
        if (File.Exists(folder.TimesFile))
        {
            chart.ReadTimes(window, heat);
        }

        return chart.Record();
    }

    private ReportTrial Record() => new(
        _trial.Round,
        _trial.Attempt,
        [.. _time.Points.Select(point => _time.SinceWindow(point.StartS))],
        [.. _time.Points.Select(point => point.PerS(slice => slice.Outcomes.Success))],
        [.. _time.Points.Select(point => point.PerS(slice => slice.Outcomes.Failed()))],
        [.. _percentiles.Select(p => p.P50Ms)],
        [.. _percentiles.Select(p => p.P99Ms)],
        [.. _time.Points.Select(point => Rounded.Of(point.Slices.Average(slice => slice.InFlight)))],
        [.. _time.Phases()],
        [.. Services()],
        [.. Events()]);

    private void ReadTimes(WindowSum window, HeatSum heat)
    {
        try
        {
            var several = new SeveralSeconds(_percentiles);
            foreach (var line in new HistogramLogReader(_folder.TimesFile).ReadLines())
            {
                switch (line.Tag)
                {
                    case TrialWriter.WindowResponseTag:
                        window.AddResponse(line.Decode());
                        break;
                    case TrialWriter.WindowServiceTag:
                        window.AddService(line.Decode());
                        break;
                    case ResponseTag when _time.Points.Count > 0:
                        Second(line, several, heat);
                        break;
                }
            }

            several.End();
        }
        catch (FormatException damaged)
        {
            throw new RunFormatException(_folder.TimesFile, damaged.Message, damaged);
        }
    }

    private void Second(HistogramLogLine line, SeveralSeconds several, HeatSum heat)
    {
        var index = _time.IndexOf(line.StartS);
        var inWindow = _time.Points[index].Phase == PhaseName.Window;
        var isOneOfSeveral = _time.Points[index].Slices.Count > 1;
        if (!inWindow && !isOneOfSeveral)
        {
            return;
        }

        var times = line.Decode();
        if (inWindow)
        {
            heat.Add(line.StartS - _time.WindowStartS, times);
        }

        if (isOneOfSeveral)
        {
            several.Add(index, times);
        }
    }

    private IEnumerable<ReportService> Services() =>
        from reading in RunReader.ReadResources(_folder)
        group reading by (reading.Service, reading.Shared) into service
        let points = service.GroupBy(reading => _time.Points.Count == 0 ? 0 : _time.IndexOf(reading.TS)).Where(point => point.Key < _time.Points.Count).OrderBy(point => point.Key).ToList()
        select new ReportService(
            Foreign.Line(service.Key.Service),
            service.Key.Shared,
            [.. points.Select(point => _time.SinceWindow(_time.Points[point.Key].StartS))],
            [.. points.Select(point => Rounded.Of(point.Sum(reading => reading.CpuS) / _time.Points[point.Key].LengthS))],
            [.. points.Select(point => Rounded.Of(point.Max(reading => reading.RssBytes)))]);

    private IEnumerable<ReportEvent> Events() => RunReader.ReadEvents(_folder).Take(MostEvents)
        .Select(happened => new ReportEvent(_time.SinceWindow(happened.TS), happened.Service is { } service ? Foreign.Line(service) : null, Short(Foreign.Line(happened.Text))));

    private static string Short(string text) => text.Length <= MostCharacters ? text : string.Concat(text.AsSpan(0, MostCharacters - 1), "…");

    /// <summary>Merges the seconds of one point after the other: a histogram is too large to keep one for each.</summary>
    private sealed class SeveralSeconds((double? P50Ms, double? P99Ms)[] percentiles)
    {
        private readonly Histogram _sum = Histogram.ForDurations();
        private int _index = -1;

        public void Add(int index, Histogram times)
        {
            if (index != _index)
            {
                End();
                _index = index;
            }

            _sum.Add(times);
        }

        public void End()
        {
            if (_index >= 0 && _sum.Count > 0)
            {
                percentiles[_index] = (Rounded.MsOrNull(_sum.ValueAtPercentile(50)), Rounded.MsOrNull(_sum.ValueAtPercentile(99)));
            }

            _sum.Clear();
        }
    }
}
