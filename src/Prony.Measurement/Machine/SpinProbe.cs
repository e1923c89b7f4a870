using System.Runtime.CompilerServices;
using Prony.Measurement.Clocks;

namespace Prony.Measurement.Machine;

/// <summary>How long a fixed piece of arithmetic takes: the speed of a CPU where its frequency cannot be read.</summary>
/// <remarks>
/// The shortest of many short runs counts: a run that is interrupted takes longer and is passed over. Where even the shortest ones differ, other programs
/// kept the CPU busy the whole time and nothing can be said.
/// </remarks>
/// <param name="ShortestNs">The shortest run, nanoseconds.</param>
/// <param name="ThirdNs">The third shortest.</param>
public readonly record struct SpinProbe(long ShortestNs, long ThirdNs)
{
    private const int Runs = 24;

    /// <summary>About 0.5 ms each: shorter than the turn that a scheduler gives.</summary>
    private const int Steps = 400_000;

    /// <summary>Runs that nothing disturbed differ by less.</summary>
    private const double Disturbed = 0.02;

    /// <summary>Keeps the arithmetic from being left out.</summary>
    private static ulong _result;

    /// <summary>The shortest runs agree, so that they show the CPU and nothing else.</summary>
    public bool IsSteady => ThirdNs <= ShortestNs * (1 + Disturbed);

    /// <summary>Takes some 10 ms of one CPU.</summary>
    public static SpinProbe Run()
    {
        Span<long> took = stackalloc long[Runs];
        for (var i = 0; i < Runs; i++)
        {
            var start = MonotonicClock.NowNs;
            Volatile.Write(ref _result, Spin());
            took[i] = Math.Max(1, MonotonicClock.NowNs - start);
        }

        took.Sort();
        return new SpinProbe(took[0], took[2]);
    }

    /// <summary>Each step needs the one before, so that a CPU cannot take several at once and the time is cycles ÷ frequency.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Spin()
    {
        var x = 0x9E3779B97F4A7C15UL;
        for (var i = 0; i < Steps; i++)
        {
            x ^= x << 13;
            x ^= x >> 7;
        }

        return x;
    }
}
