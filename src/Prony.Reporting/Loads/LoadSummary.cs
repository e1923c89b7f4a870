using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Statistics.Quantiles;
using Spectre.Console;

namespace Prony.Reporting.Loads;

/// <summary>What one load found, for a person: doubts first, then throughput, response and service side by side, and how the requests ended.</summary>
/// <remarks>Pure but for the console; thread-safe when the console is.</remarks>
public static class LoadSummary
{
    private const string Response = "response";
    private const string Service = "service";
    private const string Lag = "lag";
    private const string Failed = "failed";

    private static readonly string[] Percentiles = ["50", "75", "90", "95", "99", "99.9"];

    /// <summary>Writes the summary.</summary>
    /// <param name="console">Decides width and colours; the text is complete without colour.</param>
    /// <param name="load">The result.</param>
    /// <param name="response">All response times of the window, for the bars; null leaves them out.</param>
    public static void Write(IAnsiConsole console, LoadRecord load, Histogram? response)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(load);
        TerminalRenderer.Write(console, Compose(load, response));
    }

    /// <summary>The same as markdown.</summary>
    /// <param name="load">The result.</param>
    /// <param name="response">All response times of the window, for the bars; null leaves them out.</param>
    public static string Markdown(LoadRecord load, Histogram? response)
    {
        ArgumentNullException.ThrowIfNull(load);
        return MarkdownRenderer.Render(Compose(load, response));
    }

    private static IEnumerable<Block> Compose(LoadRecord load, Histogram? response)
    {
        if (load.Doubts.Count > 0)
        {
            yield return Doubts.Of(load.Doubts);
        }

        yield return new Facts(Setting(load));
        yield return new Facts(Headline(load));
        if (load.ResponseNs.Count + load.FailedNs.Count > 0)
        {
            var columns = Columns(load);
            yield return Times(columns, response, load);
            yield return new Prose(null, TimesNote(columns, response, load), Tone.Aside);
        }
        else
        {
            yield return new Prose(null, "No request has a response time: none was answered, timed out or was left waiting.", Tone.Bad);
        }

        if (load.PartsNs is { } parts && load.Requests.Completed > 0)
        {
            yield return PartsTable.Of(parts);
            yield return new Prose(null, PartsTable.Note, Tone.Aside);
        }

        if (response is { Count: > 0 })
        {
            yield return new Heading($"Response time of {Figure.Count(response.Count, "request")}");
            yield return BarsOf(response);
        }

        yield return new Facts(Endings(load));
    }

    private static IEnumerable<Fact> SettingFacts(LoadRecord load)
    {
        yield return new Fact("Target", load.Target);
        yield return new Fact("Load", $"{Model(load)}, window of {Figure.Chosen(load.Window.DurationS)}{Warmup(load.Warmup)}, {Engine(load)}");
        if (load.Users is not null)
        {
            yield return new Fact("", "Users wait for their answers: when the server is slow they ask less, so what would queue outside is hidden. Use --rate to see it.");
        }
    }

    /// <summary>An automatic warm-up, with its end; one of a given length stands on the command line.</summary>
    private static string Warmup(WarmupRecord? warmup) => warmup is null or { Ended: WarmupEndName.Fixed } ? ""
        : $" after a warm-up of {Figure.Duration(warmup.DurationS * 1e9)} ({warmup.Ended.Replace('-', ' ')})";

    /// <summary>What carried the requests, and what its instants are when they are not those of the wire.</summary>
    private static string Engine(LoadRecord load) => (load.Engine, load.Timestamps) switch
    {
        (EngineName.Raw, _) => $"engine {load.Engine}",
        (_, TimestampsName.Call) => $"engine {load.Engine}, HTTP/{load.HttpVersion}, timestamps: {load.Timestamps} (sent when the library was called, not when bytes left)",
        _ => $"engine {load.Engine}, HTTP/{load.HttpVersion}, timestamps: {load.Timestamps}",
    };

    private static List<Fact> Setting(LoadRecord load) => [.. SettingFacts(load)];

    private static string Model(LoadRecord load) => load.Users is { } users
        ? $"closed model, {(load.Stages is { } shape ? StageText.Of(shape) : Figure.Count(users, "user"))}{Length("think", load.ThinkS)}{Length("pace", load.PaceS)}{Length("ramp", load.RampS)}"
        : $"open model, {(load.Stages is { } stages ? $"{StageText.Of(stages)}, on average {Figure.PerSecond(load.RatePerS)}/s" : $"{Figure.ChosenRate(load.RatePerS)} requests/s")} offered, {load.Arrivals} arrivals, seed {Figure.Plain(load.Seed)}";

    private static string Length(string name, double? seconds) => seconds is { } s ? $", {name} {Figure.Chosen(s)}" : "";

    private static List<Fact> Headline(LoadRecord load)
    {
        var counts = load.Requests;
        var facts = new List<Fact>
        {
            new("Throughput", $"{Figure.PerSecond(load.ThroughputPerS)} requests/s succeeded"),
            new("Completed", $"{Figure.PerSecond(load.CompletedPerS)} responses/s of any status"),
            new("Failures", $"{Figure.Share(counts.FailureShare())} ({Figure.Count(counts.Failures())} of {Figure.Count(counts.Due)} requests due)"),
        };
        if (load.Users is null)
        {
            facts.Insert(0, new Fact("Sent", $"{Figure.PerSecond(load.SentPerS)} requests/s of {(load.Stages is null ? Figure.ChosenRate(load.RatePerS) : Figure.PerSecond(load.RatePerS))} offered"));
        }

        return facts;
    }

    private static FigureTable Times(List<(string Name, Distribution Values)> columns, Histogram? response, LoadRecord load)
    {
        var rows = new List<IReadOnlyList<string>>
        {
            Row("fastest", d => Figure.Duration(d.Count == 0 ? null : d.Min)),
            Row("mean", d => Figure.Duration(d.Count == 0 ? null : d.Mean)),
        };
        rows.AddRange(Percentiles.Select(p => Row("p" + p, d => Figure.Percentile(d, p), Range(p, response, load))));
        rows.Add(Row("slowest", d => Figure.Duration(d.Count == 0 ? null : d.Max)));
        var headers = columns.ConvertAll(c => new Column(c.Name));
        if (response is { Count: > 0 })
        {
            headers.Insert(1, new Column("95 % interval"));
        }

        return new FigureTable([new Column("", IsFigure: false), .. headers], rows);

        IReadOnlyList<string> Row(string name, Func<Distribution, string> figure, string range = "")
        {
            var cells = columns.ConvertAll(c => figure(c.Values));
            if (response is { Count: > 0 })
            {
                cells.Insert(1, range);
            }

            return [name, .. cells];
        }
    }

    /// <summary>From the requests themselves where the record has it, else from the histogram's ranks.</summary>
    private static string Range(string percentile, Histogram? response, LoadRecord load)
    {
        if (load.ResponseIntervalsNs.TryGetValue(percentile, out var known))
        {
            return Figure.DurationRange(known.Low, known.High);
        }

        return response is { Count: > 0 } && PercentileInterval.Of(response, Figure.Parse(percentile), load.Independence?.Tau ?? 1) is { } range
            ? Figure.DurationRange(range.Low, range.High)
            : Figure.Unknown;
    }

    private static List<(string Name, Distribution Values)> Columns(LoadRecord load)
    {
        var columns = new List<(string Name, Distribution Values)> { (Response, load.ResponseNs), (Service, load.ServiceNs) };
        if (load.Users is null)
        {
            // In the open model the lag says whether the schedule was kept; in the closed model there is none to keep.
            columns.Add((Lag, load.LagNs));
        }

        if (load.FailedNs.Count > 0)
        {
            columns.Add((Failed, load.FailedNs));
        }

        return columns;
    }

    private static string TimesNote(List<(string Name, Distribution Values)> columns, Histogram? response, LoadRecord load)
    {
        var notes = columns.Select(c => c.Name switch
        {
            Response => "response = completed − due, with timeouts and unanswered requests at their age.",
            Service => "service = completed − sent, of successes.",
            Lag => "lag = sent − due.",
            _ => "failed = response of answers that were not as expected.",
        }).ToList();
        if (response is { Count: > 0 })
        {
            notes.Add("95 % interval: of the response's percentile, " + load switch
            {
                { ResponseIntervalsNs.Count: > 0 } => "by drawing blocks of consecutive requests; only rounds tell more.",
                { Independence.Tau: var alike } => $"by ranks, {Figure.ChosenRate(Math.Ceiling(alike * 10) / 10)} requests counting as one because neighbours are alike; only rounds tell more.",
                _ => "by ranks, as if requests were independent; under load they are not, and only rounds tell.",
            });
        }

        var loose = Percentiles.Where(p => columns.Any(c => SampleRule.IsEnough(Figure.Parse(p), c.Values.Count) && c.Values.Count < SampleRule.Firm(Figure.Parse(p)))).ToList();
        if (loose.Count > 0)
        {
            notes.Add($"{Figure.Loose}: few requests ({string.Join(", ", loose.Select(p => $"p{p} wants {Figure.Count(SampleRule.Firm(Figure.Parse(p)))}"))}).");
        }

        var withheld = Percentiles.Where(p => columns.Any(c => !SampleRule.IsEnough(Figure.Parse(p), c.Values.Count))).ToList();
        if (withheld.Count > 0)
        {
            notes.Add($"{Figure.Unknown}: too few requests ({string.Join(", ", withheld.Select(p => $"p{p} needs {Figure.Count(SampleRule.Needed(Figure.Parse(p)))}"))}).");
        }

        return string.Join(' ', notes);
    }

    private static Bars BarsOf(Histogram response)
    {
        var rows = HistogramRows.Of(response);
        double highest = rows.Max(row => row.Count);
        return new Bars([.. rows.Select(row => new Bar(row.Label(), row.Count / highest, Figure.Count(row.Count)))]);
    }

    private static List<Fact> Endings(LoadRecord load)
    {
        var facts = new List<Fact>();
        if (load.Status.Count > 0)
        {
            facts.Add(new Fact("Status", Counted.Text(load.Status.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value)))));
        }

        facts.Add(new Fact("Outcomes", Counted.Outcomes(load)));
        if (load.TlsErrors.Count > 0)
        {
            facts.Add(new Fact("TLS", Counted.Text(load.TlsErrors.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => (e.Key, e.Value)))));
        }

        facts.AddRange(FailedChecks.Facts(load));
        facts.Add(new Fact("Connections", Connections(load.Connections)));
        if (load.Lookups is { } lookups)
        {
            facts.Add(new Fact("Lookups", Lookups(lookups)));
        }

        facts.Add(new Fact("Bytes", Bytes(load)));
        if (load.Recorded is { } recorded)
        {
            facts.Add(new Fact("Recorded", Recorded(recorded)));
        }

        facts.Add(new Fact("Generator", load.Engine == EngineName.Raw ? Generator(load.Generator) : Pool(load.Generator)));
        if (load.Users is null)
        {
            facts.Add(new Fact("Own lag", $"p50 {Figure.Percentile(load.LagGeneratorNs, "50")}, p99 {Figure.Percentile(load.LagGeneratorNs, "99")} of requests that found a free connection"));
        }

        if (UnknownGates.Lines(load.Gates) is { Count: > 0 } unknown)
        {
            facts.Add(new Fact("Not judged", string.Join("; ", unknown)));
        }

        return facts;
    }

    private static string Connections(ConnectionCounts counts) =>
        $"{Figure.Count(counts.Opened)} opened, {Figure.Count(counts.Reused, "request")} on open ones"
        + (counts.ClosedIdle > 0 ? $", {Figure.Count(counts.ClosedIdle)} closed by the server while idle" : "");

    private static string Lookups(LookupRecord lookups) =>
        $"{Figure.Count(lookups.Count)} while the load ran, {Figure.Count(lookups.Failed)} without an address to connect to"
        + (lookups.LastProblem is { } problem ? $"; last problem: {problem}" : "");

    private static string Recorded(RecordedRows rows) =>
        Figure.Count(rows.Rows, "row")
        + (rows.BeyondLimit > 0 ? $", {Figure.Count(rows.BeyondLimit, "request")} more than --record-limit left out" : "")
        + (rows.Dropped > 0 ? $", {Figure.Count(rows.Dropped)} dropped because the file could not be written fast enough" : "");

    private static string Bytes(LoadRecord load)
    {
        var seconds = load.Window.DurationS;
        var text = $"{Figure.Bytes(load.Bytes.Received)} received";
        if (seconds > 0)
        {
            text += $" ({Figure.Bytes(load.Bytes.Received / seconds)}/s)";
        }

        text += $", {Figure.Bytes(load.Bytes.Sent)} sent";
        return load.Requests.Completed > 0 ? $"{text}; {Figure.Bytes(load.Bytes.Body / (double)load.Requests.Completed)} of body per response" : text;
    }

    /// <summary>The portable engine runs on the pool of the process: its CPU is the whole process's.</summary>
    private static string Pool(GeneratorRecord generator) => Cost(generator) + $"{Figure.Share(generator.BusiestThreadShare)} of {Figure.Count(generator.Threads, "CPU")}, all of prony included";

    private static string Cost(GeneratorRecord generator) =>
        generator.CpuPerRequestNs > 0 ? $"{Figure.Duration(generator.CpuPerRequestNs)} of CPU per request, " : "";

    private static string Generator(GeneratorRecord generator) =>
        Cost(generator)
        + $"{Figure.Count(generator.Threads, "thread")}, {(generator.Threads == 1 ? "busy" : "the busiest")} {Figure.Share(generator.BusiestThreadShare)} of the time";
}
