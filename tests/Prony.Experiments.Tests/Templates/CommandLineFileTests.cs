using System.Globalization;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Templates;
using Prony.Experiments.Tests.Files;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Templates;

public sealed class CommandLineFileTests : IDisposable
{
    private readonly FileSandbox _box = new();

    [Theory]
    [InlineData(null, null, "/")]
    [InlineData(7, null, "/a?b='c'&d=\"e\"")]
    [InlineData(null, 12.5, "/{random.9}/{index}")]
    public void The_file_means_what_the_command_line_meant(int? users, double? rate, string path)
    {
        string[] commands = ["gunicorn -b '127.0.0.1:{port}' app:app", "uvicorn --port {port} \"it's ${HOME}: # odd\"", "gunicorn -w 2 -b 127.0.0.1:{port} app:app"];
        var meant = CommandLineExperiment.Build(commands, users, rate, path, _box.Folder).Value!;
        ShouldMeanTheSame(_box.Read(CommandLineFile.Text(meant, commands)), meant);
    }

    [Theory]
    [InlineData(true, null, false)]
    [InlineData(false, 8, false)]
    [InlineData(false, null, true)]
    public void What_the_command_line_changes_is_in_the_file(bool quick, int? rounds, bool untilDecided)
    {
        string[] commands = ["apple {port}", "pear {port}", "plum {port}"];
        var meant = new ExperimentOverrides(quick, ["apple", "plum"], rounds) { UntilDecided = untilDecided }.Apply(CommandLineExperiment.Build(commands, null, null, "/", _box.Folder).Value!).Value!;
        ShouldMeanTheSame(_box.Read(CommandLineFile.Text(meant, commands)), meant);
    }

    [Fact]
    public void Every_setting_stands_in_it_with_a_word_on_what_it_means()
    {
        string[] commands = ["apple {port}", "pear {port}"];
        var text = CommandLineFile.Text(CommandLineExperiment.Build(commands, null, null, "/").Value!, commands);
        text.Split('\n').Count(line => line.Contains('#', StringComparison.Ordinal)).ShouldBeGreaterThan(12);
        text.ShouldContain("    run: 'apple {port}'\n");
        text.ShouldContain("load: {users: 50}");
    }

    public void Dispose() => _box.Dispose();

    private static void ShouldMeanTheSame(ReadResult<ExperimentDefinition> read, ExperimentDefinition meant)
    {
        read.Diagnostics.ShouldBeEmpty();
        var written = read.Value!;
        (written.Name, written.Baseline, written.Primary, written.Margin, written.Rounds, written.UntilDecided, written.Seed, written.Phases)
            .ShouldBe((meant.Name, meant.Baseline, meant.Primary, meant.Margin, meant.Rounds, meant.UntilDecided, meant.Seed, meant.Phases));
        written.Candidates.Select(Describe).ShouldBe(meant.Candidates.Select(Describe));
        written.Scenarios.Select(Describe).ShouldBe(meant.Scenarios.Select(Describe));
    }

    private static string Describe(CandidateEntry candidate) =>
        $"{candidate.Name} {candidate.Kind} {string.Join('|', candidate.Stack!.Stack.Services[0].Command)} in {candidate.Stack.Stack.Directory}";

    private static string Describe(ScenarioDefinition scenario) => string.Create(
        CultureInfo.InvariantCulture, $"{scenario.Name} {scenario.Requests[0].Method} {scenario.Requests[0].PathAndQuery} {scenario.Expect.Text} {scenario.Timeout} {string.Join(' ', scenario.Points)}");
}
