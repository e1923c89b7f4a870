using Prony.Load.Plans;
using Prony.Measurement.Clocks;

namespace Prony.Load.Arrivals;

/// <summary>A number of users U(t) that is linear piece by piece, and who of them is there: user k, counted from 0, is active while U(t) > k.</summary>
/// <remarks>
/// <para>So users leave in the opposite order of their coming, as with the load shapes of Locust, and a constant number of 50 is the users 0 to 49.
/// In a piece of length L that goes from a to b, U(t) = a + (b − a)·t/L; all comparisons are of whole nanoseconds, with (k − a)·L and (b − a)·t multiplied out, so nothing is rounded.</para>
/// <para>Before the first piece (the warm-up) there are as many users as at its beginning; after the last there is nobody, because the window is over. Immutable and thread-safe.</para>
/// </remarks>
internal sealed class UserProfile
{
    /// <summary>The answer for a user who never comes (back).</summary>
    public const long Never = long.MaxValue;

    private readonly Piece[] _pieces;

    private UserProfile(IEnumerable<UserStage> stages, long warmupNs)
    {
        var pieces = new List<Piece>();
        var startNs = warmupNs;
        foreach (var stage in stages)
        {
            var endNs = startNs + MonotonicClock.ToNs(stage.For);
            pieces.Add(new Piece(startNs, endNs, stage.From, stage.To));
            startNs = endNs;
        }

        if (warmupNs > 0)
        {
            pieces.Insert(0, new Piece(0, warmupNs, pieces[0].From, pieces[0].From));
        }

        _pieces = [.. pieces];
    }

    /// <summary>The stages of a model, the warm-up before them with the users of their beginning; null for a model without stages.</summary>
    public static UserProfile? Of(ClosedModel model, TimeSpan warmup) =>
        model.Stages.Count == 0 ? null : new UserProfile(model.Stages, MonotonicClock.ToNs(warmup));

    /// <summary>First instant, at or after a given one, at which a user is active; <see cref="Never"/> when there is none.</summary>
    /// <param name="user">0 or more.</param>
    /// <param name="offsetNs">Nanoseconds from the start of the load, 0 or more.</param>
    public long NextActive(long user, long offsetNs)
    {
        for (var i = FirstEndingAfter(offsetNs); i < _pieces.Length; i++)
        {
            var active = _pieces[i].NextActive(user, Math.Max(offsetNs, _pieces[i].StartNs));
            if (active != Never)
            {
                return active;
            }
        }

        return Never;
    }

    /// <summary>Binary search: a user asks after every request, and a shape may have been sampled into thousands of stages.</summary>
    private int FirstEndingAfter(long offsetNs)
    {
        var (low, high) = (0, _pieces.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _pieces[middle].EndNs <= offsetNs ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private readonly record struct Piece(long StartNs, long EndNs, int From, int To)
    {
        public long NextActive(long user, long offsetNs)
        {
            // User k is active in a falling or constant piece until it crosses k, and in a rising one from the first nanosecond after it crossed k.
            Int128 step = To - From;
            var missing = (user - (Int128)From) * (EndNs - StartNs);
            if (step * (offsetNs - StartNs) > missing)
            {
                return offsetNs;
            }

            if (step <= 0)
            {
                return Never;
            }

            var crossed = StartNs + (long)(missing / step) + 1;
            return crossed < EndNs ? crossed : Never;
        }
    }
}
