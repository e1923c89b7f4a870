using Prony.Reporting.Documents;
using Spectre.Console;

namespace Prony.Reporting.Progress;

/// <summary>Shows work while it goes on: redrawn in place on a terminal, a line per event elsewhere.</summary>
/// <remarks>
/// <para>Thread: <see cref="Show"/> may be called from any thread and returns at once; while it is live, only the display's own task touches the console,
/// at most four times a second. Whatever else has to be said meanwhile goes through <see cref="Note"/>.</para>
/// <para>The terminal is asked for its size at each drawing, so it may be resized.</para>
/// <para>A terminal that goes away does not end the work: the display falls silent.</para>
/// </remarks>
public sealed class ProgressDisplay : IAsyncDisposable, IDisposable
{
    /// <summary>Shortest time between two drawings.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly TextWriter _writer;
    private readonly IProgressView _view;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LiveRegion _region;
    private readonly Func<ScreenSize> _size;
    private readonly Task? _drawing;

    private ProgressDisplay(IAnsiConsole console, IProgressView view, bool live, TimeProvider? time, Func<(int Width, int Height)>? size)
    {
        ArgumentNullException.ThrowIfNull(console);
        _writer = console.Profile.Out.Writer;
        _view = view;
        _time = time ?? TimeProvider.System;
        _start = _time.GetTimestamp();
        _region = new LiveRegion(_writer, styled: console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors);
        _size = () => Sensible(size?.Invoke() ?? (console.Profile.Width, console.Profile.Height));
        _drawing = live && console.Profile.Capabilities.Ansi ? Task.Run(DrawUntilEnded) : null;
    }

    /// <summary>For a run.</summary>
    /// <param name="console">Where to show it; standard error, so that results stay apart.</param>
    /// <param name="live">Redraw in place. Without it, or on a console that cannot: plain lines.</param>
    /// <param name="time">Default: the system's clock.</param>
    /// <param name="size">Columns and lines of the terminal, asked for at each drawing. Default: those of the console.</param>
    public static ProgressDisplay ForRun(IAnsiConsole console, bool live, TimeProvider? time = null, Func<(int Width, int Height)>? size = null) =>
        new(console, new RunProgressView(), live, time, size);

    /// <summary>For a single load.</summary>
    /// <inheritdoc cref="ForRun"/>
    public static ProgressDisplay ForLoad(IAnsiConsole console, bool live, TimeProvider? time = null, Func<(int Width, int Height)>? size = null) =>
        new(console, new LoadProgressView(), live, time, size);

    /// <summary>For a recording.</summary>
    /// <inheritdoc cref="ForRun"/>
    public static ProgressDisplay ForRecording(IAnsiConsole console, bool live, TimeProvider? time = null, Func<(int Width, int Height)>? size = null) =>
        new(console, new UsageProgressView(), live, time, size);

    /// <summary>Takes an event in; what it changes is seen within a quarter of a second.</summary>
    public void Show(ProgressEvent progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        lock (_gate)
        {
            foreach (var line in _view.Take(progress, Elapsed()))
            {
                // A live view shows what goes well by itself.
                if (_drawing is null || line.Stays)
                {
                    _lines.Enqueue(Foreign.Line(line.Text));
                }
            }

            if (_drawing is null)
            {
                WriteLines();
            }
        }
    }

    /// <summary>Ends the display and takes what was redrawn off the terminal; lines stay.</summary>
    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        if (_drawing is not null)
        {
            await _drawing.ConfigureAwait(false);
        }

        WriteLines();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        _ended.TrySetResult();
        _drawing?.GetAwaiter().GetResult();
        WriteLines();
    }

    private TimeSpan Elapsed() => _time.GetElapsedTime(_start);

    // A terminal that says nonsense (some say 0 × 0) gets what most have.
    private static ScreenSize Sensible((int Width, int Height) size) => new(
        size.Width > 0 ? size.Width : ScreenSize.Usual.Width, size.Height > 0 ? size.Height : ScreenSize.Usual.Height);

    private async Task DrawUntilEnded()
    {
        try
        {
            while (!_ended.Task.IsCompleted)
            {
                Draw();
                await Task.WhenAny(_ended.Task, Task.Delay(Pace, _time)).ConfigureAwait(false);
            }

            _region.Draw(TakeLines(), [], _size());
        }
        catch (IOException)
        {
            // The terminal is gone; what is shown matters less than what is measured.
        }
    }

    private void Draw()
    {
        var size = _size();
        IReadOnlyList<ScreenLine> lines;
        IReadOnlyList<string> above;
        lock (_gate)
        {
            (above, lines) = (TakeLines(), _view.Draw(Elapsed(), size));
        }

        _region.Draw(above, lines, size);
    }

    private List<string> TakeLines()
    {
        lock (_gate)
        {
            List<string> taken = [.. _lines];
            _lines.Clear();
            return taken;
        }
    }

    private void WriteLines()
    {
        try
        {
            foreach (var line in TakeLines())
            {
                // Whole lines, so that they can be searched and paths can be copied.
                _writer.WriteLine(line);
            }
        }
        catch (IOException)
        {
            // As in DrawUntilEnded: the terminal is gone, the work goes on.
        }
    }
}
