namespace Prony.Statistics.Tests.Comparison;

/// <summary>p99 in ms of three candidates over ten rounds: the worked example of docs/methods/comparison.md.</summary>
internal static class WorkedExample
{
    internal static readonly double[] A = [20.31, 21.88, 19.97, 24.10, 20.64, 22.75, 20.12, 26.40, 21.03, 20.55];
    internal static readonly double[] B = [18.02, 19.66, 18.35, 21.31, 18.90, 20.02, 18.41, 22.97, 18.83, 18.60];
    internal static readonly double[] C = [20.52, 21.60, 20.21, 24.45, 20.38, 22.93, 20.35, 25.97, 21.26, 20.60];

    internal static double[] Of(string name) => name switch { "A" => A, "B" => B, _ => C };
}
