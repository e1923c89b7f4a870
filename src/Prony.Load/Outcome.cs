namespace Prony.Load;

/// <summary>How a request ended; exactly one each. The names are those of the record.</summary>
internal enum Outcome
{
    Success,
    Status,
    Expect,
    Timeout,
    Refused,
    Reset,
    Closed,
    Protocol,
    Tls,
    Dns,
}
