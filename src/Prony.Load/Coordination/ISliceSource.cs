using Prony.Load.Recording;

namespace Prony.Load.Coordination;

/// <summary>Where slices come from: a generator thread, whichever engine it runs.</summary>
/// <remarks>Thread: the coordinator calls, while the source records.</remarks>
internal interface ISliceSource
{
    /// <summary>It will post nothing more.</summary>
    bool IsFinished { get; }

    /// <summary>Slices that are ready, as a list by <see cref="Slice.Next"/>, oldest first; null when there are none.</summary>
    Slice? TakeSlices();

    /// <summary>Gives back a slice that was merged, so that the source needs no new one.</summary>
    void GiveBack(Slice slice);
}
