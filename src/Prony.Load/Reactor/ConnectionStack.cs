using System.Diagnostics.CodeAnalysis;

namespace Prony.Load.Reactor;

/// <summary>Connections, last in first out, so that the ones used last (and warm in every cache) are used again. Fixed size: never allocates.</summary>
internal sealed class ConnectionStack(int most)
{
    private readonly Lane[] _connections = new Lane[most];
    private int _count;

    /// <summary>Adds a connection, which is in no stack.</summary>
    public void Push(Lane connection) => _connections[_count++] = connection;

    /// <summary>Takes the one added last.</summary>
    public bool TryPop([NotNullWhen(true)] out Lane? connection)
    {
        connection = _count == 0 ? null : _connections[--_count];
        return connection is not null;
    }
}
