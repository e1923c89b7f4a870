using System.Text.Json;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

public sealed class RunVerbsTests : IDisposable
{
    private readonly RunVerbs _runs = new();

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData("report")]
    [InlineData("show")]
    [InlineData("watch")]
    public void A_run_that_is_not_there_gets_the_nearest_name(string verb)
    {
        _runs.Write("20261121T101500Z-tea");
        _runs.Write("20261122T101500Z-tea");
        var wrong = RunVerbs.Wrong(verb, _runs.PathOf("20261121T101500Z-tae"));
        wrong.ShouldStartWith($"There is no run directory {_runs.PathOf("20261121T101500Z-tae")}. Did you mean '");
        wrong.ShouldEndWith("20261121T101500Z-tea'?");
        RunVerbs.Wrong(verb, _runs.PathOf("tea")).ShouldEndWith("20261122T101500Z-tea'?");
        RunVerbs.Wrong(verb, _runs.PathOf("nothing-like-it")).ShouldEndWith("'prony list' names the runs of a folder.");
    }

    [Theory]
    [InlineData("report")]
    [InlineData("show")]
    [InlineData("watch")]
    public void Which_run_has_to_be_said_once(string verb)
    {
        RunVerbs.Wrong(verb).ShouldBe("Which run? Name a run directory, or use --latest for the newest one in runs/.");
        RunVerbs.Wrong(verb, _runs.Folder, "--latest").ShouldBe("RUN and --latest exclude each other.");
        RunVerbs.Wrong(verb, "--latest", "--out", _runs.Folder).ShouldBe($"--latest: there is no run in {_runs.Folder}. Say with --out where the runs are, or name one.");
        RunVerbs.Wrong(verb, "--latest", "--out", _runs.PathOf("nowhere")).ShouldStartWith("--latest: there is no run in ");
    }

    [Fact]
    public void The_latest_is_the_newest_by_name()
    {
        _runs.Write("20261121T101500Z-tea");
        _runs.Write("20261122T101500Z-tea");
        Directory.CreateDirectory(_runs.PathOf("zzz"));
        var output = _runs.PathOf("out.txt");
        RunVerbs.Invoke("report", "--latest", "--out", _runs.Folder, "--format", "junit", "-o", output).ShouldBe(0);
        File.ReadAllText(output).ShouldContain("20261122T101500Z-tea");
    }

    [Theory]
    [InlineData("terminal", "NO VERDICT")]
    [InlineData("markdown", "**NO VERDICT**")]
    [InlineData("csv", "experiment,scenario,load,candidate,round,attempt,counted,metric,unit,value\n")]
    [InlineData("junit", "<testsuites name=\"tea\"")]
    [InlineData("writeup", "# tea\n")]
    public void Every_format_goes_to_a_file(string format, string expected)
    {
        var run = _runs.Write("20261121T101500Z-tea");
        var output = _runs.PathOf("report.txt");
        RunVerbs.Invoke("report", run.Path, "--format", format, "--output", output).ShouldBe(0);
        var text = File.ReadAllText(output);
        text.ShouldContain(expected);
        text.ShouldEndWith("\n");
        text.ShouldNotEndWith("\n\n");
        text.ShouldNotContain("\e");
    }

    [Fact]
    public void A_run_without_a_trial_has_no_verdict_to_print_as_JSON() =>
        RunVerbs.Invoke("report", _runs.Write("20261121T101500Z-tea").Path, "--format", "json").ShouldBe(ExitCodes.NoValidResult);

    [Fact]
    public void A_file_that_cannot_be_written_is_named()
    {
        var run = _runs.Write("20261121T101500Z-tea");
        Should.Throw<IOException>(() => RunVerbs.Invoke("report", run.Path, "--format", "csv", "--output", "/does/not/exist.csv")).Message.ShouldStartWith("--output /does/not/exist.csv: ");
        Should.Throw<IOException>(() => RunVerbs.Invoke("report", run.Path, "--output", _runs.Folder)).Message.ShouldStartWith($"--output {_runs.Folder}: ");
        RunVerbs.Wrong("report", run.Path, "--output", "").ShouldBe("--output '' names no file. Name one, or - for standard output.");
    }

    [Fact]
    public void Only_a_page_in_a_file_can_be_opened()
    {
        var run = _runs.Write("20261121T101500Z-tea");
        RunVerbs.Wrong("report", run.Path, "--format", "csv", "--open").ShouldBe("--open opens the page of --format html, and csv is none.");
        RunVerbs.Wrong("report", run.Path, "--open", "--output", "-").ShouldBe("--open needs a file to open, and --output - is none.");
    }

    [Fact]
    public void A_search_for_capacities_has_the_formats_that_fit_it()
    {
        var run = _runs.WriteCapacity("20261121T101500Z-tea");
        var output = _runs.PathOf("out");
        RunVerbs.Invoke("report", run.Path, "--format", "json", "-o", output).ShouldBe(0);
        JsonDocument.Parse(File.ReadAllText(output)).RootElement.GetProperty("schema").GetString().ShouldBe("prony.capacity/1");
        RunVerbs.Invoke("report", run.Path, "--format", "junit", "-o", output).ShouldBe(0);
        XDocument.Parse(File.ReadAllText(output)).Root!.Name.LocalName.ShouldBe("testsuites");
        RunVerbs.Invoke("report", run.Path, "--format", "csv", "-o", output).ShouldBe(0);
        RunVerbs.Wrong("report", run.Path, "--format", "writeup").ShouldBe("--format writeup: a search for capacities has none. Use terminal, html, markdown, json, csv or junit.");
    }

    [Fact]
    public void Tuned_settings_have_the_formats_that_fit_them()
    {
        var tune = _runs.WriteTune("20261121T101500Z-tea-tune", answered: true);
        var output = _runs.PathOf("out");
        foreach (var format in new[] { "terminal", "markdown" })
        {
            RunVerbs.Invoke("report", tune.Path, "--format", format, "-o", output).ShouldBe(0);
            File.ReadAllText(output).ReplaceLineEndings(" ").Replace("\\", "", StringComparison.Ordinal).ShouldContain("leaves-2 is best.");
        }

        RunVerbs.Invoke("report", tune.Path, "--format", "json", "-o", output).ShouldBe(0);
        JsonDocument.Parse(File.ReadAllText(output)).RootElement.GetProperty("schema").GetString().ShouldBe("prony.tune/1");
        RunVerbs.Wrong("report", tune.Path, "--format", "csv").ShouldEndWith("or report the run of a stage: " + Path.Combine(tune.Path, "20261121T101500Z-tea"));
        RunVerbs.Invoke("show", tune.Path).ShouldBe(0);
        RunVerbs.Wrong("watch", tune.Path).ShouldContain("Watch the run of a stage: " + Path.Combine(tune.Path, "20261121T101500Z-tea"));
    }

    [Fact]
    public void Stages_without_an_answer_are_named()
    {
        var tune = _runs.WriteTune("20261121T101500Z-tea-tune", answered: false);
        RunVerbs.Wrong("report", tune.Path).ShouldBe($"{tune.Path} holds stages of 'prony tune', which has no answer (yet). Each stage is a run to report: {Path.Combine(tune.Path, "20261121T101500Z-tea")}");
    }

    [Theory]
    [InlineData("report")]
    [InlineData("show")]
    public void A_folder_without_a_run_is_told_from_one(string verb) =>
        RunVerbs.Wrong(verb, _runs.Folder).ShouldStartWith($"{_runs.Folder} holds no run");

    [Fact]
    public void A_folder_that_is_not_there_or_is_a_run_cannot_be_listed()
    {
        Directory.CreateDirectory(_runs.PathOf("measurements"));
        RunVerbs.Wrong("list", _runs.PathOf("measurments")).ShouldBe($"There is no folder {_runs.PathOf("measurments")}. Did you mean 'measurements'?");
        var run = _runs.Write("20261121T101500Z-tea");
        RunVerbs.Wrong("list", run.Path).ShouldBe($"{run.Path} is a run itself: 'prony show {run.Path}' says what is in it.");
        RunVerbs.Invoke("list", _runs.Folder).ShouldBe(0);
        RunVerbs.Invoke("show", run.Path).ShouldBe(0);
    }

    [Fact]
    public void A_run_that_was_killed_ends_the_watching_with_its_own_code() =>
        RunVerbs.Invoke("watch", _runs.Write("20261121T101500Z-tea").Path).ShouldBe(ExitCodes.NoValidResult);

    [Fact]
    public void A_search_that_was_cut_off_ends_the_watching_with_that_code_too()
    {
        RunVerbs.Invoke("watch", _runs.WriteCapacity("20261121T101500Z-tea").Path).ShouldBe(ExitCodes.Done);
        RunVerbs.Invoke("watch", _runs.WriteCapacity("20261121T101501Z-tea", whole: false).Path).ShouldBe(ExitCodes.NoValidResult);
    }

    [Fact]
    public void What_another_verb_goes_on_with_is_said_and_a_stage_of_a_tuning_goes_on_with_none()
    {
        var search = _runs.WriteCapacity("20261121T101500Z-tea", whole: false).Path;
        RunVerbs.Wrong("run", "--resume", search).ShouldBe($"{search} holds a search for capacities, which goes on with: prony capacity --resume {search}");
        var run = _runs.Write("20261121T101501Z-tea").Path;
        RunVerbs.Wrong("capacity", "--resume", run).ShouldBe($"{run} holds no search for capacities. A run goes on with: prony run --resume {run}");
        var stage = Path.Combine(_runs.WriteTune("20261121T101500Z-tea-tune", answered: false).Path, "20261121T101500Z-tea");
        RunVerbs.Wrong("run", "--resume", stage).ShouldStartWith($"{stage} is a stage of 'prony tune', and a tuning cannot be resumed");
        RunVerbs.Wrong("capacity", "--resume", stage + "/").ShouldStartWith($"{stage}/ is a stage of 'prony tune'");
        RunVerbs.Invoke("watch", stage).ShouldBe(ExitCodes.NoValidResult);
    }

    [Fact]
    public void The_shell_is_offered_the_runs()
    {
        var words = Program.CreateRoot().Parse("show --late").GetCompletions().Select(item => item.Label).ToList();
        words.ShouldContain("--latest");
    }
}
