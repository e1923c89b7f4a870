using System.Diagnostics;
using System.Globalization;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Tests.Containment;

/// <summary>A process like Prony: opens a scope, starts a stack, and waits to be killed. It runs from this assembly's own entry point.</summary>
internal static class DoomedParent
{
    private const string Verb = "doomed-parent";

    /// <summary>Starts one; its first line of output is "PID of the guard, address of the stack".</summary>
    internal static Process Start(string source, string folder, string program, string kind = "plain")
    {
        var start = new ProcessStartInfo("dotnet", [typeof(DoomedParent).Assembly.Location, Verb, source, folder, program, kind])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        return Process.Start(start)!;
    }

    internal static async Task<int> Main(string[] args)
    {
        if (args is not [Verb, var source, var folder, var program, var kind])
        {
            await Console.Error.WriteLineAsync("These tests are run with 'dotnet test'.");
            return 2;
        }

        var scope = RunScope.Open("doomed", source);
        var supervisor = new StackSupervisor(scope, Path.Combine(folder, "cache"));
        var web = new ServiceDefinition
        {
            Name = "web",
            Command = ["python3", program, "port", "{port}"],
            Ready = new ReadyDefinition("/"),
            Settled = new SettledDefinition(Wait: false),
            Env = [new("DATA", "{data}")],
            Limits = kind == "bounded" ? new ServiceLimits(1, null, null) : null,
        };
        var stack = new StackDefinition { Name = "doomed", Directory = folder, Services = [web], Target = "http://{web.address}" };
        var running = await supervisor.StartAsync(
            new CandidateDefinition("one", stack, new Dictionary<string, string>()), folder, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scope.GuardPid} {running.Target}"));

        // Ends when the test closes the input, if it was not killed before: nothing survives a failed test.
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
