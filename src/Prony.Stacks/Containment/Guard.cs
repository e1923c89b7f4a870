using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Prony.Measurement.Clocks;
using Prony.Stacks.Native;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Containment;

/// <summary>
/// A small process that outlives Prony: it waits on a pipe that only Prony holds, and when Prony ends, in whatever way, it kills what the run
/// left and removes the run's control groups and folder.
/// </summary>
/// <remarks>
/// PR_SET_PDEATHSIG would not do: it follows the thread that started the child, and does not reach grandchildren.
/// Its session is its own, so Ctrl-C does not reach it. Thread-safe.
/// </remarks>
internal sealed class Guard : IDisposable
{
    // Bounded: 100 passes of at least 50 ms. A new process can only come from one that is still alive, so passes converge.
    private const string Script = """
        trap '' HUP INT QUIT TERM PIPE
        mark=$1 place= leaders= data= limits=
        while read -r verb pid; do
            case $verb in
            =) place=$pid ;;
            @) data=$pid ;;
            %) limits="$limits $pid" ;;
            +) leaders="$leaders $pid" ;;
            -) rest=; for l in $leaders; do [ "$l" = "$pid" ] || rest="$rest $l"; done; leaders=$rest ;;
            esac
        done
        passes=0
        if [ -n "$place" ]; then
            while [ -d "$place" ] && [ $passes -lt 100 ]; do
                if [ -e "$place/cgroup.kill" ]; then
                    echo 1 >"$place/cgroup.kill"
                else
                    find "$place" -name cgroup.procs -exec cat {} + | while read -r pid; do [ "$pid" -gt 0 ] && kill -s KILL "$pid"; done
                fi
                find "$place" -depth -type d -exec rmdir {} \;
                [ -d "$place" ] || break
                sleep 0.05
                passes=$((passes + 1))
            done
        else
            for pid in $leaders; do kill -s KILL -- "-$pid"; done
            quiet=0
            while [ $quiet -lt 2 ] && [ $passes -lt 100 ]; do
                quiet=$((quiet + 1))
                for pid in $(grep -laF -- "PRONY_RUN=$mark" /proc/[0-9]*/environ | cut -d/ -f3); do
                    kill -s KILL "$pid"
                    quiet=0
                done
                sleep 0.05
                passes=$((passes + 1))
            done
        fi
        for folder in $limits; do
            passes=0
            while [ -d "$folder" ] && [ $passes -lt 20 ]; do
                find "$folder" -depth -type d -exec rmdir {} \;
                [ -d "$folder" ] || break
                sleep 0.05
                passes=$((passes + 1))
            done
        done
        if [ -n "$data" ]; then rm -rf -- "$data"; fi
        """;

    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(6);

    private readonly ChildProcess _process;
    private readonly FileStream _pipe;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _limits = [];
    private bool _isDisposed;

    private Guard(ChildProcess process, FileStream pipe) => (_process, _pipe) = (process, pipe);

    /// <summary>Process id of the guard.</summary>
    internal int Pid => _process.Pid;

    /// <summary>Names a leader: without control groups its whole process group is killed, even if it overwrote its environment.</summary>
    internal void Add(int leader) => Tell("+", leader.ToString(CultureInfo.InvariantCulture));

    /// <summary>The leader and all of its group have ended; the number may soon be another process'.</summary>
    internal void Forget(int leader) => Tell("-", leader.ToString(CultureInfo.InvariantCulture));

    /// <summary>From now on it is the groups below this folder that it ends and removes. Said before the folder is made: Prony may be killed in between.</summary>
    /// <param name="folder">Null: back to the environment.</param>
    internal void WatchCgroup(string? folder) => Tell("=", folder ?? string.Empty);

    /// <summary>From now on it removes the control groups below this folder at the end, when the processes are gone. Said before the folder is made, as above.</summary>
    internal void WatchLimits(string folder)
    {
        bool isNew;
        lock (_lock)
        {
            isNew = _limits.Add(folder);
        }

        if (isNew)
        {
            Tell("%", folder);
        }
    }

    /// <summary>From now on it removes this folder at the end, with everything in it. Said before the folder is made, as above.</summary>
    internal void WatchFolder(string folder) => Tell("@", folder);

    /// <summary>Lets the guard do its work and waits for its end.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _pipe.Dispose();
        }

        var deadlineNs = MonotonicClock.NowNs + MonotonicClock.ToNs(EndWithin);
        while (_process.Poll() is null)
        {
            if (MonotonicClock.NowNs > deadlineNs)
            {
                _process.Signal(Signals.Kill);
            }

            Thread.Sleep(2);
        }
    }

    /// <summary>Starts a guard over the processes whose environment holds PRONY_RUN=<paramref name="runMark"/>.</summary>
    internal static unsafe Guard Start(string runMark)
    {
        var ends = stackalloc int[2];
        if (NativeLibc.pipe2(ends, NativeLibc.OpenCloseOnExec) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        var pipe = new FileStream(new SafeFileHandle(ends[1], ownsHandle: true), FileAccess.Write, bufferSize: 0);
        using var readEnd = new SafeFileHandle(ends[0], ownsHandle: true);
        try
        {
            var pid = Spawner.Start(new SpawnRequest
            {
                Program = "/bin/sh",
                Arguments = ["prony-guard", "-c", Script, "prony-guard", runMark],
                Environment = [new("PATH", ProgramFinder.CleanPath)],
                OutputFile = "/dev/null",
                Descriptors = [new DescriptorHandover(ends[0], 0)],
            });
            return new Guard(new ChildProcess(pid), pipe);
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }

    private void Tell(string verb, string what)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            try
            {
                _pipe.Write(Encoding.UTF8.GetBytes($"{verb} {what}\n"));
            }
            catch (IOException e) when (verb != "-")
            {
                // EPIPE. A server that nothing would clean up is worse than an error.
                throw new IOException("The guard process of this run was ended by somebody, so no more servers are started. Start the run again.", e);
            }
            catch (IOException)
            {
                // Nobody is there to forget anything.
            }
        }
    }
}
