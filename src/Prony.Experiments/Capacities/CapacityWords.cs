using System.Globalization;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Capacity;

namespace Prony.Experiments.Capacities;

/// <summary>What a search came to, in words.</summary>
internal static class CapacityWords
{
    internal const string BadName = "bad";

    internal const string Resolution = "A bracket is the resolution of the search and no confidence interval: the interval comes from rounds.";

    internal static string Name(TrialVerdict verdict) => verdict switch
    {
        TrialVerdict.Good => "good",
        TrialVerdict.Bad => BadName,
        _ => "void",
    };

    internal static string Name(SearchEnd end) => end switch
    {
        SearchEnd.Narrow => SearchEndName.Narrow,
        SearchEnd.HighestKept => SearchEndName.HighestKept,
        SearchEnd.LowestMissed => SearchEndName.LowestMissed,
        SearchEnd.Generator => SearchEndName.Generator,
        SearchEnd.Budget => SearchEndName.Budget,
        _ => SearchEndName.CutOff,
    };

    /// <summary>"817.5 requests/s", "204 users".</summary>
    internal static string Load(double load, bool users) => users
        ? CountText.Of((long)load, "user")
        : Figure(load) + " requests/s";

    internal static string Figure(double load) => load.ToString(Math.Abs(load) >= 10_000 ? "#,0" : Math.Abs(load) >= 100 ? "#,0.#" : "0.###", CultureInfo.InvariantCulture);

    /// <summary>"response.p99 &lt;= 100ms and failures &lt;= 0.1%".</summary>
    internal static string Objectives(IReadOnlyList<string> objectives) => Texts.List(objectives);

    /// <summary>The bracket of one search and why its upper end failed.</summary>
    internal static string Search(string candidate, CapacitySearchRecord search, CapacitySettings settings)
    {
        var users = settings.Load == "users";
        var keeps = $"{candidate} keeps {Objectives(settings.Objectives)}";
        var why = search.Reason is { } reason ? $" At {Load(search.Upper ?? search.Trials[^1].Load, users)}: {Texts.Sentence(reason)}" : "";
        return search switch
        {
            { End: SearchEndName.Narrow, Lower: { } lower, Upper: { } upper } =>
                $"{keeps} up to between {Figure(lower)} and {Load(upper, users)}{(search.Confirmed ? $", confirmed by {settings.ConfirmS:0.###} s at the lower end" : "")}.{why}",
            { End: SearchEndName.HighestKept, Lower: { } lower } =>
                $"{keeps} even at {Load(lower, users)}, the highest load that was to be tried: its capacity lies above. Raise --max.",
            { End: SearchEndName.LowestMissed } => $"{candidate} does not keep {Objectives(settings.Objectives)} even at the lowest load.{why}",
            { End: SearchEndName.Generator, Lower: { } lower, Upper: { } upper } =>
                $"{keeps} at {Load(lower, users)} and not at {Load(upper, users)}; what lies between cannot be told, because at {Load(search.Trials[^1].Load, users)} the generator was at fault. {Texts.Sentence(search.Trials[^1].Reason ?? "")}".TrimEnd(),
            { End: SearchEndName.Generator, Upper: { } upper } =>
                $"{candidate} does not keep {Objectives(settings.Objectives)} at {Load(upper, users)}, and no lower load was decided: at {Load(search.Trials[^1].Load, users)} the generator was at fault. {Texts.Sentence(search.Trials[^1].Reason ?? "")}".TrimEnd(),
            { End: SearchEndName.Generator, Lower: { } lower } =>
                $"{keeps} at {Load(lower, users)}, and its capacity lies above: at {Load(search.Trials[^1].Load, users)} the generator was the limit, not {candidate}. {Texts.Sentence(search.Trials[^1].Reason ?? "")}".TrimEnd(),
            { End: SearchEndName.Generator } =>
                $"The capacity of {candidate} cannot be told: already at {Load(search.Trials[^1].Load, users)} the generator was at fault. {Texts.Sentence(search.Trials[^1].Reason ?? "")}".TrimEnd(),
            { Lower: { } lower, Upper: { } upper } =>
                $"{keeps} up to between {Figure(lower)} and {Load(upper, users)}; {Ended(search)} before the bracket was narrower than {ShareText.Format(upper / lower - 1)}.{why}",
            { Lower: { } lower } => $"{keeps} at {Load(lower, users)}, and no higher load was decided: {Ended(search)}.",
            { Upper: { } upper } => $"{candidate} does not keep {Objectives(settings.Objectives)} at {Load(upper, users)}, and no lower load was decided: {Ended(search)}.{why}",
            _ => $"The capacity of {candidate} cannot be told: no load was decided, {Ended(search)}.",
        };
    }

    private static string Ended(CapacitySearchRecord search) => search.End == SearchEndName.CutOff
        ? $"the search was cut off after {CountText.Of(search.Trials.Count, "trial")}"
        : $"{CountText.Of(search.Trials.Count, "trial")} were all that there may be";

    /// <summary>What was full at the upper end.</summary>
    internal static string? Saturation(string candidate, BottleneckRecord? found) => found switch
    {
        null => null,
        { Resource: BottleneckName.None } => $"Saturation of {candidate} at the upper end: not found. {found.Sentence}",
        { Resource: BottleneckName.Unknown } => $"Saturation of {candidate} at the upper end: unknown. {found.Sentence}",
        _ => $"Saturation of {candidate} at the upper end: {Resource(found)}{Share(found)}. {found.Sentence}",
    };

    private static string Resource(BottleneckRecord found) => found.Resource switch
    {
        BottleneckName.ServiceThreads => $"the core{(found.Of > 1 ? "s" : "")} that {found.Service} can use",
        BottleneckName.MachineCpu => "all cores",
        BottleneckName.CpuLimit => $"the CPU limit of {found.Service}",
        BottleneckName.AcceptQueue => $"the accept queue of {found.Service}",
        BottleneckName.OpenFiles => $"the connections and files of {found.Service}",
        BottleneckName.Connections => "connections",
        BottleneckName.Queue => $"the queue of {found.Service}",
        BottleneckName.Generator => "the generator",
        _ => found.Resource,
    };

    private static string Share(BottleneckRecord found) => found is { Used: { } used, Of: { } of }
        ? string.Create(CultureInfo.InvariantCulture, $", {used:0.##} of {of:0.##}")
        : "";
}
