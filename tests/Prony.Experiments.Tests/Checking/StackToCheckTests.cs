using Prony.Experiments.Checking;
using Prony.Experiments.Files;
using Prony.Experiments.Tests.Files;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Checking;

public sealed class StackToCheckTests : IDisposable
{
    private static readonly Dictionary<string, string> None = [];

    private readonly FileSandbox _box = new();

    [Fact]
    public void A_folder_of_stacks_means_all_of_them_by_name()
    {
        _box.Write("stacks/apps/app.py", "");
        _box.Write("stacks/another/stack.yaml", FileSandbox.Stack.Replace("hello", "another", StringComparison.Ordinal));
        StackToCheck.Expand(Path("stacks")).Select(p => System.IO.Path.GetFileName(p)).ShouldBe(["another", "hello"]);
        StackToCheck.Expand(Path("stacks/hello")).ShouldBe([Path("stacks/hello")]);
        StackToCheck.Expand(Path("stacks/hello/stack.yaml")).ShouldBe([Path("stacks/hello/stack.yaml")]);
        StackToCheck.Expand(Path("nowhere")).ShouldBe([Path("nowhere")]);
    }

    [Fact]
    public void Values_go_to_every_stack_that_has_the_parameter()
    {
        _box.Write("stacks/bare/stack.yaml", "name: bare\nservices: {web: {command: \"x {port}\"}}");
        var read = StackToCheck.ReadAll(StackToCheck.Expand(Path("stacks")), new Dictionary<string, string> { ["workers"] = "8" }, None);
        read.Diagnostics.ShouldBeEmpty();
        read.Value!.Select(stack => (stack.Candidate.Name, string.Join(' ', stack.Candidate.With.Values))).ShouldBe([("bare", ""), ("hello", "fast 8")]);
    }

    [Theory]
    [InlineData("workres", "--with: no stack that was named has a parameter 'workres'. Did you mean 'workers'?")]
    [InlineData("x", "--with: no stack that was named has a parameter 'x'. The parameters are mode, workers.")]
    public void A_value_for_nobody_is_named_with_the_nearest(string name, string message) =>
        DiagnosticText.Format(StackToCheck.ReadAll([Path("stacks/hello")], new Dictionary<string, string> { [name] = "1" }, None).Diagnostics).ShouldBe(message);

    [Fact]
    public void A_stack_without_parameters_says_so()
    {
        var bare = _box.Write("bare.yaml", "name: bare\nservices: {web: {command: \"x {port}\"}}");
        DiagnosticText.Format(StackToCheck.ReadAll([bare], new Dictionary<string, string> { ["x"] = "1" }, None).Diagnostics).ShouldEndWith("There are none.");
    }

    [Fact]
    public void What_is_no_stack_is_told_of_all_at_once()
    {
        Directory.CreateDirectory(Path("empty"));
        var text = DiagnosticText.Format(StackToCheck.ReadAll([Path("empty"), Path("nowhere"), _box.Write("odd.yaml", "name: [")], None, None).Diagnostics);
        text.ShouldContain("neither this folder nor one in it holds a stack.yaml");
        text.ShouldContain("there is no such file");
        text.ShouldContain("odd.yaml:");
    }

    [Fact]
    public void A_stack_that_is_not_there_is_told_with_the_nearest_folder()
    {
        _box.Write("stacks/hello/stack.yaml", "name: hello\nservices: {web: {command: \"x {port}\"}}");
        DiagnosticText.Format(StackToCheck.ReadAll([Path("stacks/helo")], None, None).Diagnostics)
            .ShouldBe($"{Path("stacks/helo")}: there is no such stack. Did you mean '{Path("stacks/hello")}'?");
    }

    public void Dispose() => _box.Dispose();

    private string Path(string name) => System.IO.Path.Combine(_box.Folder, name);
}
