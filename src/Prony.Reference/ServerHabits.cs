namespace Prony.Reference;

/// <summary>What a reference server does besides answering on time: the faults and the costs that a self-test plants.</summary>
public sealed record ServerHabits
{
    /// <summary>Port of 127.0.0.1 to listen on; 0: a free one. Default: 0.</summary>
    public int Port { get; init; }

    /// <summary>Length asked of listen(2). Default: 4096.</summary>
    public int Backlog { get; init; } = 4096;

    /// <summary>It takes one connection and then none for this long. Default: zero, it takes them as they come.</summary>
    public TimeSpan AcceptPause { get; init; }

    /// <summary>Bytes of the body. Default: 5.</summary>
    public int BodyBytes { get; init; } = 5;

    /// <summary>Every so many-th request is answered with status 500. Default: 0, none.</summary>
    public int ErrorEvery { get; init; }

    /// <summary>Every so many-th response says <c>Connection: close</c> and ends the connection. Default: 0, none.</summary>
    public int CloseEvery { get; init; }

    /// <summary>Requests a second that it answers; beyond them, and beyond <see cref="Burst"/> saved up, it answers 503 (a token bucket). Default: 0, as many as come.</summary>
    public double TokensPerS { get; init; }

    /// <summary>Most tokens that it saves up. Default: 100.</summary>
    public double Burst { get; init; } = 100;

    /// <summary>Connections that it keeps at once; it closes further ones as soon as it has taken them. Default: 0, as many as come.</summary>
    public int MostConnections { get; init; }

    /// <summary>Arithmetic done for each request, in steps of <see cref="Busy.Work"/>. Default: 0.</summary>
    public long WorkSteps { get; init; }

    /// <summary>Called with the index of every request when it was read, on the server's thread. Default: nothing.</summary>
    public Action<long>? Arrived { get; init; }
}
