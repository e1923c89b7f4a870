using Prony.Measurement.Runs;

namespace Prony.Experiments.Gates;

/// <summary>What the gates look at: one measured window, of a trial or of a single load.</summary>
public sealed record TrialFacts
{
    /// <summary>What the generator measured.</summary>
    public required LoadRecord Load { get; init; }

    /// <summary>CPUs of the machine that this process may run on, at least 1.</summary>
    public required int MachineCpus { get; init; }

    /// <summary>Generator and server may run on the same CPU. Ignored when <see cref="ServerIsLocal"/> is false.</summary>
    public required bool SharedCpus { get; init; }

    /// <summary>The server runs on this machine. Default: true.</summary>
    public bool ServerIsLocal { get; init; } = true;

    /// <summary>CPU seconds that the whole machine was busy in the window; null when unknown.</summary>
    public double? MachineCpuS { get; init; }

    /// <summary>Windows were shortened (<c>--quick</c>): gates that need many requests say "unknown".</summary>
    public bool Quick { get; init; }

    /// <summary>A trial of an experiment, not a single <c>prony load</c>: advice names the keys of the file instead of flags.</summary>
    public bool InExperiment { get; init; }

    /// <summary>The percentile that must have samples, strictly between 0 and 100. Default: 99.</summary>
    public double Percentile { get; init; } = 99;

    /// <summary>Whether there is no schedule to keep: users ask again when they are answered.</summary>
    internal bool IsClosed => Load.Model == "closed";

    /// <summary>Generator and server compete for CPUs.</summary>
    internal bool IsColocated => ServerIsLocal && (SharedCpus || MachineCpus <= GateLimits.Colocated.Warn);

    /// <summary>How to measure longer, in the words of the command that is in use.</summary>
    internal string Longer(string length) => Quick ? "run without --quick"
        : InExperiment ? $"set phases.measure to {length}"
        : $"use --duration {length}";
}
