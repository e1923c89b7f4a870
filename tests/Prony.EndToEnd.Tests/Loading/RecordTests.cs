using System.Net;
using System.Text.Json;
using Prony.Testing;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Loading;

/// <summary><c>prony load --record FILE</c>.</summary>
public sealed class RecordTests
{
    [Fact]
    public void Csv_has_a_row_for_every_request_and_a_header()
    {
        using var work = new Workspace();
        using var server = ScriptedServer.Answering();

        var result = work.Run("load", Url(server), "-n", "321", "-c", "4", "--record", "rows.csv");

        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("Recorded     321 rows\n");
        var lines = File.ReadAllLines(Path.Combine(work.Folder, "rows.csv"));
        lines.Length.ShouldBe(322);
        lines[0].ShouldStartWith("due_ns,");
        lines.Skip(1).ShouldAllBe(line => line.Contains(",success,200,"));
    }

    [Fact]
    public void Json_lines_hold_failures_too_and_end_at_the_limit()
    {
        using var work = new Workspace();

        var result = work.Run("load", $"http://127.0.0.1:{Workspace.FreePort()}/", "-n", "30", "-c", "2", "--record", "rows.jsonl", "--record-limit", "20");

        result.ExitCode.ShouldBe(5, result.ToString());
        result.Output.ShouldContain("Recorded     20 rows, 10 requests more than --record-limit left out\n");
        var lines = File.ReadAllLines(Path.Combine(work.Folder, "rows.jsonl"));
        lines.Length.ShouldBe(20);
        foreach (var line in lines)
        {
            using var row = JsonDocument.Parse(line);
            row.RootElement.GetProperty("outcome").GetString().ShouldBe("refused");
            row.RootElement.GetProperty("sent_ns").ValueKind.ShouldBe(JsonValueKind.Null);
        }
    }

    [Theory]
    [InlineData("rows.csv")]
    [InlineData("rows.jsonl")]
    public void A_full_disk_ends_the_load_with_code_1_and_says_which_file(string name)
    {
        using var work = new Workspace();
        using var server = ScriptedServer.Answering();
        File.CreateSymbolicLink(Path.Combine(work.Folder, name), "/dev/full");

        var result = work.Run("load", Url(server), "-d", "30s", "-c", "2", "--record", name);

        result.ExitCode.ShouldBe(1, result.ToString());
        result.Error.ShouldContain($"prony: --record {name}: ");
        result.Error.ShouldContain("The load was given up");
    }

    private static string Url(ScriptedServer server) => $"http://127.0.0.1:{((IPEndPoint)server.EndPoint).Port}/";
}
