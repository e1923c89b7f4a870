using System.Globalization;

namespace Prony.Measurement.Runs;

/// <summary>How the shape of a load is said. Invariant culture; pure and thread-safe.</summary>
public static class StageText
{
    /// <summary>More stages than these are summed up, or the sentence would be a table.</summary>
    private const int MostListed = 6;

    /// <summary>"50 to 400 requests/s", "50, 400, 50 users in stages" or "10 to 400 users in 24 stages".</summary>
    /// <param name="stages">At least one, all of users or all of rates.</param>
    public static string Of(IReadOnlyList<StageRecord> stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        var unit = stages[0].IsOfUsers ? "users" : "requests/s";
        return stages.Count switch
        {
            1 => $"{Value(stages[0])} {unit}",
            <= MostListed => $"{string.Join(", ", stages.Select(Value))} {unit} in stages",
            _ => $"{Number(stages.Min(s => Math.Min(s.From, s.To)))} to {Number(stages.Max(s => Math.Max(s.From, s.To)))} {unit} in {Number(stages.Count)} stages",
        };
    }

    /// <summary>For folder names: "rate-50-to-400", "users-10-to-100" or "stages-3".</summary>
    internal static string Name(IReadOnlyList<StageRecord> stages) => stages is [var only]
        ? string.Create(CultureInfo.InvariantCulture, $"{(only.IsOfUsers ? "users" : "rate")}-{only.From:0.#########}-to-{only.To:0.#########}")
        : string.Create(CultureInfo.InvariantCulture, $"stages-{stages.Count}");

    private static string Value(StageRecord stage) => stage.From == stage.To ? Number(stage.From) : $"{Number(stage.From)} to {Number(stage.To)}";

    private static string Number(double value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);
}
