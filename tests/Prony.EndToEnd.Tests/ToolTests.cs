using System.Globalization;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests;

/// <summary>A test that fails leaves no Prony behind.</summary>
public sealed class ToolTests
{
    [Fact]
    public void A_tool_that_still_runs_ends_with_the_test()
    {
        string process;
        using (var tool = Tool.Start("record", "--", "sleep", "3600"))
        {
            process = string.Create(CultureInfo.InvariantCulture, $"/proc/{tool.ProcessId}");
            Thread.Sleep(500);
            Directory.Exists(process).ShouldBeTrue(tool.ErrorSoFar);
        }

        Directory.Exists(process).ShouldBeFalse();
    }
}
