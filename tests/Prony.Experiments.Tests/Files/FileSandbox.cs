using Prony.Experiments.Definitions;
using Prony.Experiments.Files;

namespace Prony.Experiments.Tests.Files;

/// <summary>A folder of its own for files under test.</summary>
public sealed class FileSandbox : IDisposable
{
    /// <summary>A stack that is right; tests change it by replacing texts.</summary>
    public const string Stack = """
        name: hello
        parameters: {mode: fast, workers: 2}
        services:
          web:
            command: [server, --port, "{port}", --mode, "{mode}"]
        """;

    /// <summary>An experiment that is right.</summary>
    public const string Experiment = """
        name: first
        candidates:
          a: {stack: stacks/hello}
          b: {stack: stacks/hello, with: {mode: slow}}
        scenarios:
          work:
            request: {get: /work}
            load: {users: 10}
        """;

    public FileSandbox()
    {
        Folder = Directory.CreateTempSubdirectory("prony-files-").FullName;
        Write("stacks/hello/stack.yaml", Stack);
    }

    public string Folder { get; }

    public Dictionary<string, string> Environment { get; } = [];

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public ReadResult<ExperimentDefinition> Read(string text) => ExperimentFile.Read(Write("x.yaml", text), Environment);

    /// <summary>The experiment with a text replaced.</summary>
    public ReadResult<ExperimentDefinition> Read(string old, string replacement)
    {
        if (!Experiment.Contains(old, StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{old}' is not in the experiment.");
        }

        return Read(Experiment.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>"4:3 message | hint" of each diagnostic.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<Diagnostic> diagnostics) =>
        [.. diagnostics.Select(d => $"{d.Line}:{d.Column} {d.Message} | {d.Hint}")];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
