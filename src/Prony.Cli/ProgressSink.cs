using Prony.Reporting.Progress;

namespace Prony.Cli;

/// <summary>Where progress goes: a display on standard error, or nowhere with <c>--quiet</c>.</summary>
internal sealed class ProgressSink : IDisposable
{
    private volatile ProgressDisplay? _display;

    private readonly Terminal _terminal;

    private ProgressSink(Terminal terminal, ProgressDisplay? display)
    {
        _terminal = terminal;
        _display = display;
    }

    /// <param name="terminal">Where.</param>
    /// <param name="quiet">Nowhere.</param>
    /// <param name="plain">Lines, even where they could be redrawn.</param>
    public static ProgressSink ForRun(Terminal terminal, bool quiet, bool plain = false) =>
        new(terminal, quiet ? null : ProgressDisplay.ForRun(terminal.Error, terminal.Live && !plain, size: terminal.ErrorSize));

    public static ProgressSink ForLoad(Terminal terminal, bool quiet) =>
        new(terminal, quiet ? null : ProgressDisplay.ForLoad(terminal.Error, terminal.Live, size: terminal.ErrorSize));

    /// <param name="terminal">Where.</param>
    /// <param name="quiet">Nowhere.</param>
    /// <param name="shared">A program writes to the same terminal: nothing is redrawn over its output.</param>
    public static ProgressSink ForRecording(Terminal terminal, bool quiet, bool shared) =>
        new(terminal, quiet ? null : ProgressDisplay.ForRecording(terminal.Error, terminal.Live && !shared, size: terminal.ErrorSize));

    /// <summary>A line for the person, above whatever is redrawn; may be called from any thread.</summary>
    public void Say(string text)
    {
        if (_display is { } display)
        {
            display.Show(new Note(text));
        }
        else
        {
            _terminal.Say(text);
        }
    }

    /// <summary>May be called from any thread.</summary>
    public void Show(ProgressEvent progress) => _display?.Show(progress);

    /// <summary>Ends the display; what is said later goes to the terminal itself.</summary>
    public void Dispose() => Interlocked.Exchange(ref _display, null)?.Dispose();
}
