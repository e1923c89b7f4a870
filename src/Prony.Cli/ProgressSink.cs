using Prony.Reporting.Progress;

namespace Prony.Cli;

/// <summary>Where progress goes: a display on standard error, or nowhere with <c>--quiet</c>.</summary>
internal sealed class ProgressSink : IDisposable
{
    private readonly ProgressDisplay? _display;

    private ProgressSink(ProgressDisplay? display) => _display = display;

    public static ProgressSink ForRun(Terminal terminal, bool quiet) =>
        new(quiet ? null : ProgressDisplay.ForRun(terminal.Error, terminal.Live));

    public static ProgressSink ForLoad(Terminal terminal, bool quiet) =>
        new(quiet ? null : ProgressDisplay.ForLoad(terminal.Error, terminal.Live));

    /// <summary>May be called from any thread.</summary>
    public void Show(ProgressEvent progress) => _display?.Show(progress);

    public void Dispose() => _display?.Dispose();
}
