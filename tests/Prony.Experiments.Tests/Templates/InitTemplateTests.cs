using Prony.Experiments.Files;
using Prony.Experiments.Templates;
using Prony.Experiments.Tests.Files;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Templates;

public sealed class InitTemplateTests : IDisposable
{
    private readonly FileSandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void The_template_is_an_experiment_without_mistakes()
    {
        var folder = Path.Combine(_box.Folder, "new");
        var files = InitTemplate.Write(folder);
        files.ShouldBe(
        [
            $"{folder}/experiment.yaml",
            $"{folder}/stacks/hello/Program.cs",
            $"{folder}/stacks/hello/hello.csproj",
            $"{folder}/stacks/hello/stack.yaml",
        ]);
        var result = ExperimentFile.Read(files[0], _box.Environment);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        result.Value!.Candidates.Count.ShouldBe(2);
        result.Value.Rounds.ShouldBe(6);
    }

    [Fact]
    public void Nothing_is_overwritten_and_nothing_is_half_written()
    {
        var existing = _box.Write("new/stacks/hello/Program.cs", "mine");
        var folder = Path.Combine(_box.Folder, "new");
        Should.Throw<IOException>(() => InitTemplate.Write(folder)).Message
            .ShouldBe($"{existing}: exists already and is not overwritten. Nothing was written; name another folder: prony init DIR.");
        File.ReadAllText(existing).ShouldBe("mine");
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ShouldBe([existing]);
    }
}
