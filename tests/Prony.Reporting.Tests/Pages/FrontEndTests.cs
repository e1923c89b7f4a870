using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Pages;

/// <summary>The front end of report.html is TypeScript with tests of its own, which are run here so that one command tests all.</summary>
public sealed class FrontEndTests
{
    [FrontEndFact]
    [Trait("Speed", "Slow")]
    public void The_charts_of_the_page_pass_their_own_tests()
    {
        var (exitCode, output) = FrontEnd.Npm("test");

        exitCode.ShouldBe(0, output);
    }

    [Theory]
    [InlineData("v18.20.4", false)]
    [InlineData("v20.18.3", false)]
    [InlineData("v20.19.2", true)]
    [InlineData("v21.7.3", false)]
    [InlineData("v22.11.0", false)]
    [InlineData("v22.12.0", true)]
    [InlineData("v23.0.0", true)]
    [InlineData("v30.1.0", true)]
    public void The_page_is_built_only_with_a_Node_js_that_its_tools_run_on(string version, bool expected)
    {
        var targets = XDocument.Load(Path.Combine(FrontEnd.Folder, "..", "Web.targets"));

        Regex.IsMatch(version, targets.Descendants("WebNode").Single().Value).ShouldBe(expected);
    }

    [Fact]
    public void The_lock_file_names_no_registry_so_that_a_clone_installs_from_its_own()
    {
        var text = File.ReadAllText(Path.Combine(FrontEnd.Folder, "package-lock.json"));

        text.ShouldNotContain("\"resolved\"");
        text.ShouldContain("\"integrity\"");
    }
}

/// <summary>A test that needs the packages of the front end; skipped, with what is missing, where the build could not install them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FrontEndFactAttribute : FactAttribute
{
    public FrontEndFactAttribute() => Skip = FrontEnd.Missing;
}

/// <summary>src/Prony.Reporting/web of this clone.</summary>
internal static class FrontEnd
{
    // tsc and vitest take 10 s here; the bound is for a machine that does much else.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    public static string Folder { get; } = Path.Combine(Root(), "src", "Prony.Reporting", "web");

    /// <summary>Why its tests cannot run here; null when they can.</summary>
    public static string? Missing =>
        !Directory.Exists(Path.Combine(Folder, "node_modules", "vitest"))
            ? "The packages of src/Prony.Reporting/web are not installed: the build does that where there is npm (Debian: nodejs npm)."
            : null;

    /// <summary>Runs a script of package.json and returns what it printed.</summary>
    public static (int ExitCode, string Output) Npm(string script)
    {
        var start = new ProcessStartInfo("npm", ["run", "--silent", script]) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NO_COLOR"] = "1";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Bound))
            {
                process.Kill(entireProcessTree: true);
                return (-1, $"npm run {script} did not end within {Bound}.");
            }

            return (process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
        }
        catch (Win32Exception e)
        {
            return (-1, $"npm cannot be started (Debian: nodejs npm): {e.Message}");
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Prony.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside a clone.");
    }
}
