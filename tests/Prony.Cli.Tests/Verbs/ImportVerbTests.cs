using System.CommandLine;
using System.Runtime.Versioning;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

[SupportedOSPlatform("linux")]
public sealed class ImportVerbTests : IDisposable
{
    private const string Hey = "Summary:\n  Total:\t4.0000 secs\n  Average:\t0.0500 secs\n  Requests/sec:\t250.0000\n\nStatus code distribution:\n  [200]\t1000 responses\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("prony-import").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_nobody_else_may_read_is_written_so_that_nobody_else_may()
    {
        var (source, output) = (Path.Combine(_folder, "supervisord.conf"), Path.Combine(_folder, "stack.yaml"));
        File.WriteAllText(source, "[program:web]\ncommand = server\nenvironment = PASSWORD=\"x\"\n");
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(source, Own);

        Program.CreateRoot().Parse(["import", source, "-o", output]).Invoke().ShouldBe(0);

        File.GetUnixFileMode(output).ShouldBe(Own);
        File.ReadAllText(output).ShouldContain("command: [\"server\"]");
    }

    [Fact]
    public void Results_become_a_run_directory_that_can_be_reported_and_compared()
    {
        var (first, second) = (Write("a.txt", Hey), Write("b.txt", Hey.Replace("4.0000", "2.0000", StringComparison.Ordinal)));

        Run("import", first, second, "--out", Path.Combine(_folder, "runs"), "--name", "old,new").ShouldBe(0);

        var run = Directory.GetDirectories(Path.Combine(_folder, "runs")).ShouldHaveSingleItem();
        var plan = RunReader.ReadPlan(new RunDirectory(run));
        plan.Imported!.Results.Select(result => (result.Candidate, result.ThroughputPerS)).ShouldBe([("old", 250.0), ("new", 500.0)]);
        Run("report", run).ShouldBe(0);
        Run("report", run, "--format", "json").ShouldBe(0);
        Run("report", run, "--format", "markdown").ShouldBe(0);
        Run("compare", run, run, "--candidate", "old=new").ShouldBe(0);
        Run("compare", run, run, "--candidate", "old=new", "--fail-on", "inconclusive").ShouldBe(4);
    }

    [Theory]
    [InlineData("a.txt", "nothing is here\n")]
    [InlineData("b.txt", "Summary:\n  Total:\t4.0000 secs\n  Average:\t0.0500 secs\n")]
    [InlineData("c.json", "[1, 2]\n")]
    public void A_file_without_a_result_is_refused(string name, string text) => Run("import", Write(name, text), "--out", Path.Combine(_folder, "runs")).ShouldBe(2);

    [Fact]
    public void One_bad_file_of_several_refuses_all()
    {
        Run("import", Write("a.txt", Hey), Write("b.txt", "nothing"), Path.Combine(_folder, "missing.txt"), "--out", Path.Combine(_folder, "runs")).ShouldBe(2);
        Directory.Exists(Path.Combine(_folder, "runs")).ShouldBeFalse();
    }

    [Fact]
    public void Names_that_do_not_fit_are_refused() =>
        Refused("import", Write("a.txt", Hey), "--name", "a,b").ShouldStartWith("--name: 2 names for 1 result: hey (");

    [Fact]
    public void A_stack_is_imported_alone_and_results_have_no_output()
    {
        const string Expected = "a file of Circus or supervisord is imported alone";
        Refused("import", Write("a.ini", "[watcher:x]\ncmd = x\n"), Write("a.txt", Hey)).ShouldStartWith(Expected);
        Refused("import", Write("a.txt", Hey), Write("b.txt", Hey), "-o", "x.yaml").ShouldStartWith(Expected);
    }

    [Fact]
    public void A_file_of_supervisord_with_another_name_is_still_one() =>
        Run("import", Write("supervisor.txt", "; ours\n\n[program:web]\ncommand = server\n")).ShouldBe(0);

    [Fact]
    public void Formats_that_an_import_or_a_run_without_a_folder_has_not_are_refused()
    {
        Run("import", Write("a.txt", Hey), "--out", Path.Combine(_folder, "runs")).ShouldBe(0);
        var run = Directory.GetDirectories(Path.Combine(_folder, "runs"))[0];

        Refused("report", run, "--format", "funkload").ShouldContain("holds somebody else's measurement, whose figures are too few for it");
        Refused("report", run, "--format", "locust-csv", "--output", _folder).ShouldContain("holds somebody else's measurement");
        foreach (var format in new[] { "csv", "junit", "writeup" })
        {
            Refused("report", run, "--format", format).ShouldBe($"--format {format}: {Path.GetFileName(run)} holds somebody else's measurement, whose figures are too few for it. Use terminal, html, markdown or json.");
        }
    }

    [Fact]
    public void An_import_is_nothing_to_resume_and_nothing_to_run_against()
    {
        Run("import", Write("a.txt", Hey), "--out", Path.Combine(_folder, "runs")).ShouldBe(0);
        var run = Directory.GetDirectories(Path.Combine(_folder, "runs"))[0];

        Refused("run", "--resume", run).ShouldContain("somebody else's measurement, which 'prony import' read: there is nothing to resume");
    }

    [Fact]
    public void To_watch_an_import_ends_at_once_and_well()
    {
        Run("import", Write("a.txt", Hey), "--out", Path.Combine(_folder, "runs")).ShouldBe(0);

        Run("watch", Directory.GetDirectories(Path.Combine(_folder, "runs"))[0]).ShouldBe(0);
    }

    private static readonly InvocationConfiguration Bare = new() { EnableDefaultExceptionHandler = false };

    private static int Run(params string[] arguments) => Program.CreateRoot().Parse(arguments).Invoke(Bare);

    private static string Refused(params string[] arguments) => Should.Throw<UsageException>(() => Run(arguments)).Message;

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
