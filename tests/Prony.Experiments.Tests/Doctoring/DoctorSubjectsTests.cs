using Prony.Experiments.Doctoring;
using Prony.Experiments.Tests.Files;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Doctoring;

public sealed class DoctorSubjectsTests : IDisposable
{
    private readonly FileSandbox _box = new();

    [Fact]
    public void Experiments_stacks_and_folders_of_stacks_are_looked_at_alike()
    {
        var experiment = _box.Write("x.yaml", FileSandbox.Experiment.Replace("with: {mode: slow}", "optional: true", StringComparison.Ordinal));
        var read = DoctorSubjects.ReadAll(
            [experiment, Path.Combine(_box.Folder, "stacks"), Path.Combine(_box.Folder, "stacks", "hello", "stack.yaml"), _box.Write("own.yaml", FileSandbox.Stack)], _box.Environment);
        read.Diagnostics.ShouldBeEmpty();
        read.Value!.Select(s => (s.Name, s.Optional)).ShouldBe([("first: a", false), ("first: b", true), ("hello", false), ("hello", false), ("hello", false)]);
    }

    [Fact]
    public void Each_is_told_what_it_lacks()
    {
        _box.Write("stacks/hello/stack.yaml", FileSandbox.Stack + "\nrequires: [{python: no_such_module, debian: [python3-x]}, {command: sh}]\n");
        var read = DoctorSubjects.ReadAll([Path.Combine(_box.Folder, "stacks")], _box.Environment);
        var needs = DoctorSubjects.FindNeeds(read.Value!).ShouldHaveSingleItem();
        needs.Missing.Select(m => (m.Name, string.Join(' ', m.Debian))).ShouldBe([("Python module no_such_module", "python3-x"), ("server", "")]);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var read = DoctorSubjects.ReadAll([_box.Write("x.yaml", "name: x\n"), _box.Write("stacks/bad/stack.yaml", "name: [")], _box.Environment);
        read.Value.ShouldBeNull();
        read.Diagnostics.Select(d => Path.GetFileName(d.File)).Distinct().ShouldBe(["x.yaml", "stack.yaml"], ignoreOrder: true);
    }

    public void Dispose() => _box.Dispose();
}
