using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>The services that all candidates of a run share: started once, looked after, stopped at the end of the run.</summary>
/// <remarks>Thread: used by the thread of the run; a thread of its own looks for death until <see cref="DisposeAsync"/>.</remarks>
internal sealed class SharedServices : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _ended;
    private readonly IRunObserver _observer;
    private readonly ManualResetEventSlim _stop = new();
    private Thread? _lookout;
    private volatile DeadService? _dead;

    private SharedServices(RunStop stop, IRunObserver observer)
    {
        _observer = observer;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(stop.EndWindow);
        Stop = stop with { EndWindow = _ended.Token };
    }

    /// <summary>What runs; null without shared services.</summary>
    internal IRunningStack? Stack { get; private set; }

    /// <summary>How the run ends early: by a person, or because a shared service died.</summary>
    internal RunStop Stop { get; }

    /// <summary>The shared service that died; null while all live. Looks by itself: a candidate that ended with its database may be seen before the next look at that.</summary>
    internal DeadService? Dead => _dead ?? Stack?.FindDead();

    /// <summary>Starts them, from the back to the front; each is ready before the next.</summary>
    /// <param name="definition">What the experiment shares; null: nothing.</param>
    /// <param name="supervisor">Starts it.</param>
    /// <param name="directory">Gets their output.</param>
    /// <param name="stop">How a person ends the run.</param>
    /// <param name="observer">Told before the start, and of what is left behind at the end.</param>
    /// <exception cref="StackStartException">One could not be started; nothing of them is left.</exception>
    /// <exception cref="OperationCanceledException">Given up by a person; nothing of them is left.</exception>
    internal static async Task<SharedServices> StartAsync(
        CandidateDefinition? definition, StackSupervisor supervisor, RunDirectory directory, RunStop stop, IRunObserver observer)
    {
        var shared = new SharedServices(stop, observer);
        if (definition is not null)
        {
            observer.Preparing($"starting the shared services: {string.Join(", ", definition.Stack.Services.Select(service => service.Name))}");
            shared.Stack = await supervisor.StartAsync(definition, directory.ServicesFolder, stop.EndWindow);
            foreach (var note in shared.Stack.LimitsNotSet)
            {
                observer.Preparing($"shared service {note.Service}: {note.Text}");
            }

            shared._lookout = new Thread(shared.LookForDeath) { Name = "prony shared lookout", IsBackground = true };
            shared._lookout.Start();
        }

        return shared;
    }

    /// <summary>Why the run ends when one of them died; null while all live.</summary>
    /// <param name="secrets">Are hidden in its output.</param>
    internal RunProblem? FindProblem(SecretMask secrets) => _dead is { } dead
        ? new RunProblem(
            RunProblemKind.SharedServiceDied,
            $"{Sentence(dead)} Every candidate depends on it, so the run ended; its output is in services/{dead.Service}.log. --resume goes on with the first round that is not whole.",
            [.. dead.LogTail.Select(secrets.Mask)])
        : null;

    /// <summary>What happened, for a trial that it cut off.</summary>
    internal static string Sentence(DeadService dead) => $"The shared service '{dead.Service}' died ({dead.How}).";

    /// <summary>Stops them, the last started first.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop.Set();
        _lookout?.Join();
        if (Stack is { } stack)
        {
            foreach (var left in (await stack.StopAsync()).Where(ended => ended.Leftovers.Count > 0))
            {
                _observer.Preparing($"outlived the shared service {left.Service} and was killed: {string.Join(", ", left.Leftovers)}");
            }
        }

        _ended.Dispose();
        _stop.Dispose();
    }

    private void LookForDeath()
    {
        while (!_stop.Wait(Beat))
        {
            if (Stack!.FindDead() is { } dead)
            {
                _dead = dead;

                // On another thread: what waits for this token goes on where it is cancelled, and might join the thread that this is.
                _ = _ended.CancelAsync();
                return;
            }
        }
    }
}
