using Prony.Experiments.Capacities;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Tuning;

/// <summary>Which settings are tried, and how many rounds each stage has.</summary>
/// <param name="Candidate">Name of the candidate whose settings these are.</param>
/// <param name="Metric">What decides.</param>
/// <param name="Settings">One candidate per setting.</param>
/// <param name="FinalRounds">Rounds of the last stage, at least <see cref="ComparisonRules.FewestRounds"/> for a verdict.</param>
public sealed record TuneQuestion(string Candidate, string Metric, IReadOnlyList<CandidateEntry> Settings, int FinalRounds)
{
    /// <summary>Metrics that may decide: of each a round has a figure.</summary>
    public static readonly IReadOnlyList<string> KnownMetrics = [Metrics.Throughput, Metrics.ResponseP50, Metrics.ResponseP99, Metrics.CpuPerRequest, Metrics.Memory];

    /// <summary>Settings of a last stage: so few that all their pairs can be told apart in six rounds.</summary>
    public const int MostFinalists = 4;

    /// <summary>Rounds of every stage before the last.</summary>
    public const int StageRounds = 2;

    /// <summary>The search whose answers decide, as it is made in the last stage; null: a figure at one load decides.</summary>
    public CapacityQuestion? Capacity { get; init; }

    private const double Overhead = 2.5;

    /// <summary>One candidate for each combination of values.</summary>
    /// <param name="candidate">Whose parameters are varied; a stack.</param>
    /// <param name="varied">The parameters, at least one.</param>
    /// <exception cref="FormatException">The candidate has no such parameter, or there are too many combinations, or two with one name; the message says what to do.</exception>
    public static IReadOnlyList<CandidateEntry> Combine(CandidateEntry candidate, IReadOnlyList<VariedParameter> varied)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(varied);
        if (candidate is not { Kind: CandidateKind.Stack, Stack: { } stack })
        {
            throw new FormatException($"The candidate '{candidate.Name}' is no stack, so it has no parameters. Put its command into a stack file with parameters.");
        }

        var names = stack.Stack.Parameters.Select(parameter => parameter.Key).ToList();
        if (varied.FirstOrDefault(parameter => !names.Contains(parameter.Name)) is { } unknown)
        {
            var hint = NearestName.Hint(unknown.Name, names, names.Count == 0 ? "It has none." : $"It has {string.Join(", ", names)}.");
            throw new FormatException($"The stack {stack.Stack.Name} has no parameter '{unknown.Name}'. {hint}");
        }

        if (varied.DistinctBy(parameter => parameter.Name).Count() < varied.Count)
        {
            throw new FormatException("A parameter is varied once; put all its values into one --vary.");
        }

        var count = varied.Aggregate(1L, (product, parameter) => Math.Min(int.MaxValue, product * parameter.Values.Count));
        return count is < 2 or > CandidateMatrix.MostCombinations
            ? throw new FormatException($"These are {count} settings; between 2 and {CandidateMatrix.MostCombinations} can be tried.")
            : Distinct([.. Combinations([.. varied]).Select(values => Setting(candidate, values))]);
    }

    private static List<CandidateEntry> Distinct(List<CandidateEntry> settings) =>
        settings.GroupBy(setting => setting.Name).FirstOrDefault(group => group.Count() > 1) is { } alike
            ? throw new FormatException(
                $"Two of these settings would have the name '{alike.Key}': names hold small letters, digits and hyphens, and everything else becomes a hyphen. Write the values so that they differ in letters or digits, or tune them one after the other.")
            : settings;

    /// <summary>How many settings each stage has at most, and how many rounds.</summary>
    public IReadOnlyList<(int Settings, int Rounds)> Stages
    {
        get
        {
            var stages = new List<(int, int)>();
            var left = Settings.Count;
            while (left > MostFinalists)
            {
                stages.Add((left, StageRounds));
                left = MostKept(left);
            }

            return [.. stages, (left, FinalRounds)];
        }
    }

    /// <summary>Most settings that a stage may pass on: half of them, and up to three quarters where they are close.</summary>
    internal static int MostKept(int settings) => Math.Max(MostFinalists, settings * 3 / 4);

    /// <summary>How long all stages take, about, seconds: usually, where it is known, and at most.</summary>
    /// <param name="phases">Those of the experiment.</param>
    public (double? Expected, double Longest) DurationS(PhaseLengths phases)
    {
        ArgumentNullException.ThrowIfNull(phases);
        return Capacity is null ? (null, LongestS(phases)) : CapacityStages.DurationS(this, phases);
    }

    /// <summary>How long all stages at one load take at most, about, seconds.</summary>
    /// <param name="phases">Those of the experiment.</param>
    internal double LongestS(PhaseLengths phases)
    {
        return Stages.Sum(stage => stage.Settings * stage.Rounds * (phases.IdleS + phases.PauseS + phases.ExpectedWarmupS + phases.MeasureS + Overhead));
    }

    /// <summary>The last parameter changes fastest.</summary>
    private static IEnumerable<List<(string Name, string Value)>> Combinations(VariedParameter[] left) => left.Length == 0
        ? [[]]
        : left[0].Values.SelectMany(value => Combinations(left[1..]).Select(rest => rest.Prepend((left[0].Name, value)).ToList()));

    private static CandidateEntry Setting(CandidateEntry candidate, List<(string Name, string Value)> values)
    {
        var name = string.Join('-', values.Select(value => $"{KeyTypes.CloseName(value.Name)}-{KeyTypes.CloseName(value.Value)}"));
        var with = new Dictionary<string, string>(candidate.Stack!.With);
        foreach (var (parameter, value) in values)
        {
            with[parameter] = value;
        }

        return candidate with { Name = name, Stack = candidate.Stack with { Name = name, With = with }, Optional = true };
    }
}
