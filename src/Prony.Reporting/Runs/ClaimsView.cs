using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>What the experiment claims and what became of it; nothing where it claims nothing.</summary>
internal static class ClaimsView
{
    /// <summary>From so many intervals on, one that misses by chance is more likely than people expect.</summary>
    private const int Several = 2;

    public static IEnumerable<Block> Of(IReadOnlyList<ClaimRecord> claims)
    {
        if (claims.Count == 0)
        {
            yield break;
        }

        yield return new Heading($"Claims: {Summary(claims)}");
        yield return new Bullets([.. claims.Select(claim => new Bullet(claim.Says + (claim.Source is { } source ? $" ({source})" : ""), claim.Sentence, ToneOf(claim.State)))]);
        var tested = claims.Count(claim => claim.Low is not null || claim.High is not null);
        if (tested >= Several)
        {
            yield return new Prose(null, $"Each claim is judged by itself: {Figure.Count(tested, "interval")} at 95 % each are not one at 95 %, and of twenty that are true about one misses by chance.", Tone.Aside);
        }

        if (claims.Any(claim => claim.Check is not null))
        {
            yield return new Fold("How the claims were tested", [new Facts([.. claims.Where(claim => claim.Check is not null).Select(claim => new Fact(claim.Says, Test(claim)))])]);
        }
    }

    /// <summary>"3 confirmed, 1 refuted": in the order of states, those that there are.</summary>
    internal static string Summary(IReadOnlyList<ClaimRecord> claims)
    {
        string[] states = [ClaimState.Confirmed, ClaimState.Refuted, ClaimState.Undecided, ClaimState.NotTestable];
        return string.Join(", ", states.Select(state => (State: state, Count: claims.Count(claim => claim.State == state))).Where(found => found.Count > 0)
            .Select(found => $"{Figure.Count(found.Count)} {found.State.Replace('-', ' ')}"));
    }

    private static string Test(ClaimRecord claim) =>
        $"{claim.Check}, expected {claim.Expect}; {Figure.Count(claim.Rounds, "round")}" + (claim.State == ClaimState.Undecided && claim.Reason is { } reason ? $"; {reason}" : "");

    private static Tone ToneOf(string state) => state switch
    {
        ClaimState.Confirmed => Tone.Good,
        ClaimState.Refuted => Tone.Bad,
        ClaimState.Undecided => Tone.Doubtful,
        _ => Tone.Aside,
    };
}
