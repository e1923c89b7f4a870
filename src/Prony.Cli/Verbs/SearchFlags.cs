using System.CommandLine;
using System.Globalization;
using Prony.Cli.Parsing;
using Prony.Experiments.Capacities;
using Prony.Experiments.Objectives;
using Prony.Measurement.Machine;

namespace Prony.Cli.Verbs;

/// <summary>The flags that say how a capacity is searched for: those of <c>prony capacity</c> and of <c>prony tune --slo</c>.</summary>
internal sealed class SearchFlags
{
    private const double FewestStartUsers = 8;
    private const int MostUsers = 100_000;

    /// <summary>Files that Prony itself opens beside connections.</summary>
    private const int OwnFiles = 256;

    private static readonly TimeSpan ShortestTrial = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestTrial = TimeSpan.FromHours(1);

    public Option<Objective[]> Slo { get; } = Values.Objectives("--slo");

    public Option<double?> Width { get; } = Values.Share("--width");

    public Option<double?> Start { get; } = Values.Rate("--start");

    public Option<double?> Max { get; } = Values.Rate("--max");

    public Option<TimeSpan?> Trial { get; } = Values.Duration("--trial");

    public SearchFlags()
    {
        Slo.Description = "What a load must keep, such as 'response.p99 <= 100ms'; may be given several times (default: the objectives of the file; failures <= 0.1% always, unless another share is given)";
        Width.Description = "Width of the bracket at which a search ends, upper ÷ lower - 1 (default: 5%)";
        Start.Description = "Load of the first trial (default: 100/s, or 8 users)";
        Max.Description = "Highest load that is tried (default: 10 million/s, or as many users as connections may be open)";
        Trial.Description = "Length of a trial, without its warm-up (default: 10s)";
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [Slo, Width, Start, Max, Trial];

    /// <summary>The question that they ask.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="usersFlag">The flag that asks for users instead of a rate; null where it was not given.</param>
    /// <param name="otherwise">Objectives where none is given.</param>
    /// <param name="rounds">Searches of each candidate.</param>
    /// <exception cref="UsageException">Values contradict each other.</exception>
    public CapacityQuestion Question(ParseResult parsed, Option? usersFlag, IReadOnlyList<Objective> otherwise, int rounds)
    {
        var users = usersFlag is not null;
        var defaults = new CapacityQuestion();
        var most = users ? Math.Max(FewestStartUsers, Math.Min(MostUsers, ProcessLimits.OpenFiles() - OwnFiles)) : defaults.Highest;
        var highest = parsed.GetValue(Max) ?? most;
        var start = parsed.GetValue(Start) ?? Math.Min(highest, users ? FewestStartUsers : defaults.Start);
        Check(usersFlag, start, highest, most);
        var trial = parsed.GetValue(Trial) ?? TimeSpan.FromSeconds(defaults.TrialS);
        if (trial < ShortestTrial || trial > LongestTrial)
        {
            throw new UsageException("--trial: a trial takes between 500ms and 1h.");
        }

        var slo = parsed.GetValue(Slo)!;
        return defaults with
        {
            Objectives = slo.Length > 0 ? slo : otherwise,
            Users = users,
            Width = parsed.GetValue(Width) ?? defaults.Width,
            Start = start,
            Highest = highest,
            TrialS = trial.TotalSeconds,
            Rounds = rounds,
        };
    }

    private static void Check(Option? usersFlag, double start, double highest, double most)
    {
        if (usersFlag is not null && !(double.IsInteger(start) && double.IsInteger(highest)))
        {
            throw new UsageException($"{usersFlag.Name}: --start and --max are whole numbers of users.");
        }

        if (start > highest)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--start {start} lies above --max {highest}."));
        }

        if (start <= 0 || highest > most)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--start and --max: loads lie above 0 and are at most {most:#,0}."));
        }
    }
}
