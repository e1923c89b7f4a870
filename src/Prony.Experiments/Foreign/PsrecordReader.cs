using System.Text.RegularExpressions;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>The logs of psrecord (astrofrog/psrecord, main.py): three or four columns, eight with --include-io, or its CSV.</summary>
internal sealed partial class PsrecordReader : IForeignReader
{
    private const double BytesPerMegabyte = 1024 * 1024;
    private const double Percent = 100;
    private const string CsvHead = "elapsed_time,nproc,cpu,mem_real,mem_virtual";

    public string Formats => "psrecord (log of 3, 4 or 8 columns, CSV)";

    public ForeignBlock? TryRead(ForeignLines lines, int at)
    {
        var head = lines[at];
        var isCsv = head.StartsWith(CsvHead, StringComparison.Ordinal);
        if (!isCsv && !HeadPattern().IsMatch(head))
        {
            return null;
        }

        var columns = isCsv ? head.Split(',').Length
            : head.Contains("Read count", StringComparison.Ordinal) ? 8
            : head.Contains("Virtual", StringComparison.Ordinal) ? 4 : 3;
        var sums = new Sums();
        var i = at + 1;
        for (; i < lines.Count && RowPattern().IsMatch(lines[i]); i++)
        {
            var fields = lines[i].Split(isCsv ? ',' : ' ', isCsv ? StringSplitOptions.TrimEntries : StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length != columns)
            {
                throw new ForeignFormatException(i + 1, $"this row of psrecord's log has {fields.Length} columns, and its head names {columns}", "The end of the log may be cut off: remove the row.");
            }

            sums.Add(
                ForeignNumbers.Bounded(ForeignNumbers.Read(fields[0], i, "the time") * 1e9, i, "the time") / 1e9,
                ForeignNumbers.Read(fields[isCsv ? 2 : 1], i, "the CPU") / Percent,
                ForeignNumbers.Read(fields[isCsv ? 3 : 2], i, "the memory") * BytesPerMegabyte,
                i);
        }

        return sums.Samples > 0
            ? new ForeignBlock(i, [Result(lines.Name, at, isCsv, sums)])
            : throw new ForeignFormatException(at + 1, "this looks like the head of psrecord's log, but no row stands below it");
    }

    private static ImportedResult Result(string file, int at, bool isCsv, Sums sums) => new()
    {
        Candidate = "",
        Tool = "psrecord",
        Format = isCsv ? "CSV" : "log",
        File = file,
        Line = at + 1,
        Usage = sums.Usage(),
    };

    /// <summary>A log may be long; only sums of it are kept.</summary>
    private sealed class Sums
    {
        private const double MostCores = 100_000;
        private const double MostBytes = 1e16;

        private double _firstS;
        private double _lastS;
        private double _cpu;
        private double _cpuPeak;
        private double _memory;
        private double _memoryPeak;

        public int Samples { get; private set; }

        public void Add(double atS, double cores, double bytes, int line)
        {
            if (cores > MostCores || bytes > MostBytes)
            {
                throw new ForeignFormatException(line + 1, "this is more CPU or memory than any machine has");
            }

            if (Samples > 0 && atS < _lastS)
            {
                throw new ForeignFormatException(line + 1, "the elapsed time goes back here", "Two logs may have been joined: leave the head above each.");
            }

            (_firstS, _lastS) = (Samples == 0 ? atS : _firstS, atS);
            _cpu += cores;
            _memory += bytes;
            (_cpuPeak, _memoryPeak) = (Math.Max(_cpuPeak, cores), Math.Max(_memoryPeak, bytes));
            Samples++;
        }

        public ImportedUsage Usage() => new(Samples, _lastS - _firstS, _cpu / Samples, _cpuPeak, _memory / Samples, _memoryPeak);
    }

    [GeneratedRegex(@"^#\s*Elapsed time\s+CPU \(%\)\s+Real \(MB\)")]
    private static partial Regex HeadPattern();

    [GeneratedRegex(@"^[-+\d.,]")]
    private static partial Regex RowPattern();
}
