using Prony.Measurement.Runs;
using Prony.Reporting.Capacities;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Imported;
using Prony.Reporting.Observations;
using Prony.Reporting.Runs;
using Spectre.Console;
using TableColumn = Prony.Reporting.Runs.TableColumn;

namespace Prony.Reporting.Listing;

/// <summary>What is in a run directory: the answer, the plan, every trial with its counts and gates, the files; as <c>git show</c> does it for a commit.</summary>
/// <remarks>Reads the directory; thread-safe when the console is.</remarks>
public static class RunContents
{
    /// <summary>Writes it; it fits the width of the console.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="view">What was read of it; of <c>prony tune</c> null.</param>
    /// <param name="withDefinitions">Print the definitions in full.</param>
    /// <param name="console">Where.</param>
    public static void Terminal(RunDirectory run, RunView? view, bool withDefinitions, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(console);
        TerminalRenderer.Write(console, Of(run, RunLister.ReadRun(run), view, withDefinitions, console.Profile.Width));
    }

    private static IEnumerable<Block> Of(RunDirectory run, RunListEntry entry, RunView? view, bool withDefinitions, int width)
    {
        yield return new Title($"{entry.Kind} {entry.Name}");
        yield return new Facts([.. Head(entry, view)]);
        foreach (var block in view is { Plan: { Imported: { } imported } read } ? ImportedDocument.Of(read, imported, width).Skip(1) : Own(run, view, width))
        {
            yield return block;
        }

        yield return new Heading("Files");
        yield return new Facts([.. Files(run)]);
        foreach (var block in Definitions(view?.Plan, withDefinitions))
        {
            yield return block;
        }
    }

    /// <summary>What Prony itself planned and measured.</summary>
    private static IEnumerable<Block> Own(RunDirectory run, RunView? view, int width)
    {
        foreach (var block in Answer(run, view))
        {
            yield return block;
        }

        if (view?.Plan is { } plan)
        {
            yield return new Heading("Plan");
            yield return new Facts([.. Reproduction.Of(plan).Where(fact => fact.Name is not ("Run" or "Files"))]);
        }

        foreach (var block in view is null ? Stages(run) : Trials(view, width))
        {
            yield return block;
        }
    }

    private static IEnumerable<Fact> Head(RunListEntry entry, RunView? view)
    {
        yield return new Fact("State", entry.State + (entry.Preview ? ", preview" : ""));
        if (entry.CreatedUtc is { } created)
        {
            yield return new Fact("Date", created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture));
        }

        yield return new Fact("Experiment", entry.Experiment);
        if (entry.Question is { Length: > 0 } question)
        {
            yield return new Fact("Question", question);
        }

