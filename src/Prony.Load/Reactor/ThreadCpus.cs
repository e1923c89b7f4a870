namespace Prony.Load.Reactor;

/// <summary>Binds the current thread to CPUs (sched_setaffinity(2)).</summary>
internal static class ThreadCpus
{
    private const int BitsPerByte = 8;

    /// <summary>Leaves the thread where it is for null, and where the system refuses: where it ran then is in the figures of the machine.</summary>
    internal static unsafe bool Bind(IReadOnlyList<int>? cpus)
    {
        if (cpus is null || cpus.Count == 0)
        {
            return false;
        }

        // The kernel reads whole words.
        var mask = new byte[((cpus.Max() / BitsPerByte) + sizeof(ulong)) / sizeof(ulong) * sizeof(ulong)];
        foreach (var cpu in cpus)
        {
            mask[cpu / BitsPerByte] |= (byte)(1 << (cpu % BitsPerByte));
        }

        fixed (byte* bits = mask)
        {
            return NativeEpoll.sched_setaffinity(0, (nuint)mask.Length, bits) == 0;
        }
    }
}
