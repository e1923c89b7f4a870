namespace Prony.Measurement.Runs;

/// <summary>What was asked of responses besides their status, and how often it was not so.</summary>
/// <param name="Every">One response in so many was checked; 1: all of them.</param>
/// <param name="Checked">Responses with an expected status that were checked, of requests due in the window.</param>
/// <param name="Results">The checks in their order. Their failures add up to the outcome expect.</param>
public sealed record ChecksRecord(int Every, long Checked, IReadOnlyList<CheckRecord> Results);

/// <summary>One check.</summary>
/// <param name="Check">As people read it, such as <c>body contains "ok"</c>; secrets masked.</param>
/// <param name="Failed">Responses that did not pass it; one that fails several counts for the first.</param>
public sealed record CheckRecord(string Check, long Failed);

/// <summary>A response that did not pass a check, secrets masked.</summary>
/// <param name="TS">Second in which it ended, since the start of the load (warm-up included), as in slices.</param>
/// <param name="Status">Its status code.</param>
/// <param name="Check">The first check that it did not pass.</param>
/// <param name="Found">What it had instead.</param>
/// <param name="Headers">Fields of its head in their order, "Name: value"; values of Set-Cookie and other secret headers are •••.</param>
/// <param name="BodyBytes">Length of its body, without framing.</param>
/// <param name="Body">The first 2,048 characters of its body; bytes that are no UTF-8 stand as \xNN, and … says that there is more.</param>
public sealed record SampleRecord(
    [property: System.Text.Json.Serialization.JsonPropertyName("t_s")] long TS,
    int Status,
    string Check,
    string Found,
    IReadOnlyList<string> Headers,
    long BodyBytes,
    string Body);
