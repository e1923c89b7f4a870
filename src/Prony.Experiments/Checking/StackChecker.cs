using System.Diagnostics;
using System.Globalization;
using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Checking;

/// <summary>Starts a stack once as a run would, asks it once, stops it and looks what is left: whether a stack file works on this machine, without a load.</summary>
/// <param name="cacheFolder">Results of prepare steps.</param>
/// <param name="within">Longest time from the first prepare step until every service is settled.</param>
/// <param name="tell">Told a line at each step.</param>
/// <remarks>One check at a time. Nothing that was started is left when a check ends, however it ends.</remarks>
public sealed class StackChecker(string cacheFolder, TimeSpan within, Action<string> tell)
{
    private const int LogTailLines = 20;

    /// <summary>Default of the longest time: a stack may compile what it serves.</summary>
    public static readonly TimeSpan DefaultWithin = TimeSpan.FromMinutes(10);

    /// <summary>Checks one stack.</summary>
    /// <param name="stack">What to start.</param>
    /// <param name="stop">How a person ends it early.</param>
    /// <exception cref="OperationCanceledException">The person did.</exception>
    /// <exception cref="IOException">Logs cannot be written.</exception>
    public async Task<StackCheckRecord> CheckAsync(StackToCheck stack, RunStop stop)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(stop);
        var record = new StackCheckRecord { Path = stack.Path, Name = stack.Candidate.Name, State = StackCheckState.Good, With = Mask(stack.Candidate.With, stack.Secrets) };
        if (Requirements.FindMissing([stack.Candidate.Stack])[0] is { Count: > 0 } missing)
        {
            return record with
            {
                State = StackCheckState.Skipped,
                Reason = "not installed: " + string.Join(", ", missing.Select(m => m.Name)),
                Missing = [.. missing.Select(MissingRequirements.ToRecord)],
            };
        }

        var scope = RunScope.Open($"check-{stack.Candidate.Name}");

        // A name that nobody can guess, and a folder that nobody else may look into: root writes logs there.
        var logs = Directory.CreateTempSubdirectory("prony-check-").FullName;
        try
        {
            await using (scope)
            {
                await using var killing = stop.StopNow.Register(scope.KillAll);
                record = await CheckAsync(new Check(stack, scope, logs, record), stop);
            }
        }
        finally
        {
            Remove(logs);
        }

        return scope.FindLeft() is { Count: > 0 } left ? Failed(record with { Left = [.. record.Left, .. left] }, "processes were left behind") : record;
    }

    private async Task<StackCheckRecord> CheckAsync(Check check, RunStop stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.EndWindow);
        limit.CancelAfter(within);
        var supervisor = new StackSupervisor(check.Scope, cacheFolder);
        var record = check.Record;
        try
        {
            var prepared = Stopwatch.GetTimestamp();
            await supervisor.PrepareAsync(check.Stack.Candidate, step => tell($"{check.Name}: {step}"), limit.Token);
            record = record with { PrepareS = Stopwatch.GetElapsedTime(prepared).TotalSeconds };
            tell($"{check.Name}: starting");
            await using var running = await supervisor.StartAsync(check.Stack.Candidate, check.Logs, limit.Token);
            return await LookAsync(check with { Record = record }, running, stop.EndWindow);
        }
        catch (StackStartException failure)
        {
            return Failed(record, check.Stack.Secrets.Mask(failure.Message).TrimEnd('.')) with { LogTail = Mask(failure.LogTail, check.Stack.Secrets) };
        }
        catch (OperationCanceledException) when (!stop.EndWindow.IsCancellationRequested)
        {
            return Failed(record, $"not ready and settled within {Time(within.TotalSeconds)} in all (--within)") with { LogTail = ReadLogs(check) };
        }
    }

    private async Task<StackCheckRecord> LookAsync(Check check, IRunningStack running, CancellationToken ct)
    {
        var secrets = check.Stack.Secrets;
        foreach (var note in running.LimitsNotSet)
        {
            tell($"{check.Name}: {note.Service}: {note.Text}");
        }

        var answer = await FrontQuestion.AskAsync(running.Target, running.FrontReady, ct);
        answer = answer with { Record = answer.Record with { Path = secrets.Mask(answer.Record.Path), Text = secrets.Mask(answer.Record.Text) } };
        var (readings, memory) = (running.Read(), running.ReadMemory());
        var record = check.Record with
        {
            ReadyS = running.Times.Ready.TotalSeconds,
            SettledS = running.Times.Settled.TotalSeconds,
            Settled = running.Times.SettledInTime,
            Answer = answer.Record,
            Services = [.. readings.Zip(memory, (r, m) => new ServiceCheckRecord(r.Service, r.Processes, r.Threads, m.PssBytes, m.UssBytes, r.RssBytes))],
        };
        tell($"{check.Name}: ready after {Time(record.ReadyS.Value)}, settled after {Time(record.SettledS.Value)}, {answer.Record.Text}; stopping");
        var front = running.Services[^1];
        var dead = running.FindDead();
        record = record with { Stops = [.. (await running.StopAsync()).Select(static stop => stop.ToRecord())] };
        record = record with { Left = [.. record.Stops.SelectMany(s => s.Leftovers), .. await FrontQuestion.FindListenerAsync(running.Target)] };
        var problem = dead is not null ? $"'{dead.Service}' ended with {dead.How} after it had been asked"
            : !answer.IsGood ? answer.Record.Text
            : !running.Times.SettledInTime ? "it did not become quiet in time (settled.within)"
            : StopProblem(record);
        return problem is null ? record : Failed(record, problem) with { LogTail = Mask(dead?.LogTail ?? running.LogTail(front, LogTailLines), secrets) };
    }

    /// <summary>What is wrong with how it ended; null when nothing is.</summary>
    private static string? StopProblem(StackCheckRecord record) =>
        record.Stops.FirstOrDefault(stop => stop.Escalated) is { } resisting ? $"'{resisting.Service}' did not stop within its grace after {resisting.Signal} and was killed (stop.grace)"
        : record.Stops.FirstOrDefault(stop => !stop.Expected) is { } odd ? string.Create(CultureInfo.InvariantCulture, $"'{odd.Service}' stopped with exit code {odd.ExitCode}, which stop.exit does not accept")
        : record.Left.Count > 0 ? "something outlived the stack: " + string.Join(", ", record.Left)
        : null;

    private static StackCheckRecord Failed(StackCheckRecord record, string reason) =>
        record with { State = StackCheckState.Failed, Reason = record.Reason is { } first ? $"{first}; {reason}" : reason };

    private static string Time(double seconds) => DurationText.Short((long)(Math.Round(seconds, 2) * 1e9));

    private static List<string> Mask(IEnumerable<string> lines, SecretMask secrets) => [.. lines.Select(secrets.Mask)];

    private static Dictionary<string, string> Mask(IReadOnlyDictionary<string, string> values, SecretMask secrets) =>
        values.ToDictionary(value => value.Key, value => secrets.Mask(value.Value));

    /// <summary>The log that was written to last: of the service that did not get on.</summary>
    private static List<string> ReadLogs(Check check) => Directory.Exists(check.Logs)
        && Directory.GetFiles(check.Logs, "*.log").MaxBy(File.GetLastWriteTimeUtc) is { } last
        ? Mask(File.ReadLines(last).TakeLast(LogTailLines), check.Stack.Secrets)
        : [];

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record Check(StackToCheck Stack, RunScope Scope, string Logs, StackCheckRecord Record)
    {
        public string Name => Stack.Candidate.Name;
    }
}
