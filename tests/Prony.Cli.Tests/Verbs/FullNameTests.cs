using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

public sealed class FullNameTests
{
    [Theory]
    [InlineData("", "prony")]
    [InlineData("run", "prony run")]
    [InlineData("ctl incr", "prony ctl incr")]
    public void Help_is_offered_for_the_whole_command(string typed, string name) =>
        Program.FullName(Program.CreateRoot().Parse(typed.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ShouldBe(name);
}
