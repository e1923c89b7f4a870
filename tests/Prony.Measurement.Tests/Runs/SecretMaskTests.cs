using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Runs;

public sealed class SecretMaskTests
{
    [Fact]
    public void Every_occurrence_of_a_secret_is_hidden()
    {
        var mask = new SecretMask();
        mask.Add("hunter2");
        mask.Mask("a hunter2 b hunter2").ShouldBe("a ••• b •••");
    }

    [Fact]
    public void The_longest_secret_is_hidden_first()
    {
        var mask = new SecretMask();
        mask.Add("abcd");
        mask.Add("abcdefgh");
        mask.Mask("abcdefgh abcd").ShouldBe("••• •••");
    }

    [Fact]
    public void A_short_value_is_not_hidden_unless_its_place_declares_it()
    {
        var mask = new SecretMask();
        mask.Add("1");
        mask.Add("");
        mask.AddDeclared("");
        mask.Mask("r01 100 users").ShouldBe("r01 100 users");
        mask.Count.ShouldBe(0);
        mask.AddDeclared("x=1");
        mask.Mask("Cookie: x=1").ShouldBe("Cookie: •••");
    }

    [Fact]
    public void The_same_value_counts_once()
    {
        var mask = new SecretMask();
        mask.Add("hunter2");
        mask.AddDeclared("hunter2");
        mask.Count.ShouldBe(1);
    }
}
