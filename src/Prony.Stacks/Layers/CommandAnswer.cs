using Prony.Stacks.Supervision;

namespace Prony.Stacks.Layers;

/// <summary>Runs a program and takes what it writes to its standard output.</summary>
internal sealed class CommandAnswer(SideCommand command) : ILayerAnswer
{
    public async Task<string> ReadAsync(Func<string, bool> isWhole, CancellationToken ct)
    {
        var result = await command.RunAsync(SideCommand.NoLimit, ct).ConfigureAwait(false);
        ct.ThrowIfCancellationRequested();
        return result.Problem is { } problem
            ? throw new LayerException(result.Said is { } said ? $"{problem}: {said}" : problem)
            : result.Output;
    }
}
