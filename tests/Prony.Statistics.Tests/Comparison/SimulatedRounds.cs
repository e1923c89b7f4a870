using Prony.Measurement.Units;

namespace Prony.Statistics.Tests.Comparison;

/// <summary>Rounds of two candidates in a world with a known truth: the machine drifts, runs scatter, some are hit by others. Repeatable from its seed.</summary>
internal sealed class SimulatedRounds(ulong seed)
{
    private SplitMix64 _random = new(seed);

    /// <summary>Standard deviation of what the machine itself does to every run, as a share. Default: 10 %.</summary>
    public double Drift { get; init; } = 0.10;

    /// <summary>Lag-1 correlation of that drift from one slot to the next. Default: 0.7.</summary>
    public double Memory { get; init; } = 0.7;

    /// <summary>Standard deviation of each run of its own. Default: 3 %.</summary>
    public double Noise { get; init; } = 0.03;

    /// <summary>Probability that a run is hit by something of size |N(0, 0.3)|. Default: 0.</summary>
    public double SpikeShare { get; init; }

    /// <summary>Side by side: both candidates of a round see the same state of the machine.</summary>
    public (double[] Candidate, double[] Baseline) Interleaved(int rounds, double ratio)
    {
        var (candidate, baseline) = (new double[rounds], new double[rounds]);
        var machine = Start();
        for (var r = 0; r < rounds; r++)
        {
            machine = Next(machine);
            baseline[r] = Run(machine, 1);
            candidate[r] = Run(machine, ratio);
        }

        return (candidate, baseline);
    }

    /// <summary>AAAABBBB: first all rounds of the baseline, then all of the candidate, while the machine drifts on.</summary>
    public (double[] Candidate, double[] Baseline) OneAfterTheOther(int rounds, double ratio)
    {
        var runs = new double[2 * rounds];
        var machine = Start();
        for (var r = 0; r < runs.Length; r++)
        {
            machine = Next(machine);
            runs[r] = Run(machine, r < rounds ? 1 : ratio);
        }

        return (runs[rounds..], runs[..rounds]);
    }

    /// <summary>Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextUnit())) * Math.Cos(2 * Math.PI * _random.NextUnit());

    /// <summary>In [0, 1).</summary>
    public double Unit() => _random.NextUnit();

    private double Start() => Drift * Normal();

    private double Next(double machine) => (Memory * machine) + (Math.Sqrt(1 - (Memory * Memory)) * Drift * Normal());

    private double Run(double machine, double ratio)
    {
        var spike = _random.NextUnit() < SpikeShare ? Math.Abs(0.3 * Normal()) : 0;
        return 20 * ratio * Math.Exp(machine + (Noise * Normal()) + spike);
    }
}
