using Prony.Experiments.Files.Keys;

namespace Prony.Experiments.Files;

/// <summary>The keys of <c>claims</c>.</summary>
internal static class ClaimKeys
{
    public static readonly Key<string> Says = new("says", KeyTypes.Text, "The claim in words; the report prints them.") { Required = true };

    public static readonly Key<string> Source = new("source", KeyTypes.Text, "Where the claim was made, such as \"conclusion\".");

    public static readonly Key<string> Check = new(
        "check", KeyTypes.Text,
        "What is evaluated in every round, such as \"throughput(async) / throughput(sync)\": numbers, + - * /, parentheses, min(…), max(…) and METRIC(CANDIDATE[, users=100][, rate=300/s][, scenario=NAME][, service=NAME]). "
        + "Metrics: throughput, completed, failures, response.mean|min|max|pNN, service-time.mean|pNN, cpu-per-request, cpu, cpu-peak, memory, memory-peak, processes. "
        + "The load may be left out where the scenario has one.");

    public static readonly Key<string> Expect = new(
        "expect", KeyTypes.Text,
        "What its value is to be: >=, >, <= or < with a limit (8, 500ms, 300/s, 64MiB, 0.1%), \"between 2 and 3\", or equivalent for a ratio of two of the same metric.")
    {
        OnlyWith = ["check"],
    };

    public static readonly Key<double> Margin = new("margin", KeyTypes.Share, "With expect: equivalent, the largest difference that does not count.")
    {
        DefaultNote = "the margin of the experiment",
        OnlyWith = ["check"],
    };

    public static readonly Key<string> Scenario = new("scenario", KeyTypes.Name, "The scenario of the metrics that name none.")
    {
        DefaultNote = "the first",
        OnlyWith = ["check"],
    };

    public static readonly Key<string> NotTestable = new("not-testable", KeyTypes.Text, "In place of a check: why it cannot be tested here.");

    public static readonly KeyTable Table = new("Something that is said of the candidates, and how it is put to the test.", Says, Source, Check, Expect, Margin, Scenario, NotTestable)
    {
        ExactlyOneOf = ["check", "not-testable"],
    };

    public static readonly Key<IReadOnlyList<Placed<BoundTable>>> Claims = new(
        "claims", new ListType<BoundTable>(new TableType(Table), "list of mappings", allowSingle: false),
        "What is to be put to the test: each is confirmed, refuted, undecided or not testable by the interval over the rounds (docs/methods/claims.md). A refuted one makes exit code 4 with --fail-on claims.");
}
