using System.Globalization;
using System.Text.RegularExpressions;
using Prony.Measurement.Runs;

namespace Prony.Reporting.Watching;

/// <summary>Follows a run directory that another process writes: each call tells what has come since the last one.</summary>
/// <param name="run">The directory.</param>
/// <remarks>Not thread-safe. Opens files only while it reads; takes nothing and changes nothing.</remarks>
public sealed partial class RunFollower(RunDirectory run)
{
    private readonly Dictionary<string, OpenTrial> _open = [];
    private readonly HashSet<string> _ended = [];
    private readonly HashSet<string> _told = [];
    private PlanRecord? _plan;
    private bool _begun;

    /// <summary>The plan; null while it is not there.</summary>
    public PlanRecord? Plan => _plan;

    /// <summary>What has come since the last call, in order; nothing before the plan is there.</summary>
    /// <exception cref="RunFormatException">The plan is damaged, or of another schema.</exception>
    public IReadOnlyList<Followed> Poll()
    {
        var found = new List<Followed>();
        if (_plan is null)
        {
            if (!File.Exists(run.PlanFile))
            {
                return found;
            }

            _plan = RunReader.ReadPlan(run);
            found.Add(new FollowedPlan(_plan, run.Trials().Count(trial => File.Exists(trial.TrialFile))));
        }

        var fresh = run.Trials().Where(folder => !_open.ContainsKey(folder.Name) && !_ended.Contains(folder.Name)).ToList();

        // What was open before ends before what is new begins.
        foreach (var trial in _open.Values.ToList())
        {
            Follow(trial, found);
        }

        foreach (var trial in InOrder(fresh))
        {
            _open.Add(trial.Which.Name, trial);
            if (!trial.Earlier)
            {
                found.Add(new FollowedStart(trial.Which));
            }

            Follow(trial, found);
        }

        _begun = true;
        return found;
    }

    private void Follow(OpenTrial trial, List<Followed> found)
    {
        // Before the seconds: a trial that is whole now has written all of them.
        var record = trial.Record ?? Try(() => RunReader.ReadTrial(trial.Folder), found);
        if (!trial.Earlier)
        {
            TryDo(() => trial.Read(record is not null, found), found);
        }

        if (record is not null)
        {
            found.Add(new FollowedEnd(trial.Which, record, trial.Earlier));
            _open.Remove(trial.Which.Name);
            _ended.Add(trial.Which.Name);
        }
    }

    /// <summary>Trials that ended before go by the instant of their start, then those that have not ended.</summary>
    private IEnumerable<OpenTrial> InOrder(List<TrialFolder> folders) => folders
        .Select(folder => new OpenTrial(folder, NameOf(folder)) { Record = _begun ? null : TryRead(folder), Earlier = !_begun && File.Exists(folder.TrialFile) })
        .OrderBy(trial => trial.Record?.Phases is [var first, ..] ? first.StartUtc : DateTimeOffset.MaxValue)
        .ThenBy(trial => trial.Folder.Name, StringComparer.Ordinal);

    private static TrialRecord? TryRead(TrialFolder folder)
    {
        try
        {
            return RunReader.ReadTrial(folder);
        }
        catch (Exception fault) when (fault is RunFormatException or IOException or UnauthorizedAccessException)
        {
            // Told when the trial is followed.
            return null;
        }
    }

    /// <summary>What cannot be read is told once: a damaged record stays damaged.</summary>
    private T? Try<T>(Func<T?> read, List<Followed> found)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is RunFormatException or IOException or UnauthorizedAccessException)
        {
            if (_told.Add(fault.Message))
            {
                found.Add(new FollowedFault(fault.Message));
            }

            return null;
        }
    }

    private void TryDo(Action read, List<Followed> found) => Try<object>(
        () =>
        {
            read();
            return null;
        },
        found);

    /// <summary>Names hold points: which part is the candidate is known from the plan.</summary>
    private FollowedTrial NameOf(TrialFolder folder)
    {
        var parts = RoundInName().Match(folder.Name);
        if (!parts.Success)
        {
            return new FollowedTrial(folder.Name, 0, folder.Name, "");
        }

        var rest = parts.Groups[3].Value;
        var candidate = _plan!.Candidates.Select(c => c.Name).Where(name => rest.StartsWith(name + ".", StringComparison.Ordinal)).MaxBy(name => name.Length) ?? rest.Split('.')[0];
        return new FollowedTrial(folder.Name, int.Parse(parts.Groups[1].Value, CultureInfo.InvariantCulture), candidate, rest[Math.Min(rest.Length, candidate.Length + 1)..].Replace('.', ' '))
        {
            Attempt = int.Parse(parts.Groups[2].Value, CultureInfo.InvariantCulture),
        };
    }

    [GeneratedRegex(@"^r(\d{1,6})a(\d{1,6})\.(.+)$")]
    private static partial Regex RoundInName();

    /// <summary>A trial whose record was not there when it was looked at last.</summary>
    private sealed class OpenTrial(TrialFolder folder, FollowedTrial which)
    {
        // Both sides write the same instant; they are joined on it.
        private const double SameInstantS = 0.001;

        private readonly RecordTail<SliceRecord> _slices = new(folder.SlicesFile, RunJson.Lines.SliceRecord);
        private readonly RecordTail<ResourceRecord> _resources = new(folder.ResourcesFile, RunJson.Lines.ResourceRecord);
        private readonly RecordTail<EventRecord> _events = new(folder.EventsFile, RunJson.Lines.EventRecord);
        private readonly List<ResourceRecord> _readings = [];
        private readonly Queue<SliceRecord> _waiting = [];

        public TrialFolder Folder { get; } = folder;

        public FollowedTrial Which { get; } = which;

        public TrialRecord? Record { get; init; }

        public bool Earlier { get; init; }

        /// <summary>All that has come; a damaged line is told of, and those behind it are read: there may be no later call.</summary>
        private static List<T> All<T>(RecordTail<T> tail, List<Followed> found)
            where T : class
        {
            var all = new List<T>();
            while (true)
            {
                try
                {
                    var some = tail.Read();
                    if (some.Count == 0)
                    {
                        return all;
                    }

                    all.AddRange(some);
                }
                catch (RunFormatException damage)
                {
                    found.Add(new FollowedFault(damage.Message));
                }
            }
        }

        /// <summary>Seconds wait for the readings of their services, which another thread writes: until those are there, the next second is, or the trial has ended.</summary>
        public void Read(bool isWhole, List<Followed> found)
        {
            // Of a second whose readings were seen in the call before, those of all services are there now.
            var known = _readings.Count > 0 ? _readings.Max(reading => reading.TS) : double.NegativeInfinity;
            found.AddRange(All(_events, found).Select(happened => new FollowedEvent(Which, happened)));
            _readings.AddRange(All(_resources, found));
            foreach (var slice in All(_slices, found))
            {
                _waiting.Enqueue(slice);
            }

            while (_waiting.TryPeek(out var slice) && (isWhole || _waiting.Count > 1 || known >= slice.TS))
            {
                _waiting.Dequeue();
                found.Add(new FollowedSecond(Which, slice, _readings.FindAll(reading => Math.Abs(reading.TS - slice.TS) < SameInstantS)));
                _readings.RemoveAll(reading => reading.TS <= slice.TS);
            }
        }
    }
}
