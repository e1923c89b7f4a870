using System.Globalization;
using System.Text;
using Prony.Stacks.Native;

namespace Prony.Stacks.Processes;

/// <summary>One reading of /proc/PID/stat (proc(5)).</summary>
/// <param name="Pid">Field 1.</param>
/// <param name="Name">Field 2, at most 15 characters.</param>
/// <param name="State">Field 3; Z and X are dead.</param>
/// <param name="ParentPid">Field 4.</param>
/// <param name="Session">Field 6.</param>
/// <param name="CpuTicks">Fields 14 + 15: user and system time of its own threads.</param>
/// <param name="ChildrenCpuTicks">Fields 16 + 17: the same of children that it waited for.</param>
/// <param name="Threads">Field 20.</param>
/// <param name="StartTicks">Field 22; with the id it names a process for good, since ids are used again.</param>
/// <param name="RssPages">Field 24.</param>
internal readonly record struct ProcessStat(
    int Pid,
    string Name,
    char State,
    int ParentPid,
    int Session,
    long CpuTicks,
    long ChildrenCpuTicks,
    int Threads,
    long StartTicks,
    long RssPages)
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private static readonly long TickNs = NanosecondsPerSecond / NativeLibc.sysconf(NativeLibc.SysconfClockTicks);

    /// <summary>Field 23: size of its address space.</summary>
    internal long VirtualBytes { get; init; }

    /// <summary>False for a zombie: it holds an exit code and nothing else.</summary>
    /// <remarks>A process whose first thread has ended while others run shows Z too, with more than one thread.</remarks>
    internal bool IsAlive => State is not ('Z' or 'X' or 'x') || Threads > 1;

    /// <summary>CPU of the process and of the children that it waited for; truncated to ticks of 10 ms.</summary>
    internal long CpuNs => (CpuTicks + ChildrenCpuTicks) * TickNs;

    /// <summary>CPU of its own threads alone.</summary>
    internal long OwnCpuNs => CpuTicks * TickNs;

    /// <summary>When it started, nanoseconds since boot, to a tick.</summary>
    internal long StartNs => StartTicks * TickNs;

    internal long RssBytes => RssPages * Environment.SystemPageSize;

    /// <summary>"1234 nginx", as people know it from ps.</summary>
    internal string Label => string.Create(CultureInfo.InvariantCulture, $"{Pid} {Name}");

    /// <summary>Reads a process; false when there is none with this id.</summary>
    internal static bool TryRead(int pid, out ProcessStat stat) => TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"), out stat);

    /// <summary>Reads a stat file of a process, or of a thread (/proc/PID/task/TID/stat), which has the same fields; false when it has gone.</summary>
    internal static bool TryRead(string path, out ProcessStat stat)
    {
        Span<byte> buffer = stackalloc byte[1024];
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.Read(file, buffer, 0);
            return TryParse(buffer[..length], out stat);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone between listing and reading (ENOENT, ESRCH): not there is the answer.
            stat = default;
            return false;
        }
    }

    /// <summary>Reads the text of a stat file. The name may hold spaces and parentheses, so fields are counted from its last ')'.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out ProcessStat stat)
    {
        stat = default;
        var open = text.IndexOf((byte)'(');
        var close = text.LastIndexOf((byte)')');
        if (open < 2 || close < open || !int.TryParse(text[..(open - 1)], CultureInfo.InvariantCulture, out var pid))
        {
            return false;
        }

        Span<Range> fields = stackalloc Range[24];
        var rest = Encoding.ASCII.GetString(text[(close + 1)..]).Trim();
        var count = rest.AsSpan().Split(fields, ' ');
        if (count < 22)
        {
            return false;
        }

        // fields[0] is field 3 of proc(5).
        long Number(int field, Span<Range> at) => long.Parse(rest.AsSpan()[at[field - 3]], CultureInfo.InvariantCulture);
        stat = new ProcessStat(
            pid,
            Encoding.UTF8.GetString(text[(open + 1)..close]),
            rest[0],
            (int)Number(4, fields),
            (int)Number(6, fields),
            Number(14, fields) + Number(15, fields),
            Number(16, fields) + Number(17, fields),
            (int)Number(20, fields),
            Number(22, fields),
            Number(24, fields)) { VirtualBytes = Number(23, fields) };
        return true;
    }
}
