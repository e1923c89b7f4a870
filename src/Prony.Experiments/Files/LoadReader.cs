using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files;

/// <summary>Reads the loads of one scenario: steps, a ramp or stages.</summary>
internal sealed class LoadReader(DiagnosticBag bag)
{
    /// <summary>One point for each load; none when it could not be read.</summary>
    public List<PointRecord> Read(BoundTable? load)
    {
        if (load is null)
        {
            return [];
        }

        long? requests = load.TryGet(LoadKeys.Requests, out var count) ? count : null;
        if (load.TryGet(LoadKeys.Users, out var users) && users.Ramp is null)
        {
            if (load.IsWritten(LoadKeys.Ramp))
            {
                Refuse(load, LoadKeys.Spawn, "'ramp' says already when users begin");
            }

            return Steps("users", users.Value!, n => WithPauses(new PointRecord(n, null) { Requests = requests }, load) with { RampS = Seconds(load, LoadKeys.Ramp) ?? SpawnS(load, n) });
        }

        if (load.TryGet(LoadKeys.Rate, out var rate) && rate.Ramp is null)
        {
            return Steps("rate", rate.Value!, perS => new PointRecord(null, perS, load.Get(LoadKeys.Arrivals)) { Requests = requests });
        }

        if (users.Ramp is null && rate.Ramp is null && !load.IsWritten(LoadKeys.Stages))
        {
            return [];   // the load could not be read, and that was said
        }

        Refuse(load, LoadKeys.Requests, "a ramp and stages have a length, which a count of requests cannot end");
        if (users.Ramp is { } usersRamp)
        {
            Refuse(load, LoadKeys.Ramp, "this load says itself when its users begin");
            Refuse(load, LoadKeys.Spawn, "this load says itself when its users begin");
            return UserShape(UserRamp(usersRamp), load);
        }

        return rate.Ramp is { } rateRamp ? RateShape(RateRamp(rateRamp), load) : ReadStages(load);
    }

    private List<PointRecord> ReadStages(BoundTable load)
    {
        var stages = load.GetOrDefault(LoadKeys.Stages) ?? [];
        if (stages.Count == 0)
        {
            return [];
        }

        var ofUsers = stages[0].Value.IsWritten(LoadKeys.StageUsers);
        var (own, other) = ofUsers ? ((Key)LoadKeys.StageUsers, (Key)LoadKeys.StageRate) : (LoadKeys.StageRate, LoadKeys.StageUsers);
        var stranger = stages.TakeWhile(stage => stage.Value.IsWritten(own) || !stage.Value.IsWritten(other)).Count();
        if (stranger < stages.Count)
        {
            bag.Add(stages[stranger].Node, $"load.stages[{stranger}]: users and rates cannot be mixed in one list", "Write all stages with 'users' (closed model) or all with 'rate' (open model).");
            return [];
        }

        if (ofUsers)
        {
            Refuse(load, LoadKeys.Arrivals, "users have no arrivals, only rates do");
        }
        else
        {
            Refuse(load, LoadKeys.Think, "a rate has no users who think");
            Refuse(load, LoadKeys.Pace, "a rate has no users who keep a pace");
        }

        var read = stages.Select(stage => ofUsers ? UserStage(stage.Value) : RateStage(stage.Value)).OfType<StageRecord>().ToList();
        return read.Count < stages.Count ? [] : ofUsers ? UserShape(read, load) : RateShape(read, load);
    }

    private static StageRecord? UserStage(BoundTable stage) => stage.TryGet(LoadKeys.StageUsers, out var users) && stage.TryGet(LoadKeys.StageLength, out var length)
        ? Between(users, LoadKeys.StageUsersFrom, LoadKeys.StageUsersTo) is var (from, to) ? StageRecord.OfUsers(from, to, length.TotalSeconds) : null
        : null;

