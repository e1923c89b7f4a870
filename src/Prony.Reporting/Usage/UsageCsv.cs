using System.Globalization;
using Prony.Measurement.Runs;

namespace Prony.Reporting.Usage;

/// <summary>Samples as tidy CSV (RFC 4180): a row each, units in the names, empty where a figure is unknown. Not thread-safe.</summary>
/// <param name="output">Where to write; flushed after every row.</param>
public sealed class UsageCsv(TextWriter output)
{
    private static readonly (string Name, Func<UsageSample, FormattableString> Value)[] Columns =
    [
        ("t_s", s => $"{s.TS:F6}"),
        ("cpu_s", s => $"{s.CpuS:F6}"),
        ("cores", s => $"{s.Cores:F4}"),
        ("rss_bytes", s => $"{s.RssBytes}"),
        ("pss_bytes", s => $"{s.PssBytes}"),
        ("uss_bytes", s => $"{s.UssBytes}"),
        ("virtual_bytes", s => $"{s.VirtualBytes}"),
        ("processes", s => $"{s.Processes}"),
        ("threads", s => $"{s.Threads}"),
        ("voluntary_switches", s => $"{s.VoluntarySwitches}"),
        ("involuntary_switches", s => $"{s.InvoluntarySwitches}"),
        ("read_bytes", s => $"{s.ReadBytes}"),
        ("written_bytes", s => $"{s.WrittenBytes}"),
        ("read_calls", s => $"{s.ReadCalls}"),
        ("write_calls", s => $"{s.WriteCalls}"),
    ];

    /// <summary>The first line.</summary>
    public void WriteHeader() => WriteLine(Columns.Select(static column => column.Name));

    /// <summary>One row.</summary>
    public void Write(UsageSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        WriteLine(Columns.Select(column => column.Value(sample).ToString(CultureInfo.InvariantCulture)));
    }

    private void WriteLine(IEnumerable<string> fields)
    {
        output.Write(string.Join(',', fields) + "\n");
        output.Flush();
    }
}
