using System.Diagnostics;
using System.Globalization;
using Prony.Load.Plans;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Prony.Reference;

namespace Prony.Experiments.SelfTests;

/// <summary>Other programs on every CPU, that of the generator too (e): some gate must say so.</summary>
internal static class BurnerCheck
{
    private const double WindowS = 2;

    /// <summary>Longer than the load with its start; they end by themselves even when nobody is left to stop them.</summary>
    private const int BurnMs = 5000;

    /// <summary>Below it the burners hardly ran, so that nothing was planted.</summary>
    private const double LeastCores = 0.5;

    private static readonly string[] Speakers = ["V01", "V02", "V03", "V14"];

    internal static SelfTestCheck Run(SelfTestSettings settings)
    {
        var burners = Enumerable.Range(0, Affinity.UsableCpus()).Select(_ => Start(settings.Program)).ToList();
        try
        {
            var evidence = ReferenceEvidence.Measure(
                ServerModel.FixedDelay(TimeSpan.FromMilliseconds(1)), new OpenModel(1000, ArrivalKind.Poisson, 100), WindowS, seed: 1, settings.Stop);
            return Judge(evidence.Gates, evidence.Noise.OthersCores);
        }
        finally
        {
            burners.ForEach(End);
        }
    }

    internal static SelfTestCheck Judge(IReadOnlyList<GateRecord> gates, double? othersCores)
    {
        const string what = "burners on all CPUs, the generator's too", expected = "named by V01, V02, V03 or V14";
        var spoke = gates.Where(gate => Speakers.Contains(gate.Id) && gate.State is GateState.Warn or GateState.Invalid).Select(gate => $"{gate.Id} {gate.State}").ToList();
        if (spoke.Count == 0 && othersCores < LeastCores)
        {
            return Judgement.Unknown("e", what, expected, "nothing", string.Create(CultureInfo.InvariantCulture, $"the burners got {othersCores:0.0} cores only, so that nothing was disturbed"));
        }

        return Judgement.Of(
            "e", what, expected, spoke.Count == 0 ? "no gate spoke" : string.Join(", ", spoke), spoke.Count > 0, excuse: null, "Interference from other programs would go unnoticed on this machine.");
    }

    private static Process Start(IReadOnlyList<string> program) =>
        Process.Start(program[0], [.. program.Skip(1), SelfTestServer.Verb, BenchResult.Word("burn-ms", BurnMs)]);

    private static void End(Process burner)
    {
        using (burner)
        {
            burner.Kill();   // no error when it has ended
            burner.WaitForExit();
        }
    }
}
