using Prony.Reference;
using Prony.StallBench;

var prony = args[0];
var only = args[1..];
if (only is ["--personalities", .. var names])
{
    Pairs.Print(prony, names);
    return;
}

Console.WriteLine("A server frozen for 1 s in every 5 s; 10 connections, 1,000 requests/s where the tool has a rate, 20 s. Milliseconds.");
Console.WriteLine();
Console.WriteLine("| tool | requests/s | mean | p50 | p90 | p95 | p99 |");
Console.WriteLine("|---|---|---|---|---|---|---|");
Console.WriteLine(new Row(1000, 100, 0, 500, 750, 950).Line("**truth** at 1,000/s"));
var absent = new List<string>();
foreach (var tool in Tool.All.Where(t => only.Length == 0 || only.Contains(t.Name.Split(' ')[0])))
{
    if (Measure(tool) is { } line)
    {
        Console.WriteLine(line);
    }
    else
    {
        absent.Add(tool.Name);
    }
}

if (absent.Count > 0)
{
    Console.WriteLine();
    Console.WriteLine($"Not on PATH: {string.Join(", ", absent)}.");
}

// A line of the table; null when there is no such program.
string? Measure(Tool tool)
{
    // The freezes begin 2 s after the first request, so that every tool meets four whole ones.
    using var server = ReferenceServer.Start(
        ServerModel.Frozen(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)), keepsLog: false);
    var url = $"http://127.0.0.1:{server.EndPoint.Port}/";
    var script = Path.Combine(Path.GetTempPath(), $"stall-{Environment.ProcessId}.js");
    File.WriteAllText(script, Tool.K6Script(url));
    try
    {
        var output = Runner.Run([.. tool.Command.Select(w => w.Replace("{url}", url, StringComparison.Ordinal)
            .Replace("{prony}", prony, StringComparison.Ordinal).Replace("{k6}", script, StringComparison.Ordinal))]);
        return output is { } said ? tool.Read(said.Output).Line(tool.Name) : null;
    }
    catch (Exception error) when (error is InvalidOperationException or System.Text.Json.JsonException or KeyNotFoundException or FormatException)
    {
        return $"| {tool.Name} | failed: {error.Message.ReplaceLineEndings(" ")} | | | | | |";
    }
    finally
    {
        File.Delete(script);
    }
}
