using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Reports;

/// <summary>The page that reports are written into, built by npm from src/Prony.Reporting/web.</summary>
public sealed class FrontEndTests
{
    private static readonly string Web = Clone.PathOf("src", "Prony.Reporting", "web");

    [NpmFact]
    [Trait("Speed", "Slow")]
    public void Its_own_tests_pass()
    {
        var start = new ProcessStartInfo("npm", ["test", "--silent"]) { WorkingDirectory = Web, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CI"] = "true";
        start.Environment["NO_COLOR"] = "1";
        using var npm = Process.Start(start)!;
        var error = npm.StandardError.ReadToEndAsync();
        var output = npm.StandardOutput.ReadToEnd();
        npm.WaitForExit(TimeSpan.FromMinutes(3)).ShouldBeTrue();
        npm.ExitCode.ShouldBe(0, output + error.Result);
    }
}

/// <summary>A test of the page's own code; skipped, with what to install, where npm or its packages are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute() => Skip = Directory.Exists(Clone.PathOf("src", "Prony.Reporting", "web", "node_modules", "vitest")) ? null : "The page's packages are not installed: apt-get install nodejs npm, then build.";
}