        yield return new Fact("Candidates", string.Join(", ", entry.Candidates));
        if (view?.Plan is { } plan)
        {
            yield return new Fact("Made by", $"{plan.Tool.Name} {plan.Tool.Version}");
        }
    }

    private static IEnumerable<Block> Answer(RunDirectory run, RunView? view)
    {
        if (RunReader.ReadTune(run) is { } tune)
        {
            if (tune.Whole == false)
            {
                yield return new Alert("Incomplete", TuneDocument.Incomplete);
            }

            yield return new Prose("Verdict", string.Join(' ', tune.Sentences));
        }
        else if (RunReader.ReadCapacity(run) is { } capacity)
        {
            if (CapacityDocument.Incomplete(capacity, view?.Plan) is { } incomplete)
            {
                yield return new Alert("Incomplete", incomplete);
            }

            yield return new Bullets([.. capacity.Comparisons.Select(c => new Bullet("Verdict", c.Sentence)), .. capacity.Candidates.Select(c => new Bullet("Capacity", c.Sentence))]);
        }
        else if (view is { Verdict: { } verdict })
        {
            foreach (var block in RunDocument.Verdict(view, verdict))
            {
                yield return block;
            }

            if (verdict.Doubts.Count > 0)
            {
                var ids = verdict.Doubts.GroupBy(doubt => (doubt.Id, doubt.Level)).Select(doubts => $"{doubts.Key.Id} {doubts.Key.Level}{(doubts.Count() > 1 ? $" ×{Figure.Count(doubts.Count())}" : "")}");
                yield return new Prose("Doubts", string.Join(", ", ids) + ". 'prony report' says what was seen.", Tone.Doubtful);
            }
        }
        else if (view is not null)
        {
            yield return new Alert("No verdict", RunReader.IsBeingWritten(run) ? $"the run goes on: 'prony watch' follows it. {RunDocument.WhatThereIs(view)}" : $"the run ended before it. {RunDocument.WhatThereIs(view)}");
        }
    }

    private static IEnumerable<Block> Trials(RunView view, int width)
    {
        if (view.Trials.Count > 0)
        {
            var counted = CountedTrials.In(view);
            List<TrialRecord> trials = [.. view.Trials.OrderBy(t => t.Round).ThenBy(t => t.Attempt).ThenBy(t => t.Phases.Count > 0 ? t.Phases[0].StartUtc : DateTimeOffset.MinValue)];
            yield return new Heading($"Trials: {Figure.Count(trials.Count)} made{(view.Plan is { } plan ? $", {Figure.Count(plan.TrialCount())} planned" : "")}");
            TableColumn[] labels = [Figures(trials, "round", t => Figure.Count(t.Round) + (t.Attempt > 1 ? $" ({Figure.Count(t.Attempt)})" : "")), Words(trials, "candidate", t => t.Candidate)];
            List<IReadOnlyList<TableColumn>> groups =
            [
                [Words(trials, "load", t => $"{t.Scenario}, {t.Point.Text}")],
                [Words(trials, "state", t => t.State + (counted.Contains(t) ? ", counts" : ""))],
                [Figures(trials, "due", t => Count(t.Load?.Requests.Due))],
                [Figures(trials, "succeeded", t => Count(t.Load?.Requests.Succeeded))],
                [Figures(trials, "failed", t => Count(t.Load?.Requests.Failures()))],
                [Figures(trials, "took", t => Figure.Chosen(Math.Round(t.Phases.Sum(phase => phase.DurationS), 1)))],
                [Words(trials, "gates", Gates)],
            ];
            foreach (var table in TableColumn.Fit(labels, groups, width))
            {
                yield return table;
            }

            yield return new Prose("Phases", string.Join(", ", Phases(trials)), Tone.Aside);
        }

        if (view.Unfinished.Count > 0)
        {
            yield return new Heading("Trials that are not whole");
            yield return new Bullets([.. view.Unfinished.Select(t => new Bullet(t.Name, $"{Figure.Count(t.Seconds, "second")} of load written."))]);
        }
    }

    /// <summary>"start 0.4 s, idle 2 s, warmup 1 s, window 3 s": means over the trials that had the phase, in order.</summary>
    private static IEnumerable<string> Phases(List<TrialRecord> trials) => trials.SelectMany(t => t.Phases)
        .GroupBy(phase => phase.Name)
        .Select(phases => $"{phases.Key} {Figure.Chosen(Math.Round(phases.Average(phase => phase.DurationS), 2))}")
        .DefaultIfEmpty("none was timed");

    private static string Gates(TrialRecord trial)
    {
        var found = trial.Gates.Where(gate => gate.State is GateState.Invalid or GateState.Warn).OrderBy(gate => gate.State == GateState.Invalid ? 0 : 1).Select(gate => $"{gate.Id} {gate.State}").Distinct().ToList();
        return found.Count > 0 ? string.Join(", ", found) : trial.Gates.Count > 0 ? "ok" : Figure.Unknown;
    }

    private static string Count(long? number) => number is { } count ? Figure.Count(count) : Figure.Unknown;

    private static TableColumn Figures(List<TrialRecord> trials, string header, Func<TrialRecord, string> cell) => new(new Column(header), trials.ConvertAll(trial => cell(trial)));

    private static TableColumn Words(List<TrialRecord> trials, string header, Func<TrialRecord, string> cell) => new(new Column(header, IsFigure: false), trials.ConvertAll(trial => cell(trial)));

    private static IEnumerable<Block> Stages(RunDirectory tune)
    {
        yield return new Heading("Stages");
        yield return new Bullets([.. RunLister.Stages(tune).Select(stage => new Bullet(stage.Name, RunLister.ReadRun(stage) is { } entry ? $"{entry.State}, {Figure.Count(entry.PlannedRounds ?? 0, "round")}, {string.Join(", ", entry.Candidates)}." : ""))]);
    }

    /// <summary>Top-level files with their sizes, then what trials hold, by kind.</summary>
    private static IEnumerable<Fact> Files(RunDirectory run)
    {
        foreach (var file in new DirectoryInfo(run.Path).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            yield return new Fact(file.Name, Figure.Bytes(file.Length));
        }

        foreach (var folder in new DirectoryInfo(run.Path).EnumerateDirectories().OrderBy(folder => folder.Name, StringComparer.Ordinal))
        {
            var files = folder.EnumerateFiles("*", SearchOption.AllDirectories).ToList();
            var folders = folder.EnumerateDirectories().Count();
            yield return new Fact(folder.Name + "/", $"{(folders > 0 ? Figure.Count(folders, "folder") + ", " : "")}{Figure.Count(files.Count, "file")}, {Figure.Bytes(files.Sum(file => file.Length))}");
        }
    }

    private static IEnumerable<Block> Definitions(PlanRecord? plan, bool inFull)
    {
        if (plan is null || plan.Definitions.Count == 0)
        {
            yield break;
        }

        yield return new Heading(inFull ? "Definitions" : "Definitions (--definitions prints them)");
        if (!inFull)
        {
            yield return new Facts([.. plan.Definitions.Select(file => new Fact(file.Key, Figure.Count(LinesOf(file.Value).Length, "line")))]);
            yield break;
        }

        foreach (var (name, text) in plan.Definitions)
        {
            yield return new Prose(name, Figure.Count(LinesOf(text).Length, "line"));
            yield return new Quote(LinesOf(text));
        }
    }

    private static string[] LinesOf(string text) => text.TrimEnd('\n').Split('\n');
}
