using System.Runtime.InteropServices;
using Prony.Experiments.Running;

namespace Prony.Cli;

/// <summary>Ctrl-C as people expect it: the first ends the window and keeps what was measured, the second stops at once; SIGTERM stops at once.</summary>
/// <remarks>Signals arrive on a thread of the runtime; everything here is thread-safe. The program's own clean-up still runs in each case.</remarks>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _endWindow = new();
    private readonly CancellationTokenSource _stopNow = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Action<string> _tell;
    private readonly string _what;
    private int _exitCode;

    /// <param name="tell">Prints one line for the person who pressed the keys.</param>
    /// <param name="what">What the first Ctrl-C ends.</param>
    public Interrupts(Action<string> tell, string what = "window")
    {
        _tell = tell;
        _what = what;
        Stop = new RunStop(_endWindow.Token, _stopNow.Token);
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate));

        // The terminal went away: nobody can press the second Ctrl-C any more.
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnTerminate));
    }

    public RunStop Stop { get; }

    /// <summary>130 or 143 after a signal; null without one.</summary>
    public int? ExitCode => _exitCode == 0 ? null : _exitCode;

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _endWindow.Dispose();
        _stopNow.Dispose();
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _exitCode, ExitCodes.Interrupted, 0) == 0)
        {
            _tell($"Interrupted: ending the {_what} and keeping what was measured. Press Ctrl-C again to stop at once.");
            _endWindow.Cancel();
            return;
        }

        _tell("Interrupted again: stopping at once.");
        _stopNow.Cancel();
    }

    private void OnTerminate(PosixSignalContext context)
    {
        context.Cancel = true;
        Interlocked.CompareExchange(ref _exitCode, ExitCodes.Terminated, 0);
        _tell("Terminated: stopping at once.");
        _endWindow.Cancel();
        _stopNow.Cancel();
    }
}