    private static StageRecord? RateStage(BoundTable stage) => stage.TryGet(LoadKeys.StageRate, out var rate) && stage.TryGet(LoadKeys.StageLength, out var length)
        ? Between(rate, LoadKeys.StageRateFrom, LoadKeys.StageRateTo) is var (from, to) ? StageRecord.OfRate(from, to, length.TotalSeconds) : null
        : null;

    private static (T From, T To)? Between<T>(OrRamp<T> value, Key<T> fromKey, Key<T> toKey)
        where T : struct
    {
        if (value.Ramp is not { } ramp)
        {
            return (value.Value, value.Value);
        }

        return ramp.TryGet(fromKey, out var from) && ramp.TryGet(toKey, out var to) ? (from, to) : null;
    }

    private static List<StageRecord> UserRamp(BoundTable ramp) =>
        ramp.TryGet(LoadKeys.UsersFrom, out var from) && ramp.TryGet(LoadKeys.UsersTo, out var to) && ramp.TryGet(LoadKeys.Over, out var over)
            ? [StageRecord.OfUsers(from, to, over.TotalSeconds)]
            : [];

    private static List<StageRecord> RateRamp(BoundTable ramp) =>
        ramp.TryGet(LoadKeys.From, out var from) && ramp.TryGet(LoadKeys.To, out var to) && ramp.TryGet(LoadKeys.Over, out var over)
            ? [StageRecord.OfRate(from, to, over.TotalSeconds)]
            : [];

    private List<PointRecord> UserShape(List<StageRecord> stages, BoundTable load)
    {
        var most = stages.Select(s => Math.Max(s.FromUsers!.Value, s.ToUsers!.Value)).DefaultIfEmpty(1).Max();
        if (most == 0)
        {
            bag.Add(load.At(load.IsWritten(LoadKeys.Users) ? LoadKeys.Users : LoadKeys.Stages), "load: there is never a user", "Let the number of users be above 0 somewhere.");
        }

        return stages.Count > 0 && most > 0 ? [WithPauses(new PointRecord(most, null) { Stages = stages }, load)] : [];
    }

    private static List<PointRecord> RateShape(List<StageRecord> stages, BoundTable load)
    {
        var lengthS = stages.Sum(s => s.ForS);
        return lengthS > 0
            ? [new PointRecord(null, stages.Sum(s => (s.FromPerS!.Value + s.ToPerS!.Value) / 2 * s.ForS) / lengthS, load.Get(LoadKeys.Arrivals)) { Stages = stages }]
            : [];
    }

    /// <summary>A key that has no meaning in this load.</summary>
    private void Refuse(BoundTable load, Key key, string why)
    {
        if (load.IsWritten(key))
        {
            bag.Add(load.At(key), $"load.{key.Name}: {why}", $"Remove '{key.Name}'.");
        }
    }

    private static PointRecord WithPauses(PointRecord point, BoundTable load) => point with
    {
        ThinkS = Seconds(load, LoadKeys.Think),
        PaceS = Seconds(load, LoadKeys.Pace),
    };

    private static double? Seconds(BoundTable load, Key<TimeSpan> key) =>
        load.TryGet(key, out var length) && length > TimeSpan.Zero ? length.TotalSeconds : null;

    /// <summary>How long it takes until that many users have begun, at so many a second; null where nothing says so.</summary>
    private static double? SpawnS(BoundTable load, int users) => load.TryGet(LoadKeys.Spawn, out var perS) && perS > 0 ? users / perS : null;

    /// <summary>One point for each value; a value that stands twice would give two trials the same folder.</summary>
    private List<PointRecord> Steps<T>(string key, IReadOnlyList<Placed<T>> values, Func<T, PointRecord> point)
    {
        var points = new List<PointRecord>();
        foreach (var value in values)
        {
            var next = point(value.Value);
            if (points.Contains(next))
            {
                bag.Add(value.Node, $"load.{key}: the list holds {next.Text} twice", "Remove one of them; 'rounds' says how often each load is measured.");
            }

            points.Add(next);
        }

        return points;
    }
}
