using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Prony.EndToEnd.Tests.Loading;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Faults;

/// <summary>Planted faults of processes: CPU that hides in a grandchild, a program on the generator's own CPU.</summary>
[Collection(Alone.Name)]
[Trait("Speed", "Slow")]
public sealed class ProcessTests(FaultyServers servers) : IClassFixture<FaultyServers>, IDisposable
{
    private static readonly string Server = Path.Combine(AppContext.BaseDirectory, "Servers", "forking.py");

    private readonly Workspace _work = new();

    [Fact]
    public void CPU_of_a_grandchild_that_nobody_waits_for_is_counted()
    {
        Write("plain", "orphan", "{rate: 100/s}", "2500ms");
        var result = _work.Run("run", "experiment.yaml");

        _work.Runs.ShouldHaveSingleItem(result.ToString());
        var (plain, orphan) = (Trials("plain")[^1].GetProperty("resources"), Trials("orphan")[^1].GetProperty("resources"));
        if (orphan.GetProperty("cpu_source").GetString() == "proc")
        {
            return;   // without a control group such CPU is in nobody's account, as docs/methods/resources.md says
        }

        (orphan.GetProperty("cpu_s").GetDouble() - plain.GetProperty("cpu_s").GetDouble()).ShouldBeInRange(0.4, 1.0, result.ToString());
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void A_burner_on_the_only_CPU_of_the_generator_is_told()
    {
        var cpu = FirstCpu();
        using var burner = Process.Start("taskset", ["-c", cpu, "/bin/bash", "-c", "while [ $SECONDS -lt 30 ]; do :; done"]);
        var start = new ProcessStartInfo("taskset", ["-c", cpu, Clone.PathOf("prony"), "load", servers.Ok, "-r", "500", "-d", "3s", "--json", "-", "--quiet"])
        {
            RedirectStandardOutput = true,
        };
        using var tool = Process.Start(start)!;
        using var load = JsonDocument.Parse(tool.StandardOutput.ReadToEnd());
        tool.WaitForExit();
        burner.Kill();
        burner.WaitForExit();

        // Both get half of the CPU, in turns of milliseconds: requests leave late.
        string[] speakers = ["V01", "V02", "V03"];
        load.RootElement.GetProperty("gates").EnumerateArray()
            .Where(gate => speakers.Contains(gate.GetProperty("id").GetString()))
            .Select(gate => gate.GetProperty("state").GetString())
            .ShouldContain(state => state == "warn" || state == "invalid");
    }

    public void Dispose() => _work.Dispose();

    /// <summary>The first CPU that this process may use.</summary>
    private static string FirstCpu() => File.ReadLines("/proc/self/status").First(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal))
        .Split(':')[1].Trim().Split(',', '-')[0];

    private void Write(string baseline, string other, string load, string measure) => _work.Write("experiment.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
        name: {{_work.Name}}
        rounds: 1
        limits: {V27: {invalid: 100%} }
        phases: {warmup: 300ms, measure: {{measure}}, idle: 100ms, pause: 100ms}
        candidates:
          {{baseline}}: {run: "python3 {{Server}} {{baseline}} {port}"}
          {{other}}: {run: "python3 {{Server}} {{other}} {port}"}
        scenarios:
          work: {request: {get: /}, timeout: 2s, load: {{load}} }
        """));

    /// <summary>Of the candidate, in the order of the attempts.</summary>
    private List<JsonElement> Trials(string candidate) =>
    [
        .. Directory.GetFiles(_work.Runs.ShouldHaveSingleItem(), "trial.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
            .Where(trial => trial.GetProperty("candidate").GetString() == candidate),
    ];
}
