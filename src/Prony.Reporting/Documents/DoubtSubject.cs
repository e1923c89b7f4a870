using System.Text.RegularExpressions;

namespace Prony.Reporting.Documents;

/// <summary>Whom a doubt is about, read from its words: "async, in 2 of 6 windows, worst in round 1: The CPU …" or "async's answers have …".</summary>
/// <param name="Candidate">Its name.</param>
/// <param name="Share">"2 of 6" or "all 6"; null where it is not said.</param>
/// <param name="Where">"round 1 at 50 users"; null where it is not said.</param>
/// <param name="What">What was seen, without the name: the same of two candidates that did the same.</param>
/// <param name="Sentence">The same as it can be read.</param>
internal sealed partial record DoubtSubject(string Candidate, string? Share, string? Where, string What, string Sentence)
{
    /// <summary>Null where the words do not begin with a candidate: the machine, the run, something else.</summary>
    public static DoubtSubject? Of(string seen)
    {
        if (Often().Match(seen) is { Success: true } often)
        {
            return new DoubtSubject(often.Groups["name"].Value, Given(often.Groups["share"]), Given(often.Groups["where"]), often.Groups["what"].Value, often.Groups["what"].Value);
        }

        return Own().Match(seen) is { Success: true } own ? new DoubtSubject(own.Groups["name"].Value, null, null, seen[own.Groups["name"].Length..], seen) : null;

        static string? Given(Group group) => group.Success ? group.Value : null;
    }

    [GeneratedRegex(@"^(?<name>[a-z0-9]+(?:-[a-z0-9]+)*)(?:, in (?<share>all \d+|\d+ of \d+) windows, worst in (?<where>round \d+[^:]*))?: (?<what>.+)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Often();

    [GeneratedRegex(@"^(?<name>[a-z0-9]+(?:-[a-z0-9]+)*)'s ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Own();
}
