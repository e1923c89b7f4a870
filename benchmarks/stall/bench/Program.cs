using System.ComponentModel;
using System.Diagnostics;
using Prony.StallBench;
using Prony.Testing.Reference;

var prony = args[0];
var only = args[1..];
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
        var output = Run([.. tool.Command.Select(w => w.Replace("{url}", url, StringComparison.Ordinal)
            .Replace("{prony}", prony, StringComparison.Ordinal).Replace("{k6}", script, StringComparison.Ordinal))]);
        return output is null ? null : tool.Read(output).Line(tool.Name);
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

// What it prints; null when there is no such program.
static string? Run(string[] command)
{
    var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
    foreach (var word in command[1..])
    {
        start.ArgumentList.Add(word);
    }

    Process? process;
    try
    {
        process = Process.Start(start);
    }
    catch (Win32Exception)
    {
        return null;
    }

    using (process)
    {
        var errors = process!.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(90)))
        {
            process.Kill();
            throw new InvalidOperationException("not finished after 90 s");
        }

        // Some tools print their summary on standard error; prony measures and then ends with a code that says what to doubt.
        return output.Result.Length > 0 ? output.Result
            : process.ExitCode == 0 ? errors.Result
            : throw new InvalidOperationException($"exit code {process.ExitCode}: {errors.Result}");
    }
}
