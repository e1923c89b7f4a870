using System.Collections.Concurrent;

namespace KestrelBench;

/// <summary>A fixed number of threads that handle one request each at a time; further requests wait for a free one.</summary>
/// <remarks>The blocking model of a pre-fork server. The shared thread pool would not do: it grows while it is blocked, and has no steady state.</remarks>
internal sealed class HandlerPool : IDisposable
{
    private readonly BlockingCollection<Request> _requests = [];

    internal HandlerPool(int threads)
    {
        for (var i = 0; i < threads; i++)
        {
            new Thread(Handle) { IsBackground = true, Name = $"handler {i}" }.Start();
        }
    }

    internal Task<string> Run(Func<string> work)
    {
        var request = new Request(work);
        _requests.Add(request);
        return request.Answer.Task;
    }

    public void Dispose() => _requests.CompleteAdding();

    private void Handle()
    {
        foreach (var request in _requests.GetConsumingEnumerable())
        {
            try
            {
                request.Answer.SetResult(request.Work());
            }
            catch (Exception e)
            {
                // The request fails with status 500; the thread goes on.
                request.Answer.SetException(e);
            }
        }
    }

    private sealed record Request(Func<string> Work)
    {
        // Writing the response must not run on the handler thread.
        internal TaskCompletionSource<string> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
