using System.Globalization;
using Prony.Measurement.Runs;

namespace Prony.Reporting.Usage;

/// <summary>The log that psrecord (https://github.com/astrofrog/psrecord, main.py) writes with <c>--log</c>: what reads one reads the other.</summary>
/// <remarks>
/// CPU is in percent of one core, memory in MB of 1024² bytes, real memory is the sum of resident set sizes; input and output are sums so far, as there. Rows are those at which a process
/// lived, as there; other than there, the first row stands at the end of the first interval and has its CPU. Not thread-safe.
/// </remarks>
/// <param name="output">Where to write; flushed after every row.</param>
/// <param name="format">How.</param>
/// <param name="includeIo">Four columns more: calls and bytes of input and output.</param>
public sealed class PsrecordLog(TextWriter output, PsrecordFormat format, bool includeIo)
{
    private const double BytesPerMegabyte = 1024 * 1024;
    private const double Percent = 100;

    private readonly long[] _sums = new long[4];

    /// <summary>The first line.</summary>
    public void WriteHeader() => WriteLine((format, includeIo) switch
    {
        // Each name is centred in 12 columns.
        (PsrecordFormat.Plain, false) => "# Elapsed time   CPU (%)     Real (MB)   Virtual (MB)",
        (PsrecordFormat.Plain, true) => "# Elapsed time   CPU (%)     Real (MB)   Virtual (MB)  Read count  Write count   Read bytes  Write bytes ",
        (_, false) => "elapsed_time,nproc,cpu,mem_real,mem_virtual",
        (_, true) => "elapsed_time,nproc,cpu,mem_real,mem_virtual,read_count,write_count,read_bytes,write_bytes",
    });

    /// <summary>One row; nothing for a sample at which no process lived any more.</summary>
    public void Write(UsageSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        long[] grown = [sample.ReadCalls ?? 0, sample.WriteCalls ?? 0, sample.ReadBytes ?? 0, sample.WrittenBytes ?? 0];
        for (var i = 0; i < grown.Length; i++)
        {
            _sums[i] += grown[i];
        }

        if (sample.Processes > 0)
        {
            WriteLine(format == PsrecordFormat.Plain ? Plain(sample) : Csv(sample));
        }
    }

    private string Plain(UsageSample sample) => string.Create(
        CultureInfo.InvariantCulture,
        $"{sample.TS,12:F3} {sample.Cores * Percent,12:F3} {sample.RssBytes / BytesPerMegabyte,12:F3} {sample.VirtualBytes / BytesPerMegabyte,12:F3}")
        + (includeIo ? string.Create(CultureInfo.InvariantCulture, $" {_sums[0],12} {_sums[1],12} {_sums[2],12} {_sums[3],12}") : "");

    private string Csv(UsageSample sample) => string.Create(
        CultureInfo.InvariantCulture,
        $"{sample.TS},{sample.Processes},{sample.Cores * Percent},{sample.RssBytes / BytesPerMegabyte},{sample.VirtualBytes / BytesPerMegabyte}")
        + (includeIo ? string.Create(CultureInfo.InvariantCulture, $",{_sums[0]},{_sums[1]},{_sums[2]},{_sums[3]}") : "");

    private void WriteLine(string line)
    {
        output.Write(line + "\n");
        output.Flush();
    }
}

/// <summary>The two shapes of psrecord's log.</summary>
public enum PsrecordFormat
{
    /// <summary>Columns of 12 characters below a comment.</summary>
    Plain,

    /// <summary>Values with commas.</summary>
    Csv,
}
