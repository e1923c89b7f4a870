using System.ComponentModel;
using System.Runtime.InteropServices;
using Prony.Stacks.Native;

namespace Prony.Stacks.Processes;

/// <summary>A process that Prony started and has to collect.</summary>
/// <remarks>
/// Collected by its id, never by "any child", which would steal the exit codes of System.Diagnostics.Process. Between its end and the next
/// <see cref="Poll"/> it is a zombie, so its id cannot be given to another process: a signal sent under the lock reaches it or nobody.
/// Thread-safe.
/// </remarks>
internal sealed class ChildProcess
{
    private readonly Lock _lock = new();
    private ExitStatus? _exit;

    internal ChildProcess(int pid) => Pid = pid;

    internal int Pid { get; }

    /// <summary>Null while it runs; how it ended, once it has.</summary>
    internal ExitStatus? Poll()
    {
        lock (_lock)
        {
            return PollUnderLock();
        }
    }

    /// <summary>Sends a signal to the process alone; false when it had already ended.</summary>
    internal bool Signal(int signal)
    {
        lock (_lock)
        {
            return PollUnderLock() is null && NativeLibc.kill(Pid, signal) == 0;
        }
    }

    private ExitStatus? PollUnderLock()
    {
        if (_exit is not null)
        {
            return _exit;
        }

        int result;
        int status;
        int error;
        do
        {
            result = NativeLibc.waitpid(Pid, out status, NativeLibc.WaitNoHang);
            error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (error == NativeLibc.ErrorInterrupted);

        if (result == Pid)
        {
            _exit = ExitStatus.FromWaitStatus(status);
        }
        else if (error == NativeLibc.ErrorNoChild)
        {
            // Where Prony was started with SIGCHLD ignored the kernel collects its children: ended, how is unknown.
            _exit = new ExitStatus(null, null);
        }
        else if (error != 0)
        {
            throw new Win32Exception(error);
        }

        return _exit;
    }
}
