namespace Prony.Statistics.Capacity;

/// <summary>One window at one load.</summary>
/// <param name="N">Requests or users in flight, as measured (a mean): above 0.</param>
/// <param name="X">Throughput, completions per second or any other unit of work per time: above 0.</param>
/// <param name="ResponseS">Mean response, seconds, for Little's law; null when it was not measured. With it N and X have to be requests and requests per second.</param>
public readonly record struct UslPoint(double N, double X, double? ResponseS = null);
