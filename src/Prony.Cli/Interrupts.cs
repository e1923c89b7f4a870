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
    private readonly string _first;
    private readonly string _again;
    private readonly bool _gentle;
    private int _exitCode;

    /// <param name="tell">Prints one line for the person who pressed the keys.</param>
    /// <param name="first">What the first Ctrl-C does, for that person. Default: as it is with a load.</param>
    /// <param name="again">What a second one does; empty where it does no more. Default: stops at once.</param>
    /// <param name="hangUp">What SIGHUP does. Default: as SIGTERM, since the terminal went away.</param>
    /// <param name="gentle">The first SIGTERM ends the window, too, and leaves time for the rest. Default: it stops at once.</param>
    public Interrupts(
        Action<string> tell, string first = "ending the window and keeping what was measured", string again = " Press Ctrl-C again to stop at once.", bool gentle = false,
        Action? hangUp = null)
    {
        (_tell, _first, _again, _gentle) = (tell, first, again, gentle);
        Stop = new RunStop(_endWindow.Token, _stopNow.Token);
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate));

        // The terminal went away: nobody can press the second Ctrl-C any more.
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, hangUp is null ? OnTerminate : context =>
        {
            context.Cancel = true;
            hangUp();
        }));
    }

    public RunStop Stop { get; }

    /// <summary>130 or 143 after a signal; null without one.</summary>
    public int? ExitCode => _exitCode == 0 ? null : _exitCode;

    /// <summary>As the first Ctrl-C, asked for in another way.</summary>
    public void End()
    {
        if (Interlocked.CompareExchange(ref _exitCode, ExitCodes.Interrupted, 0) == 0)
        {
            _tell($"Asked to quit: {_first}.");
            _endWindow.Cancel();
        }
    }

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
            _tell($"Interrupted: {_first}.{_again}");
            _endWindow.Cancel();
            return;
        }

        _tell("Interrupted again: stopping at once.");
        _stopNow.Cancel();
    }

    private void OnTerminate(PosixSignalContext context)
    {
        context.Cancel = true;
        var isGentle = Interlocked.CompareExchange(ref _exitCode, ExitCodes.Terminated, 0) == 0 && _gentle;
        _tell(isGentle ? $"Terminated: {_first}." : "Terminated: stopping at once.");
        _endWindow.Cancel();
        if (!isGentle)
        {
            _stopNow.Cancel();
        }
    }
}
