using Shouldly;

namespace Prony.EndToEnd.Tests.Reports;

/// <summary>One short real run, whose report several tests look at.</summary>
public sealed class ReportRun : IDisposable
{
    internal const string Secret = "s3cr/t+val99";

    private readonly Workspace _work = new();

    public ReportRun()
    {
        try
        {
            _work.Write("experiment.yaml", $$"""
                name: {{_work.Name}}
                question: Does "</script><script>alert(1)</script>" & <b>waiting</b> cost anything?
                rounds: 2
                phases: {warmup: 300ms, measure: 2s, idle: 100ms, pause: 100ms}
                candidates:
                  steady: {run: "python3 {{Workspace.FaultyServer}} ok {port}"}
                  other: {run: "python3 {{Workspace.FaultyServer}} slow {port}"}
                scenarios:
                  work:
                    request: {get: /, headers: {Authorization: "Bearer ${SHOP_TOKEN}"} }
                    load: {users: 4}
                claims:
                  - {says: "<img src=x onerror=alert(1)> is slower", check: throughput(other) / throughput(steady), expect: "< 1"}
                """);
            using var tool = Tool.Start(new ToolSettings(_work.Folder, new Dictionary<string, string> { ["SHOP_TOKEN"] = Secret }), "run", "experiment.yaml");
            Result = tool.WaitForEnd(TimeSpan.FromMinutes(2));
            Folder = _work.Runs.ShouldHaveSingleItem(Result.ToString());
        }
        catch
        {
            _work.Dispose();
            throw;
        }
    }

    internal ToolResult Result { get; }

    internal string Folder { get; }

    internal string File => ReportFile.In(Folder);

    public void Dispose() => _work.Dispose();
}
