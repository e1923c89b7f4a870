namespace Prony.Load.Arrivals;

/// <summary>The users of one generator thread, which owns every <c>step</c>-th of them: when each is active.</summary>
/// <param name="profile">How many users there are at which time.</param>
/// <param name="startNs">Instant from which the profile counts.</param>
/// <param name="first">Number of the thread.</param>
/// <param name="step">Number of threads.</param>
internal sealed class ThreadUsers(UserProfile profile, long startNs, int first, int step)
{
    /// <summary>First instant, at or after a given one, at which the user of a slot is active; <see cref="UserProfile.Never"/> when there is none.</summary>
    /// <param name="slot">Number among the users of the thread.</param>
    /// <param name="instantNs">At or after the start of the load.</param>
    public long NextActiveNs(int slot, long instantNs)
    {
        var offset = profile.NextActive(first + ((long)slot * step), instantNs - startNs);
        return offset == UserProfile.Never ? UserProfile.Never : startNs + offset;
    }
}
