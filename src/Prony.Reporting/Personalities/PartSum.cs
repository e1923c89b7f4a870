namespace Prony.Reporting.Personalities;

/// <summary>Smallest, mean and largest of durations, nanoseconds. One writer.</summary>
public sealed class PartSum
{
    private double _sum;

    /// <summary>Values added.</summary>
    public long Count { get; private set; }

    /// <summary>Smallest; 0 when there is none.</summary>
    public long Min { get; private set; }

    /// <summary>Largest; 0 when there is none.</summary>
    public long Max { get; private set; }

    /// <summary>Arithmetic mean; NaN when there is none, as the tools print it.</summary>
    public double Mean => _sum / Count;

    /// <summary>Adds one.</summary>
    public void Add(long ns)
    {
        Min = Count == 0 ? ns : Math.Min(Min, ns);
        Max = Math.Max(Max, ns);
        Count++;
        _sum += ns;
    }
}
