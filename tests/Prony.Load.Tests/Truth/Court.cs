using Shouldly;
using Xunit.Abstractions;

namespace Prony.Load.Tests.Truth;

/// <summary>Judges Prony's figures without depending on the machine's speed.</summary>
/// <remarks>
/// What no busy machine can excuse (a response shorter than the server's own account of it) fails at once. A figure out of its tolerance
/// is measured again, because the host of a virtual machine may stop it for some milliseconds without telling: a fault of Prony's is there each time. After three such loads
/// it fails, unless the machine was demonstrably busy in all of them: then the answer is "unknown",
/// no failure, because no test depends on the machine's speed, and no silence: <c>./test</c> prints what could not be judged.
/// </remarks>
internal static class Court
{
    private const int Attempts = 3;

    /// <summary>Histogram buckets are at most 0.1 % wide and are reported by their upper end; means by their middles.</summary>
    private const double BucketShare = 0.001;

    public static void Judge(ITestOutputHelper output, Func<Evidence> measure, Action<Evidence, Sheet> compare)
    {
        var seen = new List<string>();
        var quiet = false;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var evidence = measure();
            CheckLaws(evidence);
            var sheet = new Sheet(output);
            compare(evidence, sheet);
            output.WriteLine(evidence.Disturbance);
            if (sheet.Faults.Count == 0)
            {
                return;
            }

            var faults = string.Join(Environment.NewLine, sheet.Faults);
            quiet |= !evidence.IsDisturbed;
            seen.Add($"{attempt}: {evidence.Disturbance}{Environment.NewLine}{faults}");
        }

        if (quiet)
        {
            Assert.Fail($"Not the truth in any of {Attempts} loads, and the machine was not busy in all of them:{Environment.NewLine}{string.Join(Environment.NewLine, seen)}");
        }

        Tell(
            $"Unknown: the machine was too busy in all {Attempts} attempts to tell whether Prony is right. Run the test on a quieter machine."
            + Environment.NewLine + string.Join(Environment.NewLine, seen),
            output);
    }

    /// <summary>Into the file that <c>./test</c> prints at its end.</summary>
    private static void Tell(string text, ITestOutputHelper output)
    {
        output.WriteLine(text);
        File.AppendAllText(Path.Combine(AppContext.BaseDirectory, "unknown.txt"), text + Environment.NewLine);
    }

    /// <summary>Sent − arrival at the server lies inside completed − sent at Prony, request by request: so every percentile is at least as long.</summary>
    private static void CheckLaws(Evidence evidence)
    {
        var service = evidence.ServerService;
        if (evidence.Result.Service.Count != service.Count)
        {
            return;   // some answers came too late for Prony; then the two hold different requests
        }

        evidence.Result.Service.Mean.ShouldBeGreaterThanOrEqualTo(service.Mean * (1 - BucketShare));
        foreach (var p in new[] { 10, 25, 50, 75, 90, 95, 99, 99.9, 100 })
        {
            evidence.Result.Service.ValueAtPercentile(p).ShouldBeGreaterThanOrEqualTo((long)(service.At(p) * (1 - BucketShare)), $"service p{p}");
        }

        if (evidence.Record.Model == "open" && evidence.Log.Count == evidence.DueNs.Length)
        {
            // Order does not matter to a sum: the mean holds even where a burst was read in another order than it was due.
            evidence.Result.Response.Mean.ShouldBeGreaterThanOrEqualTo(evidence.ServerResponse.Mean * (1 - BucketShare));
        }
    }
}
