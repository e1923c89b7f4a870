using System.Threading.Channels;

namespace Prony.Cli.Keeping;

/// <summary>Says lines, one after the other, without ever letting who has something to say wait: a reader that pauses (less, Ctrl-S) must stop neither supervision nor its end.</summary>
/// <remarks>Thread-safe. Of more than 1000 lines that wait the oldest are left out.</remarks>
internal sealed class Teller : IAsyncDisposable
{
    private const int MostWaiting = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Channel<string> _waiting = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Task _saying;

    /// <param name="say">Says one line; may take as long as it likes.</param>
    public Teller(Action<string> say) => _saying = Task.Run(async () =>
    {
        await foreach (var line in _waiting.Reader.ReadAllAsync())
        {
            say(line);
        }
    });

    /// <summary>Has a line said.</summary>
    public void Say(string line) => _waiting.Writer.TryWrite(line);

    /// <summary>An error: what happened, where, and what to do next.</summary>
    public void Fail(string text) => Say("prony: " + text);

    /// <summary>Waits until all is said, at most 2 s.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        try
        {
            await _saying.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            // Nobody reads; the rest is not said.
        }
    }
}
