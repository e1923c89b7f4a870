using Prony.Experiments.Definitions;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

public sealed class CandidateMatrixTests : IDisposable
{
    private const string Second = "b: {stack: stacks/hello, with: {mode: slow}}";

    private readonly FileSandbox _box = new();

    [Fact]
    public void A_matrix_is_one_candidate_for_each_combination_in_the_order_of_the_file() =>
        Read("many: {stack: stacks/hello, matrix: {mode: [fast, slow], workers: [1, 8]}}").Candidates
            .Select(c => (c.Name, string.Join(' ', c.Stack!.With.Select(w => $"{w.Key}={w.Value}"))))
            .ShouldBe(
            [
                ("a", "mode=fast workers=2"),
                ("many-mode-fast-workers-1", "mode=fast workers=1"),
                ("many-mode-fast-workers-8", "mode=fast workers=8"),
                ("many-mode-slow-workers-1", "mode=slow workers=1"),
                ("many-mode-slow-workers-8", "mode=slow workers=8"),
            ]);

    [Fact]
    public void Everything_else_of_the_candidate_holds_for_all_of_them()
    {
        var made = Read("many: {stack: stacks/hello, with: {workers: 4}, matrix: {mode: [fast, slow]}, optional: true, declares: {keep-alive: \"on\"}}").Candidates.Skip(1).ToList();
        made.ShouldAllBe(c => c.Optional && c.Stack!.With["workers"] == "4" && c.Stack.Stack.Declares.Single().Key == "keep-alive");
        made.Count.ShouldBe(2);
    }

    [Fact]
    public void A_matrix_alone_makes_an_experiment_and_its_first_combination_is_the_baseline()
    {
        var read = _box.Read(FileSandbox.Experiment.Replace("a: {stack: stacks/hello}\n", "", StringComparison.Ordinal).Replace(Second, "many: {stack: stacks/hello, matrix: {workers: [1, 2, 4]}}", StringComparison.Ordinal));
        read.Diagnostics.ShouldBeEmpty();
        read.Value!.Baseline.ShouldBe("many-workers-1");
    }

    [Fact]
    public void A_single_value_needs_no_list_and_names_hold_letters_and_digits_only() =>
        Read("many: {stack: stacks/hello, matrix: {mode: 'App:app 1'}}").Candidates[1].Name.ShouldBe("many-mode-app-app-1");

    [Theory]
    [InlineData("b: {stack: stacks/hello, matrix: {mode: []}}", "4:43 candidates.b.matrix.mode is empty | ")]
    [InlineData("b: {stack: stacks/hello, matrix: {}}", "4:36 candidates.b.matrix needs at least 1, but has 0 | ")]
    [InlineData("b: {stack: stacks/hello, matrix: fast}", "4:36 candidates.b.matrix must be a mapping of names to lists of text, but is 'fast' | ")]
    [InlineData("b: {run: 'x {port}', matrix: {mode: [a]}}", "4:24 'matrix' in candidates.b needs 'stack' beside it | ")]
    [InlineData("b: {stack: stacks/hello, matrix: {mood: [a]}}", "4:37 the stack hello has no parameter 'mood' | It has mode, workers.")]
    [InlineData("b: {stack: stacks/hello, with: {mode: x}, matrix: {mode: [a]}}", "4:54 candidates.b: 'mode' stands in 'with' and in 'matrix' | Remove one of the two.")]
    [InlineData("b: {stack: stacks/hello, matrix: {mode: [a b, a-b]}}", "4:3 two candidates are named 'b-mode-a-b' | Name the candidate of the matrix otherwise, or give its values that differ in letters and digits.")]
    [InlineData("b: {stack: stacks/hello, matrix: {mode: [1, 2, 3, 4, 5, 6, 7, 8, 9], workers: [1, 2, 3, 4, 5, 6, 7, 8]}}", "4:28 candidates.b.matrix makes 72 candidates, and 64 are the most | Give it fewer values, or make several experiments.")]
    [InlineData("b: {stack: stacks/hello, matrix: {mode: [\"{nothing.at}\", x]}}", null)]
    public void What_is_wrong_is_told_with_its_place(string candidate, string? line)
    {
        var lines = FileSandbox.Lines(_box.Read(Second, candidate).Diagnostics);
        if (line is null)
        {
            lines.ShouldBeEmpty();
        }
        else
        {
            lines.ShouldContain(line);
        }
    }

    [Fact]
    public void The_name_of_the_matrix_is_no_baseline()
    {
        var text = FileSandbox.Experiment.Replace(Second, "many: {stack: stacks/hello, matrix: {workers: [1, 2]}}", StringComparison.Ordinal).Replace("candidates:", "baseline: many\ncandidates:", StringComparison.Ordinal);
        FileSandbox.Lines(_box.Read(text).Diagnostics).ShouldBe(["2:11 baseline: there is no candidate 'many' | The candidates are a, many-workers-1, many-workers-2."]);
    }

    public void Dispose() => _box.Dispose();

    private ExperimentDefinition Read(string candidate)
    {
        var read = _box.Read(Second, candidate);
        read.Diagnostics.ShouldBeEmpty();
        return read.Value!;
    }
}
