namespace Prony.Load.Http;

/// <summary>What a parser knows after some bytes.</summary>
internal enum ParseStatus
{
    /// <summary>The response is not whole yet.</summary>
    NeedMore,

    /// <summary>The response is whole.</summary>
    Complete,

    /// <summary>These bytes are no HTTP/1 response.</summary>
    Invalid,
}
