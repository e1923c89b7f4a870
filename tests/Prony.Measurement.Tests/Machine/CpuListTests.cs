using Prony.Measurement.Machine;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Machine;

public class CpuListTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0-2,5", "0-2,5")]
    [InlineData(" 5 , 0-1", "0-1,5")]
    [InlineData("3,2,1,1", "1-3")]
    public void A_list_is_read_and_written_in_order(string text, string expected)
    {
        CpuList.TryParse(text, out var cpus, out _).ShouldBeTrue();
        CpuList.Format(cpus).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("2-1")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    [InlineData("0,")]
    [InlineData("0-99999")]
    public void What_is_no_list_is_refused(string text)
    {
        CpuList.TryParse(text, out var cpus, out var error).ShouldBeFalse();
        cpus.ShouldBeEmpty();
        error.ShouldBe($"'{text}' is no list of CPUs. Expected numbers and ranges such as 0-3,8.");
    }

    [Fact]
    public void No_cpu_is_none() => CpuList.Format([]).ShouldBe("none");

    [Theory]
    [InlineData("0-1", null, null)]
    [InlineData("0-2", null, null)]
    [InlineData("0-3", "3", "0-2")]
    [InlineData("0-6", "6", "0-5")]
    [InlineData("0-7", "6-7", "0-5")]
    [InlineData("2,4,6,8,10", "10", "2,4,6,8")]
    public void The_last_quarter_is_the_generators_where_there_are_four_or_more(string usable, string? generator, string? services)
    {
        CpuList.TryParse(usable, out var cpus, out _).ShouldBeTrue();
        var placement = CpuPlacement.Of(cpus);
        (placement is null ? null : CpuList.Format(placement.Generator)).ShouldBe(generator);
        (placement is null ? null : CpuList.Format(placement.Services)).ShouldBe(services);
    }
}
