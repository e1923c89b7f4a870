using System.Collections.Concurrent;
using Prony.Reporting.Documents;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Prony.Reporting.Progress;

/// <summary>Shows work while it goes on: redrawn in place on a terminal, a line per event elsewhere.</summary>
/// <remarks>
/// <para>Thread: <see cref="Show"/> may be called from any thread and returns at once; while it is live, only the display's own task touches the console,
/// at most four times a second. Whatever else has to be said meanwhile goes through <see cref="Note"/>.</para>
/// <para>A terminal that goes away does not end the work: the display falls silent.</para>
/// </remarks>
public sealed class ProgressDisplay : IAsyncDisposable, IDisposable
{
    /// <summary>Shortest time between two drawings.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly IAnsiConsole _console;
    private readonly IProgressView _view;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task? _drawing;

    private ProgressDisplay(IAnsiConsole console, IProgressView view, bool live, TimeProvider time)
    {
        _console = console;
        _view = view;
        _time = time;
        _start = time.GetTimestamp();
        _drawing = live && console.Profile.Capabilities.Ansi ? Task.Run(Draw) : null;
    }

    /// <summary>For a run.</summary>
    /// <param name="console">Where to show it; standard error, so that results stay apart.</param>
    /// <param name="live">Redraw in place. Without it, or on a console that cannot: plain lines.</param>
    /// <param name="time">Default: the system's clock.</param>
    public static ProgressDisplay ForRun(IAnsiConsole console, bool live, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(console);
        return new ProgressDisplay(console, new RunProgressView(), live, time ?? TimeProvider.System);
    }

    /// <summary>For a single load.</summary>
    /// <inheritdoc cref="ForRun"/>
    public static ProgressDisplay ForLoad(IAnsiConsole console, bool live, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(console);
        return new ProgressDisplay(console, new LoadProgressView(), live, time ?? TimeProvider.System);
    }

    /// <summary>For a recording.</summary>
    /// <inheritdoc cref="ForRun"/>
    public static ProgressDisplay ForRecording(IAnsiConsole console, bool live, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(console);
        return new ProgressDisplay(console, new UsageProgressView(), live, time ?? TimeProvider.System);
    }

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
                    _lines.Enqueue(line.Text);
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

    private async Task Draw()
    {
        try
        {
            await _console.Live(Frame()).AutoClear(true).StartAsync(DrawUntilEnded).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The terminal is gone; what is shown matters less than what is measured.
        }
    }

    private async Task DrawUntilEnded(LiveDisplayContext context)
    {
        while (!_ended.Task.IsCompleted)
        {
            WriteLines();
            context.UpdateTarget(Frame());
            await Task.WhenAny(_ended.Task, Task.Delay(Pace, _time)).ConfigureAwait(false);
        }
    }

    private IRenderable Frame()
    {
        lock (_gate)
        {
            return TerminalRenderer.Together(_view.Draw(Elapsed()), _console.Profile.Width);
        }
    }

    private void WriteLines()
    {
        try
        {
            while (_lines.TryDequeue(out var line))
            {
                _console.WriteLine(Foreign.Line(line));
            }
        }
        catch (IOException)
        {
            // As in Draw: the terminal is gone, the work goes on.
        }
    }
}
