namespace Prony.Stacks.Layers;

/// <summary>A way to get the text that holds a service's metrics.</summary>
internal interface ILayerAnswer
{
    /// <summary>Asks once.</summary>
    /// <param name="isWhole">Whether everything that is wanted can be read from a text: a server that keeps its connection open does not say where its answer ends.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="LayerException">There is no answer that can be used.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    Task<string> ReadAsync(Func<string, bool> isWhole, CancellationToken ct);
}
