using System.Globalization;

namespace Prony.Measurement.Machine;

/// <summary>How long everything that wanted to run on this machine waited for memory: pages that are swapped in or reclaimed.</summary>
public static class MemoryPressure
{
    /// <summary>Sum since boot, nanoseconds; null where the kernel does not tell.</summary>
    public static long? ReadFullNs() => ParseFullNs(KernelText.Read("/proc/pressure/memory"));

    /// <summary>The line <c>full avg10=0.00 avg60=0.00 avg300=0.00 total=0</c>, total in microseconds (Documentation/accounting/psi.rst).</summary>
    internal static long? ParseFullNs(string? pressure)
    {
        const string head = "full ";
        const string total = "total=";
        var line = pressure?.Split('\n').FirstOrDefault(l => l.StartsWith(head, StringComparison.Ordinal));
        var word = line?.Split(' ').FirstOrDefault(w => w.StartsWith(total, StringComparison.Ordinal));
        return word is not null && long.TryParse(word.AsSpan(total.Length), CultureInfo.InvariantCulture, out var us) ? us * 1000 : null;
    }
}
