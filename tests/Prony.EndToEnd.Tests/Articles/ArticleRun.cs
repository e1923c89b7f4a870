using System.Text.Json;
using Prony.EndToEnd.Tests.Reports;
using Shouldly;

namespace Prony.EndToEnd.Tests.Articles;

/// <summary>A run of an experiment of experiments/ in its profile ci, with the real servers; looked at for what it did, never for how fast.</summary>
internal sealed class ArticleRun : IDisposable
{
    private readonly Workspace _work = new();
    private readonly JsonDocument _verdict;

    /// <param name="experiment">Its folder.</param>
    /// <param name="environment">Variables that the file names.</param>
    public ArticleRun(string experiment, Dictionary<string, string>? environment = null)
    {
        try
        {
            using var tool = Tool.Start(new ToolSettings(_work.Folder, environment), "run", FileOf(experiment), "--profile", "ci");
            Result = tool.WaitForEnd(TimeSpan.FromMinutes(6));   // a round that others spoilt is made again, twice at most
            Result.ExitCode.ShouldBeOneOf([0, 5], Result.ToString());   // and a busy machine may forbid a verdict
            Folder = _work.Runs.ShouldHaveSingleItem(Result.ToString());
            _verdict = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "verdict.json")));
            ReportFile.ShouldBeWhole(Folder, experiment);
            Trials = [.. Directory.GetFiles(Folder, "trial.json", SearchOption.AllDirectories).Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)];
        }
        catch
        {
            // Nobody can dispose of what was never made whole.
            _work.Dispose();
            throw;
        }
    }

    public ToolResult Result { get; }

    public string Folder { get; }

    public IReadOnlyList<JsonElement> Trials { get; }

    public IReadOnlyList<JsonElement> Claims => [.. _verdict.RootElement.GetProperty("claims").EnumerateArray()];

    public IReadOnlyList<string> Skipped => [.. _verdict.RootElement.GetProperty("skipped").EnumerateArray().Select(one => one.GetProperty("candidate").GetString()!)];

    public static string FileOf(string experiment) => Clone.PathOf("experiments", experiment, "experiment.yaml");

    /// <summary>A trial of a candidate; with several attempts of a round, any of them.</summary>
    public JsonElement Trial(string candidate, string scenario) => Trials.First(trial => Is(trial, "candidate", candidate) && Is(trial, "scenario", scenario));

    /// <summary>Processes of a service at the end of a trial's window.</summary>
    public static int Processes(JsonElement trial, string service) => trial.GetProperty("resources").GetProperty("services").GetProperty(service).GetProperty("processes").GetInt32();

    /// <summary>What holds for every trial of every experiment: work was done, none of it failed, and nothing is left.</summary>
    public void ShouldHaveAnsweredEverything(params string[] candidates)
    {
        Trials.Select(trial => trial.GetProperty("candidate").GetString()!).Distinct().Order().ShouldBe(candidates.Order(), Result.ToString());
        foreach (var trial in Trials)
        {
            var requests = trial.GetProperty("load").GetProperty("requests");
            requests.GetProperty("succeeded").GetInt64().ShouldBeGreaterThan(0, trial.ToString());
            requests.GetProperty("failed").GetInt64().ShouldBe(0, trial.ToString());
        }

        _work.Survivors().ShouldBeEmpty();
    }

    public void ShouldHaveJudgedClaims(params string[] states)
    {
        Claims.ShouldNotBeEmpty();
        Claims.ShouldAllBe(claim => states.Contains(claim.GetProperty("state").GetString()));
        foreach (var claim in Claims)
        {
            Plain(Result.Output).ShouldContain(Plain(claim.GetProperty("says").GetString()!));
        }
    }

    public void Dispose()
    {
        _verdict.Dispose();
        _work.Dispose();
    }

    private static bool Is(JsonElement trial, string name, string value) => trial.GetProperty(name).GetString() == value;

    /// <summary>Without the line breaks of a terminal.</summary>
    private static string Plain(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
