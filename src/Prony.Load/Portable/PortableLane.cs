using Prony.Load.Reactor;

namespace Prony.Load.Portable;

/// <summary>A lane of the portable engine: a user, or one of the connections that arrivals may use at once.</summary>
internal sealed class PortableLane(int slot) : Lane(slot)
{
    /// <summary>What its requests travel over; null before its first and after one was taken from it.</summary>
    public Line? Line;
}
