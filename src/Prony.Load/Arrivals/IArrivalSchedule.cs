namespace Prony.Load.Arrivals;

/// <summary>The plan of an open load: arrival index → instant at which it is due. Depends on nothing that happens during the load.</summary>
/// <remarks>Thread: one instance per user; an implementation may keep its place so that rising indices are cheap.</remarks>
internal interface IArrivalSchedule
{
    /// <summary>Nanoseconds from the start of the load to arrival <paramref name="index"/>; never falls as the index rises.</summary>
    /// <param name="index">0 or more.</param>
    long DueOffsetNs(long index);
}
