using Prony.Measurement.Runs;

namespace Prony.Load.Plans;

/// <summary>The stages of a model as they are written, and back. Pure and thread-safe.</summary>
public static class LoadShape
{
    /// <summary>The stages of a model for its record; null when it has none.</summary>
    public static IReadOnlyList<StageRecord>? ToRecords(LoadModel model) => model switch
    {
        ClosedModel { Stages: { Count: > 0 } users } => [.. users.Select(s => StageRecord.OfUsers(s.From, s.To, s.For.TotalSeconds))],
        OpenModel { Stages: { Count: > 0 } rates } => [.. rates.Select(s => StageRecord.OfRate(s.FromPerS, s.ToPerS, s.For.TotalSeconds))],
        _ => null,
    };

    /// <summary>The stages of users among the records; none when there are no records.</summary>
    public static IReadOnlyList<UserStage> Users(IReadOnlyList<StageRecord>? stages) =>
        [.. (stages ?? []).Where(s => s.FromUsers is not null).Select(s => new UserStage(s.FromUsers!.Value, s.ToUsers!.Value, TimeSpan.FromSeconds(s.ForS)))];

    /// <summary>The stages of rates among the records; none when there are no records.</summary>
    public static IReadOnlyList<RateStage> Rates(IReadOnlyList<StageRecord>? stages) =>
        [.. (stages ?? []).Where(s => s.FromPerS is not null).Select(s => new RateStage(s.FromPerS!.Value, s.ToPerS!.Value, TimeSpan.FromSeconds(s.ForS)))];
}
