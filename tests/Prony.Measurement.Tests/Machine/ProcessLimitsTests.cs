using Prony.Measurement.Machine;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Machine;

public class ProcessLimitsTests
{
    [Theory]
    [InlineData("Max open files            20000                524288               files     \n", 20000)]
    [InlineData("Max cpu time              unlimited            unlimited            seconds   \nMax open files            1024                 4096                 files     \n", 1024)]
    [InlineData("Max open files            unlimited            unlimited            files     \n", long.MaxValue)]
    [InlineData("Max open files            ???\n", 1024)]
    [InlineData("", 1024)]
    [InlineData(null, 1024)]
    public void The_soft_limit_of_open_files_is_read(string? limits, long expected) =>
        ProcessLimits.ParseOpenFiles(limits).ShouldBe(expected);

    [Fact]
    public void This_process_may_open_some_files() => ProcessLimits.OpenFiles().ShouldBeGreaterThan(10);
}
