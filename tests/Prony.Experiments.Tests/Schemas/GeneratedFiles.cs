using Shouldly;

namespace Prony.Experiments.Tests.Schemas;

/// <summary>Files that are generated from the code and committed, so that people can read and link them.</summary>
internal static class GeneratedFiles
{
    private const string Variable = "PRONY_UPDATE_GENERATED";

    /// <summary>Compares; with PRONY_UPDATE_GENERATED=1 writes them instead.</summary>
    public static void ShouldBeCurrent(IEnumerable<(string Name, string Text)> files)
    {
        foreach (var (name, text) in files)
        {
            var path = Repository.File(name);
            if (Environment.GetEnvironmentVariable(Variable) == "1")
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }

            (File.Exists(path) ? File.ReadAllText(path) : "").ShouldBe(
                text, $"{name} is not current. Write it anew: {Variable}=1 dotnet test tests/Prony.Experiments.Tests -c Release");
        }
    }
}
