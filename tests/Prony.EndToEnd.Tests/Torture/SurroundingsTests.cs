using Prony.EndToEnd.Tests.Loading;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Torture;

/// <summary>Outputs that cannot be written, limits that are too low, a process that is stopped: a clear end, or a result that does not lie.</summary>
public sealed class SurroundingsTests(FaultyServers servers) : IClassFixture<FaultyServers>
{
    [Theory]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    public void A_standard_error_that_cannot_be_written_ends_no_measurement(string redirection)
    {
        var result = Shell.Run($"\"$prony\" load {servers.Ok} -n 50 -c 2 {redirection}");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("success: 50");
        result.Output.ShouldNotContain("\e");
    }

    [Theory]
    [InlineData(">&-", "standard output is closed")]
    [InlineData(">&- 2>&-", "")]
    public void A_closed_standard_output_is_an_error_before_anything_is_asked(string redirection, string said)
    {
        var result = Shell.Run($"\"$prony\" load {servers.Ok} -n 50 -c 2 {redirection}");
        result.ExitCode.ShouldBe(1, result.ToString());
        result.Error.ShouldContain(said);
    }

    [Fact]
    public void A_reader_that_leaves_early_is_no_error() =>
        Shell.Run("\"$prony\" schema verdict | head -1; exit ${PIPESTATUS[0]}").ExitCode.ShouldBe(0);

    [Fact]
    public void A_result_that_cannot_be_written_is_an_error()
    {
        var result = Shell.Run($"\"$prony\" load {servers.Ok} -n 50 -c 2 -q --json - >/dev/full");
        result.ExitCode.ShouldBe(1, result.ToString());
        result.Error.ShouldContain("No space left");
    }

    [Theory]
    [InlineData(64, "-c 2")]
    [InlineData(200, "-c 100")]
    [InlineData(200, "-r 1000 --connections 100")]
    public void A_limit_of_open_files_that_is_too_low_is_named_with_the_one_that_would_do(int limit, string users)
    {
        var result = Shell.Run($"ulimit -n {limit}; \"$prony\" load {servers.Ok} -n 500 {users}");
        result.ExitCode.ShouldBe(1, result.ToString());
        result.Error.ShouldContain($"Only {limit} files");
        result.Error.ShouldContain("ulimit -n ");
        result.Error.ShouldNotContain("internal error");
    }

    [Fact]
    public void A_place_for_runs_that_cannot_be_written_is_named()
    {
        var result = Shell.Run($"\"$prony\" load {servers.Ok} -n 50 -c 2 --out /proc/nowhere");
        result.ExitCode.ShouldBe(1, result.ToString());
        result.Error.ShouldContain("/proc/nowhere");
        result.Error.ShouldContain("--out");
    }

    [Fact]
    public void A_prony_that_was_stopped_in_the_window_gives_no_valid_result()
    {
        var result = Shell.Run($"\"$prony\" load {servers.Ok} -c 2 -d 4s -q --json - & sleep 2; kill -STOP $!; sleep 1.8; kill -CONT $!; wait $!");
        result.ExitCode.ShouldBe(5, result.ToString());
        result.Error.ShouldContain("Prony itself did not run");
        result.Output.ShouldContain("prony.load/1");
    }
}
