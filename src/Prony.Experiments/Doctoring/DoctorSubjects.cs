using Prony.Experiments.Checking;
using Prony.Experiments.Files;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Doctoring;

/// <summary>Stacks whose needs are looked at: of experiments, stack files, or all of a folder.</summary>
public static class DoctorSubjects
{
    /// <summary>Reads what paths name.</summary>
    /// <param name="paths">Experiment files, stack files, folders of a stack or of stacks.</param>
    /// <param name="environment">Variables for `${NAME}`.</param>
    /// <returns>The stacks, or everything that is wrong with the files.</returns>
    public static ReadResult<IReadOnlyList<DoctorSubject>> ReadAll(IReadOnlyList<string> paths, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var subjects = new List<DoctorSubject>();
        var wrong = new List<Diagnostic>();
        foreach (var path in paths)
        {
            if (IsExperiment(path, environment))
            {
                var read = ExperimentFile.Read(path, environment);
                wrong.AddRange(read.Diagnostics);
                subjects.AddRange(read.Value?.Shared is { } shared ? [new DoctorSubject($"{read.Value.Name}: services", shared.Stack, Optional: false)] : []);
                subjects.AddRange(read.Value?.Candidates.Where(c => c.Stack is not null)
                    .Select(c => new DoctorSubject($"{read.Value.Name}: {c.Name}", c.Stack!.Stack, c.Optional && c.Name != read.Value.Baseline)) ?? []);
            }
            else
            {
                var read = StackToCheck.ReadAll(StackToCheck.Expand(path), new Dictionary<string, string>(), environment);
                wrong.AddRange(read.Diagnostics);
                subjects.AddRange(read.Value?.Select(stack => new DoctorSubject(stack.Candidate.Name, stack.Candidate.Stack, Optional: false)) ?? []);
            }
        }

        return new ReadResult<IReadOnlyList<DoctorSubject>>(wrong.Count == 0 ? subjects : null, wrong);
    }

    /// <summary>What each of them does not find.</summary>
    public static IReadOnlyList<StackNeeds> FindNeeds(IReadOnlyList<DoctorSubject> subjects)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        return [.. subjects.Zip(Requirements.FindMissing([.. subjects.Select(subject => subject.Stack)]), (subject, missing) =>
            new StackNeeds(subject.Name, subject.Optional, [.. missing.Select(MissingRequirements.ToRecord)]))];
    }

    /// <summary>Which of the two kinds a file is, its keys say; one that cannot be read is complained of as the kind that its name suggests.</summary>
    private static bool IsExperiment(string path, IReadOnlyDictionary<string, string> environment)
    {
        if (Directory.Exists(path) || Path.GetFileName(path) == StackFile.FileName)
        {
            return ExperimentFile.Find(path) != path;
        }

        var unseen = new DiagnosticBag();
        return SourceLoader.Load(path, unseen) is not { } file
            || YamlReader.Read(file, environment, unseen) is not MapNode root
            || !root.Entries.Any(entry => entry.Name == StackKeys.Services.Name)
            || root.Entries.Any(entry => entry.Name == ExperimentKeys.Candidates.Name);
    }
}

/// <summary>A stack whose needs are looked at.</summary>
/// <param name="Name">As people name it.</param>
/// <param name="Stack">The stack.</param>
/// <param name="Optional">What it belongs to goes on without it.</param>
public sealed record DoctorSubject(string Name, StackDefinition Stack, bool Optional);
