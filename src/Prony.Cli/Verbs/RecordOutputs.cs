using System.CommandLine;
using System.Text;
using Prony.Measurement.Runs;
using Prony.Reporting.Usage;

namespace Prony.Cli.Verbs;

/// <summary>The files of a recording. All are created before anything starts, so that a bad path fails in the first second.</summary>
internal sealed class RecordOutputs : IDisposable
{
    private const string StandardOutput = "-";

    private readonly List<IDisposable> _open = [];
    private PsrecordLog? _log;
    private UsageCsv? _csv;
    private JsonOutput? _json;
    private StreamWriter? _plot;

    /// <summary>Standard output holds one of the files only: everything else goes to standard error, the output of a started command too.</summary>
    public bool TakeStandardOutput { get; private set; }

    /// <exception cref="UsageException">A file cannot be written, or two are to go to standard output.</exception>
    public static RecordOutputs Open(RecordOptions options, ParseResult parsed)
    {
        var (log, csv, json, plot) = (parsed.GetValue(options.Log), parsed.GetValue(options.Csv), parsed.GetValue(options.Json), parsed.GetValue(options.Plot));
        if (new[] { log, csv, json }.Count(path => path == StandardOutput) > 1)
        {
            throw new UsageException("--log, --csv and --json: only one of them can go to standard output.");
        }

        if (log is null && (parsed.GetValue(options.LogFormat) is not null || parsed.GetValue(options.IncludeIo)))
        {
            throw new UsageException("--log-format and --include-io say what the log holds: add --log FILE. (--csv and --json hold input and output anyway.)");
        }

        if (plot is not null && !plot.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"--plot {plot}: the plot is an SVG file, so that its name ends with .svg.");
        }

        var outputs = new RecordOutputs { TakeStandardOutput = new[] { log, csv, json }.Contains(StandardOutput) };
        try
        {
            outputs.OpenAll(log, csv, json, plot, parsed.GetValue(options.LogFormat) == RecordOptions.CsvFormat ? PsrecordFormat.Csv : PsrecordFormat.Plain, parsed.GetValue(options.IncludeIo));
            return outputs;
        }
        catch
        {
            outputs.Dispose();
            throw;
        }
    }

    public void Write(UsageSample sample)
    {
        _log?.Write(sample);
        _csv?.Write(sample);
    }

    /// <summary>What can be written only at the end.</summary>
    public void Complete(UsageRecord usage)
    {
        _json?.Write(usage, RunJson.Files.UsageRecord);
        _plot?.Write(UsagePlot.Render(usage));
        _plot?.Flush();
    }

    public void Dispose() => _open.ForEach(static file => file.Dispose());

    private void OpenAll(string? log, string? csv, string? json, string? plot, PsrecordFormat format, bool includeIo)
    {
        if (Create("--log", log) is { } logFile)
        {
            _log = new PsrecordLog(logFile, format, includeIo);
            _log.WriteHeader();
        }

        if (Create("--csv", csv) is { } csvFile)
        {
            _csv = new UsageCsv(csvFile);
            _csv.WriteHeader();
        }

        if (JsonOutput.Open(json) is { } jsonFile)
        {
            _open.Add(jsonFile);
            _json = jsonFile;
        }

        _plot = Create("--plot", plot);
    }

    private StreamWriter? Create(string option, string? path)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            var stream = path == StandardOutput ? Console.OpenStandardOutput() : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
            var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            _open.Add(writer);
            return writer;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{option} {path}: {failure.Message}");
        }
    }
}
