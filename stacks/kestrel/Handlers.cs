using System.Collections.Concurrent;

namespace KestrelStack;

/// <summary>Runs what a request has to do: awaited, on the thread of the pool that it came on, or on one of a fixed number of threads.</summary>
/// <remarks>Thread-safe.</remarks>
internal abstract class Handlers : IDisposable
{
    internal static Handlers Of(Settings settings) => settings.Mode switch
    {
        HandlingMode.Sync => new PoolHandlers(),
        HandlingMode.Threads => new ThreadHandlers(settings.Threads),
        _ => new AsyncHandlers(),
    };

    /// <summary>Runs either form of the same work.</summary>
    /// <param name="blocking">Blocks its thread while it waits.</param>
    /// <param name="awaiting">Holds no thread while it waits.</param>
    internal abstract Task RunAsync(Action blocking, Func<Task> awaiting);

    public virtual void Dispose()
    {
    }

    private sealed class AsyncHandlers : Handlers
    {
        internal override Task RunAsync(Action blocking, Func<Task> awaiting) => awaiting();
    }

    private sealed class PoolHandlers : Handlers
    {
        internal override Task RunAsync(Action blocking, Func<Task> awaiting)
        {
            blocking();
            return Task.CompletedTask;
        }
    }

    private sealed class ThreadHandlers : Handlers
    {
        private readonly BlockingCollection<(Action Work, TaskCompletionSource Done)> _requests = [];

        internal ThreadHandlers(int threads)
        {
            for (var i = 0; i < threads; i++)
            {
                new Thread(Handle) { IsBackground = true, Name = $"handler {i}" }.Start();
            }
        }

        internal override Task RunAsync(Action blocking, Func<Task> awaiting)
        {
            // Writing the response must not run on the handler thread.
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _requests.Add((blocking, done));
            return done.Task;
        }

        public override void Dispose() => _requests.CompleteAdding();

        private void Handle()
        {
            foreach (var (work, done) in _requests.GetConsumingEnumerable())
            {
                try
                {
                    work();
                    done.SetResult();
                }
                catch (Exception e)
                {
                    // The request fails with status 500; the thread goes on.
                    done.SetException(e);
                }
            }
        }
    }
}
